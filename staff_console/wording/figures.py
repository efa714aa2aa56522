"""What the console needs to know of a fixed text: its words, and how plain they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Figures(Protocol):
    """How plain a Dutch text is. ``faults`` are codes of the limits that it breaks.

    ``mean`` and ``longest`` are words a sentence; ``common`` is the share of common words;
    ``unexplained`` are rare words that stand in no list.
    """

    @property
    def mean(self) -> float: ...  # noqa: D102
    @property
    def longest(self) -> int: ...  # noqa: D102
    @property
    def flesch_douma(self) -> float: ...  # noqa: D102
    @property
    def common(self) -> float: ...  # noqa: D102
    @property
    def rare(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def unexplained(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def faults(self) -> tuple[str, ...]: ...  # noqa: D102


class FixedText(Protocol):
    """A text of the data files. ``text_hash`` changes with its words; figures are for Dutch."""

    @property
    def key(self) -> str: ...  # noqa: D102
    @property
    def words(self) -> str: ...  # noqa: D102
    @property
    def language(self) -> str: ...  # noqa: D102
    @property
    def text_hash(self) -> str: ...  # noqa: D102
    @property
    def figures(self) -> Figures | None: ...  # noqa: D102


class TextMeasure(Protocol):
    """The fixed texts, and how plain other words would be."""

    def fixed_texts(self) -> Sequence[FixedText]:
        """Return every fixed text that a person may read."""
        ...

    def measure(self, key: str, words: str) -> Figures:
        """Return how plain ``words`` would be as the text ``key``."""
        ...
