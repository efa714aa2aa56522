"""One place to go: for whom it is, why it fits, and what must be said with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from referral_directory.directory import Directory
from referral_directory.freshness import ContactLine, contacts_to_show, is_stale
from referral_directory.model import Service, Source
from referral_directory.need import KIND_OF_CHANNEL, Need
from referral_directory.opening import Opening, opening_of
from referral_directory.postcodes import Place


@dataclass(frozen=True)
class Option:
    """One place to go. `text_keys` are warnings that must be shown with it."""

    service: Service
    reasons: tuple[str, ...]
    contacts: tuple[ContactLine, ...]
    stale: bool
    source: Source | None
    confirmed_on: date | None
    entry_version: str
    text_keys: tuple[str, ...]
    opening: Opening | None = None


def is_meant_for(service: Service, need: Need) -> bool:
    """Return whether this person can go there without a helper; the area is not looked at."""
    return (
        service.may_be_offered
        and service.access == "self_referral"
        and not (need.is_self_employed and "self_employed" in service.not_for)
        and _fits_age(service, need)
    )


def _fits_age(service: Service, need: Need) -> bool:
    if service.minimum_age is None and service.maximum_age is None:
        return True
    if need.age_band is None:
        return need.is_young
    youngest, oldest = {"under_16": (0, 15), "16_to_27": (16, 27), "28_plus": (28, 120)}[
        need.age_band
    ]
    return (service.minimum_age or 0) <= youngest and oldest <= (service.maximum_age or 120)


def build_option(
    service: Service, need: Need, place: Place, directory: Directory, as_of: datetime
) -> Option:
    """Return the service as an option for this person, with only what may be shown."""
    contacts = contacts_to_show(service, directory.freshness, as_of)
    stale = is_stale(service.existence, directory.freshness, as_of)
    opening = opening_of(service, directory.freshness, as_of)
    is_open = opening is not None and opening.is_open
    return Option(
        service=service,
        reasons=_reasons(service, need, place, contacts, stale, is_open),
        contacts=contacts,
        stale=stale,
        source=service.existence.best_source,
        confirmed_on=service.existence.confirmed_on,
        entry_version=service.entry_version,
        text_keys=_warnings(service, contacts, stale),
        opening=opening,
    )


def _reasons(
    service: Service,
    need: Need,
    place: Place,
    contacts: Sequence[ContactLine],
    stale: bool,
    is_open: bool,
) -> tuple[str, ...]:
    near = "same_municipality" if place.origin == "stated" else "probably_same_municipality"
    wished = KIND_OF_CHANNEL[need.channel] if need.channel else None
    reasons = (
        (service.is_national, "national"),
        (not service.is_national, near),
        ("youth" in service.taxonomy_terms, "for_youth"),
        ("self_employed" in service.taxonomy_terms, "for_self_employed"),
        ("volunteer_buddy" in service.taxonomy_terms, "volunteer"),
        (service.is_free, "free"),
        (need.language != "nl" and need.language in service.languages, "speaks_your_language"),
        (any(line.kind == wished for line in contacts), "reachable_as_you_wish"),
        (is_open, "open_now"),
        (not stale, "recently_confirmed"),
    )
    return tuple(code for applies, code in reasons if applies)


def _warnings(service: Service, contacts: Sequence[ContactLine], stale: bool) -> tuple[str, ...]:
    shown = {line.kind for line in contacts}
    has_phone = any(fact.kind == "phone" for fact in service.facts)
    warnings = (
        (stale, "referral_option_stale"),
        (has_phone and "phone" not in shown, "referral_phone_withheld"),
        (any(line.is_stale for line in contacts), "referral_contact_old"),
        (not shown - {"hours"}, "referral_no_contact_known"),
    )
    return tuple(key for applies, key in warnings if applies)


def with_need_reason(option: Option, need: Need, first: Sequence[str]) -> Option:
    """Return the option with `for_your_need` in front when it serves what was asked."""
    asked = set(need.need_codes) | set(first)
    if asked & set(option.service.taxonomy_terms):
        return replace(option, reasons=("for_your_need", *option.reasons))
    return option
