"""Working days and generally recognised holidays in the Netherlands."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays

from payment_arrangement.parameters import value_on


def is_holiday(day: date) -> bool:
    """True on a day that `parameters/holidays.yml` counts; the library says when it falls.

    Raises BadDate, and ParameterMissing before the text in that file.

    >>> is_holiday(date(2026, 4, 3)), is_holiday(date(2026, 5, 5))
    (True, True)
    """
    counted = value_on("holidays", day).values["days"]
    return any(name in counted for name in names_by_day(day.year).get(day, ()))


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
def names_by_day(year: int) -> dict[date, tuple[str, ...]]:
    """The names that the library gives to the days of a year, also of days that do not count."""
    # "optional" adds 5 May, which the library counts as public once in five years only.
    found = holidays.country_holidays(
        "NL", years=year, categories=("public", "optional"), language="en_US"
    )
    return {day: tuple(found.get_list(day)) for day in found}
