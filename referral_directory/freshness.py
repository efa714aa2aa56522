"""What may still be shown about an entry, and what is shown instead.

The rule (the numbers of days are in `freshness.yml`):

1. `verified: false` is never shown, whatever its age.
2. The age of a fact counts from the newest *dated* source, or from the day somebody phoned
   (`assured_on`). The day on which we read a stored copy says nothing about the fact, so it does
   not count. The one exception is a web address without a date: an old one does no harm, so it
   counts from the day it was read.
3. A fact without any date is not shown.
4. Older than `stale_after_days`: shown as old, with its date, a warning and the fallback line.
   Older than `hide_after_days`: not shown. Numbers that are only given out to services (0800,
   14 0xx, 112, 113) are never hidden for age alone, because no private person can answer them.
5. An entry whose existence was last confirmed more than `existence.stale_after_days` ago, or never
   with a date, is stale. It may be offered, with a warning, but never as the only option.
6. Whenever something was withheld or is old, the phone line of `fallback_service` stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Literal

from referral_directory.model import Fact, FactKind, Service, Source, Verification

if TYPE_CHECKING:
    from referral_directory.directory import Directory

State = Literal["current", "stale", "hidden"]


@dataclass(frozen=True)
class AgeLimit:
    """How many days a kind of fact stays current, and after how many it is hidden."""

    stale_after_days: int
    hide_after_days: int | None = None
    never_hidden: re.Pattern[str] | None = None
    counts_from_reading: bool = False


@dataclass(frozen=True)
class FreshnessRules:
    """The limits per kind of fact, and the service that stands in when a fact is withheld."""

    limits: Mapping[str, AgeLimit]
    fallback_service: str


@dataclass(frozen=True)
class ContactLine:
    """One thing that may be shown: what, how old, and from where.

    `confirmed_on` is None for a web address whose page shows no date; `read_on` is then the day
    on which it was seen.
    """

    service_id: str
    kind: FactKind
    value: str
    is_free: bool
    is_stale: bool
    source: Source | None
    confirmed_on: date | None
    read_on: date | None


@dataclass(frozen=True)
class Task:
    """One entry that must be confirmed by phone; a lower `priority` comes first."""

    priority: int
    service_id: str
    name: str
    reason: str
    oldest_on: date | None
    facts: tuple[str, ...]


def day_of(as_of: datetime) -> date:
    """Return the UTC day of an aware moment; raises ValueError for a naive one."""
    if as_of.tzinfo is None:
        raise ValueError(
            "as_of has no time zone, so its day is not certain. Pass an aware UTC datetime."
        )
    return as_of.astimezone(UTC).date()


def state_of_fact(fact: Fact, rules: FreshnessRules, as_of: datetime) -> State:
    """Return whether a fact may be shown as current, as old (`stale`), or not at all (`hidden`)."""
    return state_of(fact.kind, fact.verification, rules, as_of, fact.value)


def state_of(
    kind: FactKind,
    verification: Verification,
    rules: FreshnessRules,
    as_of: datetime,
    value: str = "",
) -> State:
    """Return the same from the parts of a fact."""
    limit = rules.limits[kind]
    confirmed_on = verification.confirmed_on
    if confirmed_on is None and limit.counts_from_reading and verification.sources:
        confirmed_on = max(source.read_on for source in verification.sources)
    if not verification.verified or confirmed_on is None:
        return "hidden"
    age_days = (day_of(as_of) - confirmed_on).days
    if age_days <= limit.stale_after_days:
        return "current"
    if limit.hide_after_days is None or age_days <= limit.hide_after_days:
        return "stale"
    digits = re.sub(r"[^0-9]", "", value)
    return "stale" if limit.never_hidden and limit.never_hidden.match(digits) else "hidden"


def is_stale(existence: Verification, rules: FreshnessRules, as_of: datetime) -> bool:
    """Return whether an entry is too old to stand alone (rule 5)."""
    confirmed_on = existence.confirmed_on
    if confirmed_on is None:
        return True
    return (day_of(as_of) - confirmed_on).days > rules.limits["existence"].stale_after_days


def contacts_to_show(
    service: Service, rules: FreshnessRules, as_of: datetime
) -> tuple[ContactLine, ...]:
    """Return the lines that may be shown, in the order of the file; hidden facts are left out."""
    lines = []
    for fact in service.facts:
        state = state_of_fact(fact, rules, as_of)
        if state != "hidden":
            source = fact.verification.best_source
            lines.append(
                ContactLine(
                    service_id=service.id,
                    kind=fact.kind,
                    value=fact.value,
                    is_free=fact.is_free,
                    is_stale=state == "stale",
                    source=source,
                    confirmed_on=fact.verification.confirmed_on,
                    read_on=source.read_on if source else None,
                )
            )
    return tuple(lines)


def fallback_line(directory: Directory, as_of: datetime) -> ContactLine | None:
    """Return the phone line that stands in when another is withheld, or None if there is none."""
    service = directory.services.get(directory.freshness.fallback_service)
    if service is None or not service.may_be_offered:
        return None
    lines = contacts_to_show(service, directory.freshness, as_of)
    return next((line for line in lines if line.kind == "phone"), None)


def work_list(directory: Directory, as_of: datetime) -> list[Task]:
    """Return what must be confirmed by phone next, most urgent first.

    Order: the fallback line; entries we offer but with nothing to show; stale entries, oldest
    first; entries with an old or withheld fact; entries that nobody saw and we do not offer.
    """
    tasks = [
        task
        for service in directory.services.values()
        if (task := _task(service, directory.freshness, as_of)) is not None
    ]
    return sorted(
        tasks, key=lambda task: (task.priority, task.oldest_on or date.min, task.service_id)
    )


def _task(service: Service, rules: FreshnessRules, as_of: datetime) -> Task | None:
    doubtful = tuple(
        f"{fact.kind} {fact.value}"
        for fact in service.facts
        if state_of_fact(fact, rules, as_of) != "current"
    )
    stale = is_stale(service.existence, rules, as_of)
    if not doubtful and not stale:
        return None
    if service.id == rules.fallback_service:
        priority, reason = 0, "fallback_line"
    elif service.status == "active" and not contacts_to_show(service, rules, as_of):
        priority, reason = 1, "nothing_to_show"
    elif stale and service.may_be_offered:
        priority, reason = 2, "stale"
    elif service.may_be_offered:
        priority, reason = 3, "fact_old_or_withheld"
    else:
        priority, reason = 4, "existence_not_seen"
    return Task(
        priority, service.id, service.name, reason, service.existence.confirmed_on, doubtful
    )
