"""Is a service open now, until when, and when again? Only from hours that may still be shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

import holidays

from referral_directory.freshness import FreshnessRules, state_of
from referral_directory.model import Service
from referral_directory.schedules import LOCAL_TIME, Schedule, Span

_LOOK_AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Opening:
    """Open until `until` (None: day and night), or closed until `opens_at` (None: no hours soon).

    Both are moments in Dutch time; soon is within two weeks.
    """

    is_open: bool
    until: datetime | None = None
    opens_at: datetime | None = None


def opening_of(service: Service, rules: FreshnessRules, as_of: datetime) -> Opening | None:
    """Return whether the service is open at `as_of` (aware), or None when that is not known.

    Not known: no hours from which this can be computed, or hours that are old or unverified. On
    Dutch public holidays a service counts as closed, unless its hours say otherwise
    (`open_on_holidays`) or it is open day and night, all week.
    """
    known = _known_hours(service, rules, as_of)
    if not known:
        return None
    now = as_of.astimezone(LOCAL_TIME)
    first, last = (now - timedelta(days=1)).date(), (now + _LOOK_AHEAD).date()
    closed_on = _holidays()
    spans = _joined(span for each in known for span in each.spans(first, last, closed_on))
    for span in spans:
        if span.start <= now < span.end:
            ends_in_sight = span.end - now < _LOOK_AHEAD - timedelta(days=1)
            return Opening(True, span.end.astimezone(LOCAL_TIME) if ends_in_sight else None)
        if span.start > now:
            return Opening(False, opens_at=span.start.astimezone(LOCAL_TIME))
    return Opening(False)


def is_open(service: Service, rules: FreshnessRules, as_of: datetime) -> bool:
    """Return whether `opening_of` says that the service is open, at a fraction of its cost."""
    known = _known_hours(service, rules, as_of)
    return any(each.is_open_at(as_of, _holidays()) for each in known)


def _known_hours(service: Service, rules: FreshnessRules, as_of: datetime) -> list[Schedule]:
    return [
        timed.schedule
        for timed in service.schedules
        if state_of("hours", timed.verification, rules, as_of) == "current"
    ]


@cache
def _holidays() -> holidays.HolidayBase:
    return holidays.country_holidays("NL")


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order, those that touch or overlap made one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda each: each.start):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found
