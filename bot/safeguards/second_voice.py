"""The second voice: hears a cry for help in words that no phrase foresaw.

Learned from lines (``tools/train_danger.py``) and kept as numbers beside this module, so it needs
no Rasa and no network. Where it cannot work, the phrases are heard alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Self

import numpy as np

from bot.safeguards.spelling import sound, words
from nlu.components.heads import NgramHead, Numbers
from nlu.components.sentence_vectors import sentence_vectors

FILE = Path(__file__).with_name("second_voice.npz")
# What is said in one breath; longer texts are heard part by part, so that nothing drowns.
_ONE_BREATH, _LONGEST_PART = 300, 100
_AT_ONCE = 256  # parts: what is looked at together stays small, however long the text
_LEAST_SHARE = 1e-6
_SENTENCE_END = re.compile(r"(?<=[.!?\n])\s+")


@dataclass(frozen=True)
class MeaningHead:
    """Small neural networks on sentence vectors; what they say is averaged.

    Arrays have a network as their first axis: ``inner`` and ``inner_bias`` lead from a vector, seen
    from ``mean`` in steps of ``spread``, to what the network looks at; ``outer`` and ``outer_bias``
    from there to a column a label, of which the first is "none".
    """

    mean: Numbers
    spread: Numbers
    inner: Numbers
    inner_bias: Numbers
    outer: Numbers
    outer_bias: Numbers

    def scores(self, vectors: Numbers) -> Numbers:
        """Return one row a sentence vector, one column a label: log odds against "none"."""
        seen = (vectors - self.mean) / self.spread
        total = np.zeros((len(vectors), self.outer_bias.shape[1] - 1), dtype=np.float32)
        for inner, bias, outer, outer_bias in zip(
            self.inner, self.inner_bias, self.outer, self.outer_bias, strict=True
        ):
            odds = np.maximum(seen @ inner + bias, 0) @ outer + outer_bias
            odds -= odds.max(axis=1, keepdims=True)
            shares = np.log(np.exp(odds) / np.exp(odds).sum(axis=1, keepdims=True) + _LEAST_SHARE)
            total += shares[:, 1:] - shares[:, :1]
        return total / len(self.inner)


@dataclass(frozen=True)
class SecondVoice:
    """How a text is written, what it means and what the phrases say of it, weighed together.

    ``weights`` has a row for each class by its writing, each by its meaning and each of
    ``advisers``, and a column a class; with ``bias`` a class is heard above zero. ``learnt_from``
    is the digest of the lines; ``tools/train_danger.py`` makes it.
    """

    classes: tuple[str, ...]
    advisers: tuple[str, ...]
    ngrams: NgramHead
    meaning: MeaningHead
    weights: Numbers
    bias: Numbers
    learnt_from: str

    def odds(self, text: str, advice: Collection[str] = ()) -> dict[str, float]:
        """Return how sure it is, for each class, that ``text`` may be a cry about it.

        Log odds from the threshold: above zero the class is heard. ``advice``: what the phrases
        hear in it.

        >>> max(read_second_voice().odds("mag ik in drie keer betalen?").values()) < 0
        True
        """
        parts = list(dict.fromkeys(_parts(text)))
        batches = (parts[start : start + _AT_ONCE] for start in range(0, len(parts), _AT_ONCE))
        surest = np.vstack([self.scores(batch, advice) for batch in batches]).max(axis=0)
        return dict(zip(self.classes, surest.tolist(), strict=True))

    def scores(self, texts: Sequence[str], advice: Collection[str] = ()) -> Numbers:
        """Return one row a text, one column a class; all of ``texts`` have the same ``advice``."""
        given = [[name in advice for name in self.advisers]] * len(texts)
        views = np.hstack([self.views(texts), given])
        return np.asarray(views @ self.weights + self.bias)

    def views(self, texts: Sequence[str]) -> Numbers:
        """Return one row a text: each class by its writing, then each by its meaning."""
        by_writing = self.ngrams.scores([spoken(text) for text in texts])
        by_meaning = self.meaning.scores(sentence_vectors(texts))
        return np.hstack([by_writing, by_meaning])

    def save(self, path: Path) -> None:
        """Keep the voice as numbers and text only (no pickle)."""
        ngrams = {f"ngrams_{name}": array for name, array in self.ngrams.arrays().items()}
        meaning = {f"meaning_{part.name}": getattr(self.meaning, part.name) for part in _NETWORKS}
        np.savez_compressed(
            path,
            **{name: _small(array) for name, array in (ngrams | meaning).items()},
            weights=self.weights,
            bias=self.bias,
            classes=self.classes,
            advisers=self.advisers,
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
            tuple(map(str, arrays["advisers"])),
            NgramHead.from_arrays(ngrams),
            MeaningHead(*(arrays[f"meaning_{part.name}"] for part in _NETWORKS)),
            arrays["weights"],
            arrays["bias"],
            str(arrays["learnt_from"]),
        )


_NETWORKS = fields(MeaningHead)


@cache
def read_second_voice() -> SecondVoice:
    """Return the voice that comes with the product; the first time takes about a second."""
    return SecondVoice.read(FILE)


def spoken(text: str) -> str:
    """Return ``text`` as it sounds, so that spelling hides nothing.

    The words are joined, so that n-grams of letters reach from one word into the next.

    >>> spoken("Ik wil DOOOOT") == spoken("ik wil dood")
    True
    """
    return "_".join(map(sound, words(text)))


def _parts(text: str) -> Iterator[str]:
    """Yield ``text``; a long one in parts of whole sentences, where those are not too long."""
    if len(text) <= _ONE_BREATH:
        yield text
        return
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
