"""The terms of an arrangement as an iCalendar file (RFC 5545) for the person's own calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_OID, uuid5

from icalendar import Alarm, Calendar, Event

PRODUCT_ID = "-//Warmwijzer//payment terms//NL"
# At nine in the morning of the day before: a whole-day event begins at midnight.
_ALARM = timedelta(hours=-15)


def calendar_file(
    due_on: Sequence[date], *, title: str, arrangement_id: str, made_at: datetime
) -> bytes:
    """One whole-day event for each day of `due_on`, with a reminder the day before.

    Others may see a calendar: an event holds the neutral `title` and nothing else; no amount, no
    creditor. `made_at` is aware (UTC). The same arrangement gives the same events again, so a
    second import changes nothing. Raises ValueError without a day.

    >>> from datetime import UTC
    >>> made_at = datetime(2026, 11, 22, tzinfo=UTC)
    >>> file = calendar_file([date(2026, 12, 28)], title="T", arrangement_id="a", made_at=made_at)
    >>> b"DTSTART;VALUE=DATE:20261228" in file
    True
    """
    if not due_on:
        raise ValueError("A calendar file needs at least one day; an arrangement has terms.")
    calendar = Calendar()
    calendar.add("prodid", PRODUCT_ID)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for place, day in enumerate(due_on):
        event = Event()
        event.add("uid", str(uuid5(NAMESPACE_OID, f"{arrangement_id}:{place}")))
        event.add("dtstamp", made_at)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", title)
        event.add("class", "PRIVATE")
        event.add("transp", "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", _ALARM)
        event.add_component(alarm)
        calendar.add_component(event)
    file: bytes = calendar.to_ical()
    return file
