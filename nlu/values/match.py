"""What a rule caught, and the values that a number of euros, a day or a number of months gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Found = list[tuple[str, int | str | date]]
_FURTHEST = 600  # days, weeks or months: nobody counts further


@dataclass(frozen=True)
class Match:
    """What a rule caught: its numbers and named words in order, and the day it is."""

    numbers: list[Decimal]
    words: tuple[str, ...]
    as_of: date

    @property
    def word(self) -> str:
        """The first named word."""
        return self.words[0]

    @property
    def first(self) -> Decimal:
        """The first number; one when the text says "a"."""
        return self.numbers[0] if self.numbers else Decimal(1)

    @property
    def is_whole(self) -> bool:
        """Whether the first number is whole, and no further away than anybody counts."""
        return self.first == int(self.first) and self.first <= _FURTHEST


Meaning = Callable[[Match], Found]


def cents(amount: Decimal) -> int:
    """Return an amount in euros as whole cents."""
    return int((amount * 100).to_integral_value())


def money(*amounts: Decimal) -> Found:
    """Return ``amounts`` in euros as values in cents."""
    return [("money_cents", cents(amount)) for amount in amounts]


def on(day: date) -> Found:
    """Return ``day`` as a value."""
    return [("date", day)]


def months_long(months: Decimal) -> Found:
    """Return a duration; nothing for one month or a part of one, which more often is a pace."""
    whole = months == months.to_integral_value() and months > 1
    return [("duration_months", int(months))] if whole else []
