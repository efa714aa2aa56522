"""What a matched rule means: from the numbers and words in it to values."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from nlu.values.data import words

Found = list[tuple[str, int | str | date]]


@dataclass(frozen=True)
class Match:
    """What a rule caught: its numbers in order, its named word if any, and the day it is."""

    numbers: list[Decimal]
    word: str
    as_of: date

    @property
    def first(self) -> Decimal:
        """The first number; one when the text says "a"."""
        return self.numbers[0] if self.numbers else Decimal(1)


MEANINGS: dict[str, Callable[[Match], Found]] = {}


def _meaning(function: Callable[[Match], Found]) -> Callable[[Match], Found]:
    MEANINGS[function.__name__] = function
    return function


def cents(amount: Decimal) -> int:
    """Return an amount in euros as whole cents."""
    return int((amount * 100).to_integral_value())


def _money(*amounts: Decimal) -> Found:
    return [("money_cents", cents(amount)) for amount in amounts]


def _day(day: date) -> Found:
    return [("date", day)]


def _months(months: Decimal) -> Found:
    whole = months == months.to_integral_value() and months > 1
    return [("duration_months", int(months))] if whole else []


def next_day_of_month(day: int, as_of: date) -> date | None:
    """Return the first ``day`` of a month from ``as_of`` on; None if no month has it.

    >>> next_day_of_month(31, date(2026, 11, 18))
    datetime.date(2026, 12, 31)
    """
    if not 1 <= day <= 31:
        return None
    month = as_of.replace(day=1)
    while True:
        if (
            day <= calendar.monthrange(month.year, month.month)[1]
            and month.replace(day=day) >= as_of
        ):
            return month.replace(day=day)
        month += relativedelta(months=1)


@_meaning
def nothing(match: Match) -> Found:
    return []


@_meaning
def money(match: Match) -> Found:
    return _money(match.first)


money_sum = money


@_meaning
def money_range(match: Match) -> Found:
    return _money(*match.numbers[:2])


@_meaning
def euros_and_cents(match: Match) -> Found:
    euros, rest = match.numbers
    return _money(euros + rest / 100) if rest < 100 else _money(euros)


@_meaning
def minus_money(match: Match) -> Found:
    return _money(-match.first)


@_meaning
def thousands(match: Match) -> Found:
    return _money(match.first * 1000)


@_meaning
def cents_only(match: Match) -> Found:
    return _money(match.first / 100)


@_meaning
def coins(match: Match) -> Found:
    return [("money_cents", int(match.first * words()["coins"][match.word]))]


@_meaning
def day_in_month(match: Match) -> Found:
    month, day = words()["months"][match.word], int(match.first)
    year = int(match.numbers[1]) if len(match.numbers) > 1 else match.as_of.year
    try:
        stated = date(year, month, day)
        if len(match.numbers) == 1 and stated < match.as_of:
            stated = date(year + 1, month, day)
    except ValueError:
        return []
    return _day(stated)


@_meaning
def day_of_month(match: Match) -> Found:
    day = next_day_of_month(int(match.first), match.as_of)
    return [*_day(day), ("day_of_month", int(match.first))] if day else []


@_meaning
def recurring_day(match: Match) -> Found:
    return [("day_of_month", int(match.first))] if 1 <= match.first <= 31 else []


@_meaning
def every_month_on(match: Match) -> Found:
    return [*recurring_day(match), ("period", "month")]


def _start_of_month(match: Match, months: int) -> date:
    return match.as_of.replace(day=1) + relativedelta(months=months)


@_meaning
def end_of_month(match: Match) -> Found:
    """The last day; 31 stands for the last day of any month."""
    return [*_day(_start_of_month(match, 1) - timedelta(days=1)), ("day_of_month", 31)]


@_meaning
def end_of_next_month(match: Match) -> Found:
    return _day(_start_of_month(match, 2) - timedelta(days=1))


@_meaning
def start_of_month(match: Match) -> Found:
    return [*_day(_start_of_month(match, 0 if match.as_of.day == 1 else 1)), ("day_of_month", 1)]


@_meaning
def start_of_next_month(match: Match) -> Found:
    return _day(_start_of_month(match, 1))


def _weekday_after(match: Match) -> date:
    distance = (words()["weekdays"][match.word] - match.as_of.weekday() - 1) % 7 + 1
    return match.as_of + timedelta(days=distance)


@_meaning
def next_weekday(match: Match) -> Found:
    return _day(_weekday_after(match))


@_meaning
def last_weekday(match: Match) -> Found:
    return _day(_weekday_after(match) - timedelta(days=7 if match.numbers == [] else 0))


@_meaning
def weekday_next_week(match: Match) -> Found:
    monday = match.as_of + timedelta(days=7 - match.as_of.weekday())
    return _day(monday + timedelta(days=words()["weekdays"][match.word]))


@_meaning
def named_day(match: Match) -> Found:
    return _day(match.as_of + timedelta(days=words()["named_days"][match.word]))


def _shifted(match: Match, direction: int, **unit: int) -> Found:
    step = {name: direction * size * int(match.first) for name, size in unit.items()}
    within_reach = match.first <= 600
    return _day(match.as_of + relativedelta(**step)) if within_reach else []  # type: ignore[arg-type]


@_meaning
def days_ahead(match: Match) -> Found:
    return _shifted(match, 1, days=1)


@_meaning
def weeks_ahead(match: Match) -> Found:
    return _shifted(match, 1, weeks=1)


@_meaning
def months_ahead(match: Match) -> Found:
    return _shifted(match, 1, months=1)


@_meaning
def days_ago(match: Match) -> Found:
    return _shifted(match, -1, days=1)


@_meaning
def weeks_ago(match: Match) -> Found:
    return _shifted(match, -1, weeks=1)


@_meaning
def months_ago(match: Match) -> Found:
    return _shifted(match, -1, months=1)


@_meaning
def months_long(match: Match) -> Found:
    return _months(match.first)


@_meaning
def half_year(match: Match) -> Found:
    return _months(Decimal(6))


@_meaning
def years_long(match: Match) -> Found:
    return _months(match.first * 12) if match.first <= 10 else []


@_meaning
def every_weeks(match: Match) -> Found:
    names = {2: "two_weeks", 4: "four_weeks"}
    return [("period", names[int(match.first)])] if int(match.first) in names else []


@_meaning
def count(match: Match) -> Found:
    return [("count", int(match.first))]


@_meaning
def none_of_them(match: Match) -> Found:
    return [("count", 0)]


def _period(name: str) -> Callable[[Match], Found]:
    return lambda match: [("period", name)]


MEANINGS |= {
    "money_sum": money,
    "money_pair": money_range,
    "cents": cents_only,
    **{f"period_{name}": _period(name) for name in ("month", "week", "four_weeks")},
    **{f"period_{name}": _period(name) for name in ("quarter", "year")},
}
