"""Terms in working days, on the same calendar as the payment rules."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from payment_arrangement.calendar import is_working_day


@lru_cache(maxsize=4096)  # figures ask the same few days for each question
def working_days_after(day: date, number: int) -> date:
    """Return the last day of a term of ``number`` working days that begins after ``day``.

    >>> working_days_after(date(2026, 12, 24), 2)
    datetime.date(2026, 12, 29)
    """
    while number:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day
