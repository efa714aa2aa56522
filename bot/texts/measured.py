"""What is counted of a text in any language: words, sentences, words that few people know."""

from __future__ import annotations

import re
from dataclasses import dataclass

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?;:]\s|[.!?;:]$|\n")
Sentences = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class MeasuredText:
    """One text, its sentences as words, and the words of it that few people use (``rare``)."""

    key: str
    text: str
    sentences: Sentences
    rare: tuple[str, ...]

    @property
    def words(self) -> int:
        """How many words."""
        return sum(map(len, self.sentences))

    @property
    def mean(self) -> float:
        """Words a sentence."""
        return self.words / len(self.sentences) if self.sentences else 0.0

    @property
    def longest(self) -> int:
        """Words in the longest sentence."""
        return max(map(len, self.sentences), default=0)


def sentences_of(prose: str) -> Sentences:
    """Return the words of each sentence; a line is a sentence too.

    >>> sentences_of("Dat mag. Bel ons!")
    (('Dat', 'mag'), ('Bel', 'ons'))
    """
    parts = _SENTENCE_END.split(prose)
    return tuple(tuple(found) for part in parts if (found := WORD.findall(part)))
