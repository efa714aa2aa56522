from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from casework.opening import OpeningHours, callback_on, is_open, next_opening

DUTCH = ZoneInfo("Europe/Amsterdam")
WEEKDAYS = OpeningHours({day: ((time(9), time(12, 30)), (time(13), time(17))) for day in range(5)})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=DUTCH)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-23T08:59", False),
        ("2026-11-23T09:00", True),
        ("2026-11-23T12:29", True),
        ("2026-11-23T12:30", False),
        ("2026-11-23T16:59", True),
        ("2026-11-23T17:00", False),
        ("2026-11-21T11:00", False),  # Saturday
        ("2026-12-25T11:00", False),  # Christmas Day, a Friday
        ("2026-04-03T11:00", False),  # Good Friday
    ],
)
def test_a_colleague_is_there_in_opening_hours_and_not_on_holidays(
    moment: str, expected: bool
) -> None:
    assert is_open(WEEKDAYS, at(moment)) is expected


def test_opening_hours_are_dutch_time_in_summer_and_winter() -> None:
    utc = ZoneInfo("UTC")
    assert is_open(WEEKDAYS, datetime(2026, 7, 1, 7, 0, tzinfo=utc))
    assert not is_open(WEEKDAYS, datetime(2026, 12, 1, 7, 0, tzinfo=utc))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-23T10:00", "2026-11-23T10:00"),
        ("2026-11-23T12:45", "2026-11-23T13:00"),
        ("2026-11-23T18:00", "2026-11-24T09:00"),
        ("2026-12-24T18:00", "2026-12-28T09:00"),
    ],
)
def test_the_next_working_moment_skips_evenings_weekends_and_holidays(
    moment: str, expected: str
) -> None:
    assert next_opening(WEEKDAYS, at(moment)) == at(expected)


@pytest.mark.parametrize(
    ("moment", "working_days", "expected"),
    [
        ("2026-11-23T10:00", 0, date(2026, 11, 23)),
        ("2026-11-23T18:00", 0, date(2026, 11, 24)),
        ("2026-11-23T10:00", 1, date(2026, 11, 24)),
        ("2026-11-23T23:30", 1, date(2026, 11, 24)),
        ("2026-11-20T10:00", 1, date(2026, 11, 23)),
        ("2026-12-24T10:00", 2, date(2026, 12, 29)),
    ],
)
def test_a_call_back_is_promised_on_a_working_day(
    moment: str, working_days: int, expected: date
) -> None:
    assert callback_on(WEEKDAYS, at(moment), working_days) == expected
