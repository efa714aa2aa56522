"""A number found in a text, and how it was written."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

NUMBER, MONEY_LIKE, ORDINAL, GONE = "#", "$", "@", "\x00"


@dataclass(frozen=True)
class Number:
    """A number at ``start`` to ``end``; ``mark`` tells how it was written."""

    value: Decimal
    start: int
    end: int
    mark: str
