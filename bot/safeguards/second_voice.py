"""The second voice: hears a cry for help in words that no phrase foresaw.

Learned from lines (``tools/train_danger.py``) and kept as numbers beside this module, so it needs
no Rasa and no network. It only adds: where it cannot work, the phrases are heard as before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

import numpy as np

from bot.safeguards.spelling import sound, words
from nlu.components.heads import NgramHead, Numbers
from nlu.components.sentence_vectors import sentence_vectors

FILE = Path(__file__).with_name("second_voice.npz")
# What is said in one breath; longer texts are heard part by part, so that nothing drowns.
_LONGEST_PART = 100
_AT_ONCE = 256  # parts: what is looked at together stays small, however long the text
_SENTENCE_END = re.compile(r"(?<=[.!?\n])\s+")


@dataclass(frozen=True)
class NearnessHead:
    """Compares what a text means with remembered lines: a support vector machine a class.

    ``lines`` are unit vectors seen from ``mean``; ``weights`` say how much each speaks for a class.
    """

    mean: Numbers
    lines: Numbers
    weights: Numbers
    bias: Numbers
    sharpness: float

    def scores(self, vectors: Numbers) -> Numbers:
        """Return one row a sentence vector, one column a class; above zero speaks for it."""
        # Between unit vectors the squared distance is 2 - 2 cos.
        nearness = np.exp(2 * self.sharpness * (around(self.mean, vectors) @ self.lines.T - 1))
        return np.asarray(nearness @ self.weights + self.bias)


@dataclass(frozen=True)
class SecondVoice:
    """How a text is written and what it means; a class is heard above its threshold.

    ``shares``: how much either counts, a column a class. ``learnt_from`` is the digest of the
    lines; ``tools/train_danger.py`` makes it.
    """

    classes: tuple[str, ...]
    ngrams: NgramHead
    meaning: NearnessHead
    shares: Numbers
    thresholds: Numbers
    learnt_from: str

    def heard_in(self, text: str) -> str | None:
        """Return the class of danger that ``text`` may be a cry about, the surest one, or None.

        >>> read_second_voice().heard_in("mag ik in drie keer betalen?") is None
        True
        """
        parts = list(dict.fromkeys(_parts(text)))
        batches = (parts[start : start + _AT_ONCE] for start in range(0, len(parts), _AT_ONCE))
        scores = np.vstack([self.scores(batch) for batch in batches])
        surest = (scores - self.thresholds).max(axis=0)
        return self.classes[int(surest.argmax())] if surest.max() > 0 else None

    def scores(self, texts: Sequence[str]) -> Numbers:
        """Return one row a text, one column a class."""
        by_writing = self.ngrams.scores([spoken(text) for text in texts])
        by_meaning = self.meaning.scores(sentence_vectors(texts))
        return np.asarray(self.shares[0] * by_writing + self.shares[1] * by_meaning)

    def save(self, path: Path) -> None:
        """Keep the voice as numbers and text only (no pickle)."""
        ngrams = {f"ngrams_{name}": array for name, array in self.ngrams.arrays().items()}
        np.savez_compressed(
            path,
            **{name: _small(array) for name, array in ngrams.items()},
            mean=_small(self.meaning.mean),
            lines=_small(self.meaning.lines),
            weights=_small(self.meaning.weights),
            bias=self.meaning.bias,
            sharpness=self.meaning.sharpness,
            shares=self.shares,
            thresholds=self.thresholds,
            classes=self.classes,
            learnt_from=self.learnt_from,
        )

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return the voice that :meth:`save` kept."""
        with np.load(path, allow_pickle=False) as kept:
            arrays = {name: _large(kept[name]) for name in kept.files}
        ngrams = {n.removeprefix("ngrams_"): a for n, a in arrays.items() if "ngrams_" in n}
        return cls(
            tuple(map(str, arrays["classes"])),
            NgramHead.from_arrays(ngrams),
            NearnessHead(
                arrays["mean"],
                arrays["lines"],
                arrays["weights"],
                arrays["bias"],
                float(arrays["sharpness"]),
            ),
            arrays["shares"],
            arrays["thresholds"],
            str(arrays["learnt_from"]),
        )


@cache
def read_second_voice() -> SecondVoice:
    """Return the voice that comes with the product; the first time takes about a second."""
    return SecondVoice.read(FILE)


def spoken(text: str) -> str:
    """Return ``text`` as it sounds, so that spelling hides nothing.

    >>> spoken("Ik wil DOOOOT") == spoken("ik wil dood")
    True
    """
    return " ".join(map(sound, words(text)))


def around(mean: Numbers, vectors: Numbers) -> Numbers:
    """Return ``vectors`` as unit vectors seen from ``mean``."""
    moved = vectors - mean
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True).clip(1e-9))


def _parts(text: str) -> Iterator[str]:
    """Yield ``text`` in parts of whole sentences, where they are not too long themselves."""
    part = ""
    for sentence in _SENTENCE_END.split(text):
        if part and len(part) + len(sentence) >= _LONGEST_PART:
            yield part
            part = ""
        part = f"{part} {sentence}".strip()
        *whole, part = _cut(part)
        yield from whole
    yield part


def _cut(part: str) -> list[str]:
    """Return ``part`` in pieces that are short enough, cut between words where there are any."""
    pieces, start = [], 0
    while len(part) - start > _LONGEST_PART:
        space = part.rfind(" ", start + 1, start + _LONGEST_PART)
        end = space if space > 0 else start + _LONGEST_PART
        pieces.append(part[start:end].strip())
        start = end + (end == space)
    return [*pieces, part[start:].strip()]


def _small(array: Numbers) -> Numbers:
    """Half the digits are enough for what is learnt."""
    return array.astype(np.float16) if array.dtype == np.float32 else array


def _large(array: Numbers) -> Numbers:
    return array.astype(np.float32) if array.dtype == np.float16 else array
