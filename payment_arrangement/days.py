"""Which days a question can be about."""

from __future__ import annotations

from datetime import date

from payment_arrangement.errors import BadDate, FactMissing

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2199, 12, 31)


def check_day(name: str, day: date | None, *, rule: str = "") -> date:
    """`day` when a claim, a letter or a question can be about it: 1900 to 2199.

    Raises FactMissing for None and BadDate for a moment, a text or a day outside those years.

    >>> check_day("sent_on", date(2026, 11, 22))
    datetime.date(2026, 11, 22)
    """
    if day is None:
        raise FactMissing(name, rule)
    if type(day) is not date or not FIRST_DAY <= day <= LAST_DAY:
        raise BadDate(name, day, f"a day from {FIRST_DAY} to {LAST_DAY}")
    return day


def check_not_after(name: str, day: date, last: date, *, rule: str = "") -> date:
    """`day` when it is a day no later than `last`. Raises as `check_day`, and BadDate if later."""
    if check_day(name, day, rule=rule) > last:
        raise BadDate(name, day, f"no later than {last}")
    return day
