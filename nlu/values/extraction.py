"""Reads the values in one message, in a fixed order of rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Value:
    """One reading of ``text[start:end]``; ``kind`` is the name of the Rasa entity."""

    kind: str
    value: int | str | date
    start: int
    end: int


def extract(text: str, as_of: date) -> list[Value]:
    """Return the values in ``text``; relative days count from ``as_of``."""
    return []
