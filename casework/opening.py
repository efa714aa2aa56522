"""When a colleague is there: opening hours by weekday, Dutch holidays, the day of a call back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from payment_arrangement import calendar

LOCAL_TIME = ZoneInfo("Europe/Amsterdam")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class OpeningHours:
    """From when to when colleagues are there, by weekday (0 is Monday), in Dutch time.

    On the days ``closed_on`` nobody is there, as on a Dutch holiday.
    """

    by_weekday: Mapping[int, tuple[tuple[time, time], ...]]
    closed_on: frozenset[date] = frozenset()

    def on(self, day: date) -> tuple[tuple[time, time], ...]:
        """Return the spans of ``day``; none on a Dutch holiday or a closed day."""
        is_closed = day in self.closed_on or calendar.is_holiday(day)
        return () if is_closed else self.by_weekday.get(day.weekday(), ())


def is_open(hours: OpeningHours, moment: datetime) -> bool:
    """Whether a colleague is there at ``moment`` (any time zone)."""
    local = moment.astimezone(LOCAL_TIME)
    return any(start <= local.time() < end for start, end in hours.on(local.date()))


def next_opening(hours: OpeningHours, moment: datetime) -> datetime:
    """Return the first moment, from ``moment`` on, at which a colleague is there (Dutch time)."""
    local = moment.astimezone(LOCAL_TIME)
    if is_open(hours, moment):
        return local
    for ahead in range(366):
        day = local.date() + timedelta(days=ahead)
        for start, _ in hours.on(day):
            opening = datetime.combine(day, start, LOCAL_TIME)
            if opening > local:
                return opening
    raise ValueError("The opening hours have no hour in a whole year. Correct opening_hours.")


def callback_on(hours: OpeningHours, moment: datetime, working_days: int) -> date:
    """Return the last day by which a colleague calls back: ``working_days`` open days later.

    The day of ``moment`` counts as day nought, also outside opening hours. With nought it is the
    day itself when a colleague is still to come that day, else the next open day.
    """
    if working_days == 0:
        return next_opening(hours, moment).date()
    day = moment.astimezone(LOCAL_TIME).date()
    while working_days:
        day += timedelta(days=1)
        working_days -= bool(hours.on(day))
    return day
