"""What a rule means that caught days: "over twee weken", "de 24e", "eind volgende maand"."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from nlu.values.data import calendar_words
from nlu.values.match import Found, Match, Meaning, money, on

EARLIEST_YEAR = 2000  # what is older is a date of birth
_JUST_PAST = timedelta(days=60)
_YEARS_NEAR = 30


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
    for _, day in found[:1]:
        last = day + relativedelta(years=-1) if isinstance(day, date) else match.as_of
        if timedelta() <= match.as_of - last <= _JUST_PAST:
            return on(last)
    return found


def _day_in_month(match: Match) -> Found:
    """A day with its month and perhaps its year; a number there that is no year is an amount."""
    behind = match.numbers[1] if len(match.numbers) > 1 else None
    year = _as_year(behind, match.as_of) if behind is not None else None
    month = calendar_words("months")[match.word]
    try:
        stated = date(year or match.as_of.year, month, int(match.first))
        if year is None and stated < match.as_of:
            stated = date(match.as_of.year + 1, month, int(match.first))
    except ValueError:
        return []
    if stated.year < EARLIEST_YEAR:
        return []
    return [*on(stated), *(money(behind) if behind is not None and year is None else [])]


def _as_year(number: Decimal, as_of: date) -> int | None:
    """Return the year that "2027" or "27" is; None where it can be none."""
    year = int(number) if number >= 100 else int(number) + 2000
    is_near = abs(year - as_of.year) <= _YEARS_NEAR or (1900 <= number < EARLIEST_YEAR)
    return year if number == int(number) and is_near else None


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
        return [*on(day), ("day_of_month", 15)] if day >= match.as_of else [("day_of_month", 15)]

    return middle


def _day_of_month(match: Match) -> Found:
    day = next_day_of_month(int(match.first), match.as_of) if match.is_whole else None
    return [*on(day), ("day_of_month", int(match.first))] if day else []


def _recurring_day(match: Match) -> Found:
    is_day = match.is_whole and 1 <= match.first <= 31
    return [("day_of_month", int(match.first))] if is_day else []


def _start_of_month(match: Match, months: int) -> date:
    return match.as_of.replace(day=1) + relativedelta(months=months)


def _end_of_month(match: Match) -> Found:
    """The last day; 31 stands for the last day of any month."""
    return [*on(_start_of_month(match, 1) - timedelta(days=1)), ("day_of_month", 31)]


def _in_named_month(day: int) -> Meaning:
    """The last day of the month when it has no such ``day``."""

    def named(match: Match) -> Found:
        stated = match.as_of + relativedelta(month=calendar_words("months")[match.word], day=day)
        return on(stated if stated >= match.as_of else stated + relativedelta(years=1, day=day))

    return named


def _begin_of_month(match: Match) -> Found:
    return [*on(_start_of_month(match, 0 if match.as_of.day == 1 else 1)), ("day_of_month", 1)]


def _weekday_after(match: Match) -> date:
    distance = (calendar_words("weekdays")[match.word] - match.as_of.weekday() - 1) % 7 + 1
    return match.as_of + timedelta(days=distance)


def _last_weekday(match: Match) -> Found:
    distance = (match.as_of.weekday() - calendar_words("weekdays")[match.word] - 1) % 7 + 1
    return on(match.as_of - timedelta(days=distance))


def _weekday_a_week_later(match: Match) -> Found:
    return on(_weekday_after(match) + timedelta(days=7))


def _weekday_next_week(match: Match) -> Found:
    return on(_monday(match, 1) + timedelta(days=calendar_words("weekdays")[match.word]))


def _named_day(match: Match) -> Found:
    return on(match.as_of + timedelta(days=calendar_words("named_days")[match.word]))


def _weekday_last_week(match: Match) -> Found:
    return on(_monday(match, -1) + timedelta(days=calendar_words("weekdays")[match.word]))


def _weekday_weeks_later(match: Match) -> Found:
    return on(_weekday_after(match) + timedelta(weeks=int(match.first))) if match.is_whole else []


def _monday(match: Match, weeks: int) -> date:
    return match.as_of + timedelta(days=7 * weeks - match.as_of.weekday())


def _day_of_next_month(match: Match) -> Found:
    day, start = int(match.first), _start_of_month(match, 1)
    if not 1 <= day <= calendar.monthrange(start.year, start.month)[1]:
        return []
    return [*on(start.replace(day=day)), ("day_of_month", day)]


def _moved(one: relativedelta) -> Meaning:
    def moved(match: Match) -> Found:
        return on(match.as_of + one * int(match.first)) if match.is_whole else []

    return moved


def _month_of_next_year(match: Match) -> Found:
    return on(date(match.as_of.year + 1, calendar_words("months")[match.word], 1))


def _months_more(match: Match) -> Found:
    return [*_moved(relativedelta(months=1))(match), ("duration_months", int(match.first))]


def _day_or_money(match: Match) -> Found:
    """An ordinal that no month has is an amount with a slip ("50e per maand")."""
    return money(match.first) if match.first > 31 else _day_of_month(match)


DAY_MEANINGS: dict[str, Meaning] = {
    "day_in_month": _day_in_month,
    "dated": _dated,
    "weekday_and_day": _weekday_and_day,
    "middle_of_month": _middle_of_month(0),
    "middle_of_next_month": _middle_of_month(1),
    "weekday_a_week_later": _weekday_a_week_later,
    "weekday_weeks_later": _weekday_weeks_later,
    "weekday_last_week": _weekday_last_week,
    "monday_next_week": lambda match: on(_monday(match, 1)),
    "day_of_next_month": _day_of_next_month,
    "start_of_next_year": lambda match: on(date(match.as_of.year + 1, 1, 1)),
    "end_of_next_year": lambda match: on(date(match.as_of.year + 1, 12, 31)),
    "day_or_money": _day_or_money,
    "day_of_month": _day_of_month,
    "recurring_day": _recurring_day,
    "every_month_on": lambda match: [*_recurring_day(match), ("period", "month")],
    "start_of_month": _begin_of_month,
    "end_of_month": _end_of_month,
    "start_of_next_month": lambda match: on(_start_of_month(match, 1)),
    "end_of_year": lambda match: on(match.as_of.replace(month=12, day=31)),
    "end_of_next_month": lambda match: on(_start_of_month(match, 2) - timedelta(days=1)),
    "start_of_named_month": _in_named_month(1),
    "middle_of_named_month": _in_named_month(15),
    "end_of_named_month": _in_named_month(31),
    "next_weekday": lambda match: on(_weekday_after(match)),
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
    "months_more": _months_more,
}
