"""One value found in a message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Value:
    """One reading of ``text[start:end]``; ``kind`` is the name of the Rasa entity.

    ``money_cents``, ``count``, ``day_of_month`` and ``duration_months`` are integers, ``date`` is
    a date, the other kinds are text. A negative or zero amount is given as it was written.
    """

    kind: str
    value: int | str | date
    start: int
    end: int
