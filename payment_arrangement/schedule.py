"""When each term is due and how much it is."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count as count_from

from dateutil.relativedelta import relativedelta

from payment_arrangement.amounts import ceil_div
from payment_arrangement.calendar import next_working_day
from payment_arrangement.errors import BadAmount
from payment_arrangement.policy import Frequency

PERIODS_PER_YEAR: dict[Frequency, int] = {"month": 12, "four_weeks": 13, "week": 52}
# Ten years by the week, and some; a longer list would help nobody.
MOST_TERMS = 600
_DAYS_BETWEEN = {"four_weeks": 28, "week": 7}


@dataclass(frozen=True)
class Term:
    """One instalment: the working day it is due, and its amount in cents."""

    due_on: date
    amount_cents: int


def per_term(cents_per_month: int, frequency: Frequency) -> int:
    """What a monthly amount comes to per term over a year, rounded down to the cent.

    >>> per_term(5200, "week")
    1200
    """
    return cents_per_month * 12 // PERIODS_PER_YEAR[frequency]


def number_of_terms(debt_cents: int, instalment_cents: int) -> int:
    """How many terms of `instalment_cents` repay `debt_cents`; the last may be smaller."""
    return ceil_div(debt_cents, instalment_cents)


def terms_for(
    debt_cents: int,
    instalment_cents: int,
    frequency: Frequency,
    first_possible_on: date,
    income_day: int | None,
    income_on: date | None = None,
) -> tuple[Term, ...]:
    """The terms that repay `debt_cents` to the cent; the last absorbs the rest.

    The first is due on the first income day from `first_possible_on` on, or on that day itself
    when no income day is known. `income_on` is one day on which income arrives: it gives the
    weekday, the week of four, or the day of the month. A weekend or holiday moves a due day to the
    next working day. Raises BadAmount for more than 600 terms.

    >>> terms_for(2500, 1000, "month", date(2026, 11, 27), 25)[0]
    Term(due_on=datetime.date(2026, 12, 28), amount_cents=1000)
    """
    count = number_of_terms(debt_cents, instalment_cents)
    if count > MOST_TERMS:
        raise BadAmount("instalment", instalment_cents, f"enough for at most {MOST_TERMS} terms")
    last_cents = debt_cents - instalment_cents * (count - 1)
    days = _due_days(frequency, first_possible_on, income_day, income_on)
    return tuple(
        Term(next_working_day(next(days)), instalment_cents if i < count - 1 else last_cents)
        for i in range(count)
    )


def _due_days(
    frequency: Frequency, first: date, income_day: int | None, income_on: date | None
) -> Iterator[date]:
    """Endless due days before moving off weekends and holidays."""
    if frequency == "month":
        wanted_day = income_day or (income_on or first).day
        start = _on_or_after(first, wanted_day)
        for month in count_from(start.month - 1):
            yield _in_month(date(start.year + month // 12, month % 12 + 1, 1), wanted_day)
    step = _DAYS_BETWEEN[frequency]
    if income_on is not None:
        start = first + timedelta(days=(income_on - first).days % step)
    else:
        start = _on_or_after(first, income_day or first.day)
    for period in count_from(0):
        yield start + timedelta(days=period * step)


def _on_or_after(first: date, day: int) -> date:
    """The first `day` of a month that is not before `first`."""
    start = _in_month(first, day)
    return start if start >= first else _in_month(first + relativedelta(months=1, day=1), day)


def _in_month(month: date, day: int) -> date:
    """`day` in the month of `month`, or that month's last day when it is shorter."""
    return month.replace(day=min(day, calendar.monthrange(month.year, month.month)[1]))
