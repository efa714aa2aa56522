"""The person's calendar: valid, neutral, and the same days as agreed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from payment_arrangement import calendar_file

MADE_AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


@given(st.lists(st.dates(date(2026, 1, 1), date(2036, 1, 1)), min_size=1, max_size=40, unique=True))
def test_every_term_is_one_neutral_whole_day_event_with_a_reminder(days: list[date]) -> None:
    file = calendar_file(days, title="Betaling", arrangement_id="a", made_at=MADE_AT)
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    calendar = Calendar.from_ical(file)
    assert calendar["version"] == "2.0" and calendar["prodid"]
    events = calendar.walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == days
    assert len({event["uid"] for event in events}) == len(days)
    assert {str(event["summary"]) for event in events} == {"Betaling"}
    assert all(event.decoded("dtstamp") == MADE_AT for event in events)
    assert len(calendar.walk("VALARM")) == len(days)


def test_the_same_arrangement_gives_the_same_events_again() -> None:
    one, other = (
        calendar_file([date(2027, 1, 4)], title="T", arrangement_id="a", made_at=made_at)
        for made_at in (MADE_AT, MADE_AT)
    )
    assert one == other
    third = calendar_file([date(2027, 1, 4)], title="T", arrangement_id="b", made_at=MADE_AT)
    assert one != third


def test_nothing_to_pay_is_no_calendar() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        calendar_file([], title="T", arrangement_id="a", made_at=MADE_AT)
