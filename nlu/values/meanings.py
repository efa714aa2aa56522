"""What a matched rule means: from the numbers and words in it to values."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from nlu.values.data import calendar_words, words

Found = list[tuple[str, int | str | date]]
_FURTHEST = 600
_JUST_PAST = timedelta(days=60)
_OLDEST = 120
# An amount that stands alone: below it may be anything, above it is some file's number.
_SMALLEST_ALONE, _LARGEST_ALONE = 100, 100_000
_YEARS = (1900, 2100)


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


Meaning = Callable[[Match], Found]


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


def _dated(match: Match) -> Found:
    """ "De brief van 2 november" is of this year, if that is just past; else as any day."""
    found = _day_in_month(match)
    for _, day in found:
        last = day + relativedelta(years=-1) if isinstance(day, date) else match.as_of
        if timedelta() <= match.as_of - last <= _JUST_PAST:
            return _day(last)
    return found


def _euros_and_cents(match: Match) -> Found:
    euros, rest = match.numbers
    is_rest = rest < 100 and rest == int(rest)
    return _money(euros + rest / 100) if is_rest else []


def _day_in_month(match: Match) -> Found:
    month, day = calendar_words("months")[match.word], int(match.first)
    year = int(match.numbers[1]) if len(match.numbers) > 1 else match.as_of.year
    year += 2000 if year < 100 else 0
    try:
        stated = date(year, month, day)
        if len(match.numbers) == 1 and stated < match.as_of:
            stated = date(year + 1, month, day)
        return _day(stated)
    except ValueError:
        return []


def _weekday_and_day(match: Match) -> Found:
    """A day with its weekday; nothing when the calendar knows no such pair."""
    weekday, month = match.words
    found = _day_in_month(Match(match.numbers, (month,), match.as_of))
    return [each for each in found if _is_weekday(each[1], weekday)]


def _is_weekday(day: object, name: str) -> bool:
    return isinstance(day, date) and day.weekday() == calendar_words("weekdays")[name]


def _middle_of_month(months: int) -> Meaning:
    def middle(match: Match) -> Found:
        day = _start_of_month(match, months).replace(day=15)
        return [*_day(day), ("day_of_month", 15)] if day >= match.as_of else [("day_of_month", 15)]

    return middle


def _day_of_month(match: Match) -> Found:
    day = next_day_of_month(int(match.first), match.as_of)
    return [*_day(day), ("day_of_month", int(match.first))] if day else []


def _recurring_day(match: Match) -> Found:
    return [("day_of_month", int(match.first))] if 1 <= match.first <= 31 else []


def _start_of_month(match: Match, months: int) -> date:
    return match.as_of.replace(day=1) + relativedelta(months=months)


def _end_of_month(match: Match) -> Found:
    """The last day; 31 stands for the last day of any month."""
    return [*_day(_start_of_month(match, 1) - timedelta(days=1)), ("day_of_month", 31)]


def _in_named_month(day: int) -> Meaning:
    """The last day of the month when it has no such ``day``."""

    def named(match: Match) -> Found:
        stated = match.as_of + relativedelta(month=calendar_words("months")[match.word], day=day)
        return _day(stated if stated >= match.as_of else stated + relativedelta(years=1, day=day))

    return named


def _begin_of_month(match: Match) -> Found:
    return [*_day(_start_of_month(match, 0 if match.as_of.day == 1 else 1)), ("day_of_month", 1)]


def _weekday_after(match: Match) -> date:
    distance = (calendar_words("weekdays")[match.word] - match.as_of.weekday() - 1) % 7 + 1
    return match.as_of + timedelta(days=distance)


def _last_weekday(match: Match) -> Found:
    distance = (match.as_of.weekday() - calendar_words("weekdays")[match.word] - 1) % 7 + 1
    return _day(match.as_of - timedelta(days=distance))


def _weekday_a_week_later(match: Match) -> Found:
    return _day(_weekday_after(match) + timedelta(days=7))


def _weekday_next_week(match: Match) -> Found:
    return _day(_monday(match, 1) + timedelta(days=calendar_words("weekdays")[match.word]))


def _named_day(match: Match) -> Found:
    return _day(match.as_of + timedelta(days=calendar_words("named_days")[match.word]))


def _weekday_last_week(match: Match) -> Found:
    return _day(_monday(match, -1) + timedelta(days=calendar_words("weekdays")[match.word]))


def _weekday_weeks_later(match: Match) -> Found:
    is_whole = match.first == int(match.first) and match.first <= _FURTHEST
    return _day(_weekday_after(match) + timedelta(weeks=int(match.first))) if is_whole else []


def _monday(match: Match, weeks: int) -> date:
    return match.as_of + timedelta(days=7 * weeks - match.as_of.weekday())


def _day_of_next_month(match: Match) -> Found:
    day, start = int(match.first), _start_of_month(match, 1)
    if not 1 <= day <= calendar.monthrange(start.year, start.month)[1]:
        return []
    return [*_day(start.replace(day=day)), ("day_of_month", day)]


def _moved(one: relativedelta) -> Meaning:
    def moved(match: Match) -> Found:
        is_whole = match.first == int(match.first) and match.first <= _FURTHEST
        return _day(match.as_of + one * int(match.first)) if is_whole else []

    return moved


def _month_of_next_year(match: Match) -> Found:
    return _day(date(match.as_of.year + 1, calendar_words("months")[match.word], 1))


def _in_pieces(match: Match) -> Found:
    return _terms(Match([Decimal(words()["together"][match.word])], match.words, match.as_of))


def _terms(match: Match) -> Found:
    """A number of monthly terms is a count and, from two on, as many months."""
    is_whole = match.first == int(match.first)
    return [("count", int(match.first)), *_months(match.first)] if is_whole else []


def _months_more(match: Match) -> Found:
    return [*_moved(relativedelta(months=1))(match), ("duration_months", int(match.first))]


def _hundreds(match: Match) -> Found:
    is_year = match.first == int(match.first) and _YEARS[0] <= match.first <= _YEARS[1]
    is_amount = _SMALLEST_ALONE <= match.first < _LARGEST_ALONE and not is_year
    return _money(match.first) if is_amount else []


def _days_long(one: int) -> Meaning:
    def long(match: Match) -> Found:
        whole = match.first == int(match.first) and match.first <= _FURTHEST
        return [("duration_days", int(match.first) * one)] if whole else []

    return long


def _age(match: Match) -> Found:
    is_age = match.first == int(match.first) and 0 < match.first < _OLDEST
    return [("age", int(match.first))] if is_age else []


def _debt(match: Match) -> Found:
    return [*_money(match.first), ("debt_cents", cents(match.first))]


def _with_decimals(match: Match) -> Found:
    """ "Twaalf komma vijftig": the second number is written as decimals are."""
    whole, decimals = match.numbers[:2]
    is_read = whole == int(whole) and decimals == int(decimals) and decimals < 100
    return _money(Decimal(f"{int(whole)}.{int(decimals)}")) if is_read else []


def _notes(match: Match) -> Found:
    """ "Briefje van twintig", "twee briefjes van 50"."""
    return _money(match.first * (match.numbers[1] if len(match.numbers) > 1 else 1))


def _all_at_once(match: Match) -> Found:
    return [("period", "once")] if match.first == 1 else _terms(match)


def _every_months(match: Match) -> Found:
    names = {1: "month", 3: "quarter", 12: "year"}
    return [("period", names[int(match.first)])] if match.first in names else []


def _every_weeks(match: Match) -> Found:
    names = {2: "two_weeks", 4: "four_weeks"}
    return [("period", names[int(match.first)])] if int(match.first) in names else []


def _number_weekly(match: Match) -> Found:
    """ "4 wekelijks" is a period; "20 wekelijks" an amount each week."""
    return _every_weeks(match) or [*_money(match.first), ("period", "week")]


def _money_every_weeks(match: Match) -> Found:
    return [*_every_weeks(match), *_money(match.numbers[1])]


def _together(match: Match) -> Found:
    return [("count", words()["together"][match.word])]


def _day_or_money(match: Match) -> Found:
    """An ordinal that no month has is an amount with a slip ("50e per maand")."""
    return _money(match.first) if match.first > 31 else _day_of_month(match)


def _always(kind: str, value: int | str) -> Meaning:
    return lambda match: [(kind, value)]


MEANINGS: dict[str, Meaning] = {
    "nothing": lambda match: [],
    "money": lambda match: _money(match.first),
    "money_pair": lambda match: _money(*match.numbers[:2]),
    "minus_money": lambda match: _money(-match.first),
    "debt": _debt,
    "age": _age,
    "money_each_month": lambda match: [*_money(match.first), ("period", "month")],
    "money_each_week": lambda match: [*_money(match.first), ("period", "week")],
    "money_once": lambda match: [("period", "once"), *_money(match.first)],
    "money_every_weeks": _money_every_weeks,
    "money_every_months": lambda match: [*_every_months(match), *_money(match.numbers[1])],
    "every_months": _every_months,
    "with_decimals": _with_decimals,
    "notes": _notes,
    "half_coin": lambda match: _money(Decimal(calendar_words("coins")[match.word]) / 200),
    "hundreds": _hundreds,
    "hundred_thousands": lambda match: _money(match.first * 100_000),
    "thousands": lambda match: _money(match.first * 1000),
    "cents": lambda match: _money(match.first / 100),
    "coins": lambda match: _money(match.first * calendar_words("coins")[match.word] / 100),
    "euros_and_cents": _euros_and_cents,
    "day_in_month": _day_in_month,
    "dated": _dated,
    "weekday_and_day": _weekday_and_day,
    "middle_of_month": _middle_of_month(0),
    "middle_of_next_month": _middle_of_month(1),
    "weekday_a_week_later": _weekday_a_week_later,
    "weekday_weeks_later": _weekday_weeks_later,
    "weekday_last_week": _weekday_last_week,
    "monday_next_week": lambda match: _day(_monday(match, 1)),
    "day_of_next_month": _day_of_next_month,
    "start_of_next_year": lambda match: _day(date(match.as_of.year + 1, 1, 1)),
    "end_of_next_year": lambda match: _day(date(match.as_of.year + 1, 12, 31)),
    "together": _together,
    "day_or_money": _day_or_money,
    "day_of_month": _day_of_month,
    "recurring_day": _recurring_day,
    "every_month_on": lambda match: [*_recurring_day(match), ("period", "month")],
    "start_of_month": _begin_of_month,
    "end_of_month": _end_of_month,
    "start_of_next_month": lambda match: _day(_start_of_month(match, 1)),
    "end_of_year": lambda match: _day(match.as_of.replace(month=12, day=31)),
    "end_of_next_month": lambda match: _day(_start_of_month(match, 2) - timedelta(days=1)),
    "start_of_named_month": _in_named_month(1),
    "middle_of_named_month": _in_named_month(15),
    "end_of_named_month": _in_named_month(31),
    "next_weekday": lambda match: _day(_weekday_after(match)),
    "last_weekday": _last_weekday,
    "weekday_next_week": _weekday_next_week,
    "named_day": _named_day,
    "days_ahead": _moved(relativedelta(days=1)),
    "weeks_ahead": _moved(relativedelta(weeks=1)),
    "months_ahead": _moved(relativedelta(months=1)),
    "half_year_ahead": _moved(relativedelta(months=6)),
    "years_ahead": _moved(relativedelta(years=1)),
    "days_ago": _moved(relativedelta(days=-1)),
    "weeks_ago": _moved(relativedelta(weeks=-1)),
    "months_ago": _moved(relativedelta(months=-1)),
    "month_of_next_year": _month_of_next_year,
    "weeks_long": _days_long(7),
    "days_long": _days_long(1),
    "a_month_long": lambda match: [("duration_days", 30), ("duration_months", 1)],
    "months_more": _months_more,
    "terms": _terms,
    "monthly_terms": lambda match: [*_terms(match), ("period", "month")],
    "all_at_once": _all_at_once,
    "in_pieces": _in_pieces,
    "terms_of": lambda match: [*_terms(match), *_money(match.numbers[1])],
    "months_long": lambda match: _months(match.first),
    "half_year": lambda match: _months(Decimal(6)),
    "years_long": lambda match: _months(match.first * 12) if match.first <= 10 else [],
    "number_weekly": _number_weekly,
    "every_weeks": _every_weeks,
    "period_week": _always("period", "week"),
    "period_four_weeks": _always("period", "four_weeks"),
    "period_month": _always("period", "month"),
    "period_two_weeks": _always("period", "two_weeks"),
    "period_once": _always("period", "once"),
    "period_quarter": _always("period", "quarter"),
    "period_year": _always("period", "year"),
    "count": lambda match: [("count", int(match.first))],
    "none_of_them": _always("count", 0),
}
