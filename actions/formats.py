"""What a response is filled with, as the person's language writes it. No sentences."""

from __future__ import annotations

from datetime import date

from casework.context import Turn
from casework.locales import DAY_OF_ANY_YEAR, DAY_OF_THIS_YEAR
from casework.locales import day as day_in
from casework.locales import euro as euro_in


def euro(cents: int, turn: Turn) -> str:
    """Return an amount as the person of ``turn`` reads it."""
    return euro_in(cents, turn.case.language)


def day(value: date, turn: Turn) -> str:
    """Return a day in words; the year only when it is not this year."""
    pattern = DAY_OF_THIS_YEAR if value.year == turn.today.year else DAY_OF_ANY_YEAR
    return day_in(value, turn.case.language, pattern)


def euro_or_day(value: int | date, turn: Turn) -> str:
    """Return an amount in cents, or a day, in words."""
    return day(value, turn) if isinstance(value, date) else euro(value, turn)
