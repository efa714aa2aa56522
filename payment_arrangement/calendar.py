"""Working days and generally recognised holidays in the Netherlands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

import holidays

from payment_arrangement.receipt import Source

HOLIDAYS_SOURCE = Source(
    "Algemene termijnenwet, art. 3 (generally recognised holidays), with Good Friday and 5 May",
    "unverified",
)


def is_holiday(day: date) -> bool:
    """True on a generally recognised holiday, on Good Friday and on every 5 May.

    >>> is_holiday(date(2026, 4, 3)), is_holiday(date(2026, 5, 5))
    (True, True)
    """
    return day in _holidays_of(day.year)


def is_sunday(day: date) -> bool:
    """True on a Sunday."""
    return day.isoweekday() == 7


def is_working_day(day: date) -> bool:
    """True from Monday to Friday, except on a holiday."""
    return day.isoweekday() <= 5 and not is_holiday(day)


def next_working_day(day: date) -> date:
    """`day` itself, or the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


@cache
def _holidays_of(year: int) -> Mapping[date, str]:
    # "optional" adds 5 May, which the library counts as public once in five years only.
    return holidays.country_holidays("NL", years=year, categories=("public", "optional"))
