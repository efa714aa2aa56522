"""Opening hours as HSDS `schedule` rows: an RRULE (RFC 5545) with an opening and a closing time.

HSDS spreads the parts of the rule over fields. It allows combinations that RFC 5545 does not; such
a row is kept and its description can be shown, but no hours are computed from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import get_day_names
from dateutil import rrule

LOCAL_TIME = ZoneInfo("Europe/Amsterdam")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FREQUENCIES = {"WEEKLY": rrule.WEEKLY, "MONTHLY": rrule.MONTHLY}
_NUMBERS = ("bymonthday", "byweekno", "byyearday")
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """Open from `start` up to `end` (aware moments)."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Schedule:
    """One rule with its hours. `zone` is Dutch time, unless the times name their own offset."""

    rule: rrule.rrule
    opens_at: time
    closes_at: time
    zone: tzinfo
    valid_from: date | None
    valid_to: date | None
    starts_anywhere: bool
    on_holidays: bool

    @property
    def is_day_and_night(self) -> bool:
        """Whether the hours of a day run on until the next day's."""
        return self.opens_at == self.closes_at

    def spans(self, first: date, last: date, holidays: Mapping[date, str]) -> Iterator[Span]:
        """Yield the hours on the days from `first` to `last`, none on a holiday unless it says so.

        Never endless, also when the rule is: only this window is looked at.
        """
        for day in self._days(first, last):
            if day not in holidays or self.on_holidays:
                yield self._span_on(day)

    def is_open_at(self, moment: datetime, holidays: Mapping[date, str]) -> bool:
        """Return whether one of the spans holds `moment` (aware).

        Hours last a day at most, so one day can hold it, and the rule is asked about that one only.
        """
        now = moment.astimezone(self.zone)
        day = now.date() if now.time() >= self.opens_at else now.date() - _ONE_DAY
        return now < self._span_on(day).end and any(self.spans(day, day, holidays))

    def _span_on(self, day: date) -> Span:
        start = datetime.combine(day, self.opens_at, self.zone)
        end = datetime.combine(day, self.closes_at, self.zone)
        return Span(start, end if end > start else end + _ONE_DAY)

    def _days(self, first: date, last: date) -> Iterator[date]:
        first = max(first, self.valid_from or first)
        last = min(last, self.valid_to or last)
        if first > last:
            return
        rule = self.rule
        if self.starts_anywhere:
            rule = rule.replace(dtstart=datetime.combine(first, time()))
        until = datetime.combine(last, time())
        for moment in rule:
            if moment > until:
                return
            if moment.date() >= first:
                yield moment.date()


def read_schedule(row: Mapping[str, Any]) -> Schedule | None:
    """Return the hours of a row, or None when none can be computed from it.

    Raises ValueError for a part that is not of RFC 5545 at all, such as the weekday XX.
    """
    parts = rule_parts(row)
    opens_at, closes_at = row.get("opens_at"), row.get("closes_at")
    if parts is None or not opens_at or not closes_at:
        return None
    opens, closes = time.fromisoformat(opens_at), time.fromisoformat(closes_at)
    all_week = row.get("freq") == "WEEKLY" and len(days_of(row)) == len(WEEKDAYS)
    return Schedule(
        rule=rrule.rrule(cache=False, **parts),
        opens_at=opens.replace(tzinfo=None),
        closes_at=closes.replace(tzinfo=None),
        zone=opens.tzinfo or LOCAL_TIME,
        valid_from=_day(row.get("valid_from")),
        valid_to=_day(row.get("valid_to")),
        starts_anywhere=not row.get("dtstart"),
        on_holidays=bool(row.get("open_on_holidays")) or (all_week and opens == closes),
    )


def rule_parts(row: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the arguments of `dateutil.rrule.rrule`, or None when the row gives no valid rule.

    No rule: no frequency or no days; an interval or a count without a first day; `until` beside
    `count`; days of the month in a weekly rule (RFC 5545, section 3.3.10). Raises ValueError for a
    part that cannot be read.
    """
    days, interval = days_of(row), int(row.get("interval") or 1)
    numbers = {name: _numbers(str(row[name])) for name in _NUMBERS if row.get(name)}
    start, until = _day(row.get("dtstart")), _day(row.get("until"))
    count = int(row["count"]) if row.get("count") else None
    if interval < 1 or (count is not None and count < 1):
        raise ValueError("interval and count are 1 or more")
    weekly = row.get("freq") == "WEEKLY"
    is_rule = (
        row.get("freq") in _FREQUENCIES
        and bool(days or numbers.get("bymonthday"))
        and (start is not None or (interval == 1 and count is None))
        and not (until and count)
        and not (weekly and ("bymonthday" in numbers or "byyearday" in numbers))
        and not (weekly and any(day.n for day in days))
    )
    if not is_rule:
        return None
    return {
        "freq": _FREQUENCIES[row["freq"]],
        "dtstart": datetime.combine(start or date(2000, 1, 3), time()),
        "interval": interval,
        "count": count,
        "until": datetime.combine(until, time()) if until else None,
        "wkst": getattr(rrule, row["wkst"]) if row.get("wkst") in WEEKDAYS else None,
        "byweekday": days or None,
        **numbers,
    }


def needs_an_end(row: Mapping[str, Any]) -> bool:
    """Return whether a rule names certain weeks or days of a year and never ends.

    Weekly and monthly hours may go on: freshness withdraws them. Weeks 41 and 42 of every year to
    come are hardly ever meant, so those rules must say until when they hold.
    """
    ends = any(row.get(name) for name in ("until", "count", "valid_to"))
    return bool(row.get("byweekno") or row.get("byyearday")) and not ends


def days_of(row: Mapping[str, Any]) -> list[rrule.weekday]:
    """Return the weekdays of `byday`; "-1FR" is the last Friday. Raises ValueError."""
    found = []
    for part in str(row.get("byday") or "").replace(" ", "").split(","):
        if not part:
            continue
        name, number = part[-2:], part[:-2]
        if name not in WEEKDAYS or (number and int(number) == 0):
            raise ValueError(f"{part!r} is not a day such as MO or -1FR")
        day = getattr(rrule, name)
        found.append(day(int(number)) if number else day)
    return found


def hours_text(row: Mapping[str, Any]) -> str | None:
    """Return what is shown of a row: its description, else its days and hours; None if it has none.

    >>> hours_text({"freq": "WEEKLY", "byday": "MO,TU", "opens_at": "09:00", "closes_at": "12:00"})
    'ma, di 09:00–12:00'
    """
    if row.get("description"):
        return str(row["description"])
    schedule = read_schedule(row)
    days = days_of(row)
    if schedule is None or any(day.n for day in days) or not days:
        return None
    names = get_day_names("abbreviated", locale="nl")
    said = ", ".join(names[day.weekday] for day in days)
    return f"{said} {schedule.opens_at:%H:%M}–{schedule.closes_at:%H:%M}"


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",") if part.strip()]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
