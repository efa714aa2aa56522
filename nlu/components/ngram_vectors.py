"""Text as TF-IDF vectors of character and word n-grams: small, fast, tolerant of spelling."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

_WORD = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"\d+")
_CHAR = "c:"
_WORD_MARK = "w:"


def fold(text: str) -> str:
    """Return ``text`` in lower case, without accents and apostrophes, each number as ``0``.

    >>> fold("'k Heb  €60,- één")
    'k heb €0,- een'
    """
    decomposed = unicodedata.normalize("NFKD", text.lower())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c) and c not in "'’`´")
    return " ".join(_DIGITS.sub("0", bare).split())


def char_ngrams(text: str, shortest: int, longest: int) -> Iterator[str]:
    """Yield the n-grams inside each word of folded ``text``, the word's edges marked by a space."""
    for word in text.split():
        padded = f" {word} "
        for size in range(shortest, longest + 1):
            if size >= len(padded):
                yield _CHAR + padded
                break
            for start in range(len(padded) - size + 1):
                yield _CHAR + padded[start : start + size]


def word_ngrams(text: str) -> Iterator[str]:
    """Yield the words of folded ``text`` and each two neighbours, also with begin and end."""
    words = ["<", *_WORD.findall(text), ">"]
    for left, right in pairwise(words):
        yield f"{_WORD_MARK}{left} {right}"
    for word in words[1:-1]:
        yield _WORD_MARK + word


class NgramVectors:
    """A fitted TF-IDF space; characters and words each count for half of a vector's length."""

    def __init__(self, terms: list[str], inverse_frequencies: NDArray[np.float32]) -> None:
        self._columns = {term: column for column, term in enumerate(terms)}
        self._weights = inverse_frequencies

    @property
    def size(self) -> int:
        """The number of dimensions."""
        return len(self._columns)

    @classmethod
    def fit(cls, texts: Iterable[str], least: int = 1) -> NgramVectors:
        """Learn the space from ``texts``; what fewer than ``least`` of them hold is left out."""
        counts: Counter[str] = Counter()
        total = 0
        for text in texts:
            total += 1
            counts.update(set(_terms(text)))
        terms = sorted(term for term, count in counts.items() if count >= least)
        weights = [math.log((1 + total) / (1 + counts[term])) + 1 for term in terms]
        return cls(terms, np.asarray(weights, dtype=np.float32))

    def vector(self, text: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Return the columns and values of ``text``'s unit vector; empty if nothing is known."""
        blocks: dict[str, dict[int, float]] = {_CHAR: {}, _WORD_MARK: {}}
        for term, count in Counter(_terms(text)).items():
            column = self._columns.get(term)
            if column is not None:
                value = (1 + math.log(count)) * float(self._weights[column])
                blocks[term[:2]][column] = value
        columns: list[int] = []
        values: list[float] = []
        filled = [block for block in blocks.values() if block]
        for block in filled:
            length = math.sqrt(sum(v * v for v in block.values()) * len(filled))
            columns.extend(block)
            values.extend(v / length for v in block.values())
        return np.asarray(columns, dtype=np.int32), np.asarray(values, dtype=np.float32)

    def matrix(self, texts: Iterable[str]) -> csr_matrix:
        """Return the vectors of ``texts`` as the rows of a sparse matrix."""
        rows = [self.vector(text) for text in texts]
        starts = np.cumsum([0, *(len(columns) for columns, _ in rows)])
        return csr_matrix(
            (
                np.concatenate([values for _, values in rows]),
                np.concatenate([columns for columns, _ in rows]),
                starts,
            ),
            shape=(len(rows), self.size),
        )

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return what :meth:`from_arrays` needs, without Python objects (no pickle)."""
        joined = "\n".join(self._columns).encode()
        return {"terms": np.frombuffer(joined, dtype=np.uint8), "weights": self._weights}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> NgramVectors:
        """Rebuild a space from :meth:`arrays`."""
        terms = arrays["terms"].tobytes().decode().split("\n")
        return cls(terms, arrays["weights"])


def _terms(text: str) -> Iterator[str]:
    folded = fold(text)
    yield from char_ngrams(folded, 2, 5)
    yield from word_ngrams(folded)
