"""Contact hours: when a message of our own accord may be sent. Answers are always allowed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from payment_arrangement.calendar import is_holiday, is_sunday
from payment_arrangement.errors import BadDate
from payment_arrangement.parameters import value_on
from payment_arrangement.receipt import Receipt, Rule, Source

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

RULE = Rule(
    code="contact_hours",
    version="1",
    title="Outbound messages: not from 20:00 to 07:00, not on Sundays and holidays",
    topics=("contact_hours", "holidays"),
    sources=(
        Source(
            "Besluit kwaliteit incassodienstverlening, art. 4.2",
            "2026-11-21, reading a third-party mirror of the text of 2024-10-01",
            address="https://wetten.overheid.nl/BWBR0049422/2024-10-01",
        ),
    ),
    left_out=(
        "Answers to a person who writes first: always allowed (our reading).",
        "How many messages a week: an organisation's own limit.",
    ),
)


@dataclass(frozen=True)
class ContactWindow:
    """Whether a message may go out now, else why not; `next_allowed_at` is in UTC."""

    is_allowed: bool
    reason: Literal["allowed", "quiet_hours", "sunday", "holiday"]
    next_allowed_at: datetime
    receipt: Receipt


def may_send_outbound(at_local: datetime) -> ContactWindow:
    """Whether a message of our own accord may be sent at the aware moment `at_local`.

    Any time zone will do; the clock in Amsterdam decides. At 07:00 sharp it may, at 20:00 not.

    Source: Besluit kwaliteit incassodienstverlening art. 4.2.
    Rounding: none.
    Left out on purpose: see `RULE.left_out`.
    Raises BadDate for what is no moment or has no time zone, ParameterMissing before 2024-04-01.

    >>> may_send_outbound(datetime(2026, 11, 22, 12, tzinfo=AMSTERDAM)).reason
    'sunday'
    """
    if not isinstance(at_local, datetime) or at_local.tzinfo is None:
        raise BadDate("at_local", at_local, "a moment with a time zone")
    local = at_local.astimezone(AMSTERDAM)
    hours = value_on("contact_hours", local.date())
    counted = value_on("holidays", local.date())
    first, last = int(hours.values["first_allowed_hour"]), int(hours.values["first_quiet_hour"])
    reason = _reason(local, first, last)
    moment = local
    while _reason(moment, first, last) != "allowed":
        next_day = moment.date() + timedelta(days=moment.hour >= first)
        moment = datetime.combine(next_day, time(first), AMSTERDAM)
    return ContactWindow(
        is_allowed=reason == "allowed",
        reason=reason,
        next_allowed_at=moment.astimezone(UTC),
        receipt=RULE.receipt(local.date(), {"at": local}, [hours.as_source(), counted.as_source()]),
    )


def _reason(
    local: datetime, first_allowed_hour: int, first_quiet_hour: int
) -> Literal["allowed", "quiet_hours", "sunday", "holiday"]:
    if is_holiday(local.date()):
        return "holiday"
    if is_sunday(local.date()):
        return "sunday"
    if not first_allowed_hour <= local.hour < first_quiet_hour:
        return "quiet_hours"
    return "allowed"
