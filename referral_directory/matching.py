"""From a need to at most two places to go, the preferred one first, each with its reasons.

Always true, whatever the files hold:
- danger gives no options: the fixed danger texts are shown, and nothing about money;
- at most two options; never one that is outside the service area, that no source has seen, that
  cannot be entered without a helper, or that is not meant for this person;
- a stale option never stands alone: if nothing else can stand beside it, there are no options and a
  colleague looks it up;
- nothing is shown that `freshness` withholds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import holidays

from referral_directory.directory import Directory, Route
from referral_directory.errors import NeedError
from referral_directory.freshness import (
    ContactLine,
    contacts_to_show,
    day_of,
    fallback_line,
    is_stale,
)
from referral_directory.model import Service, Source
from referral_directory.need import Need
from referral_directory.postcodes import Place
from referral_directory.routing import DANGER, danger_text_keys, own_needs, route_for

_KIND_OF_CHANNEL = {"phone": "phone", "web": "url", "email": "email", "visit": "address"}


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


@dataclass(frozen=True)
class Match:
    """The answer to a need. `fallback` is shown beside anything old or withheld (None: nothing is).

    `urgent`: a colleague must know today. `place` is where the person lives as far as we know.
    """

    options: tuple[Option, ...]
    route: str
    text_keys: tuple[str, ...]
    fallback: ContactLine | None
    urgent: bool
    place: Place
    directory_version: str


def match(need: Need, directory: Directory, as_of: datetime) -> Match:
    """Return where this person can go on `as_of` (an aware moment).

    Raises `NeedError` for a code that is not in the taxonomy, `PostcodeError` for a postcode that
    cannot exist, ValueError for a naive `as_of`. Danger is answered before any of these checks.
    """
    danger = danger_text_keys(need)
    if danger:
        nowhere = Place(None, "unknown")
        return Match((), DANGER, danger, None, True, nowhere, directory.version)
    _check_codes(need, directory)
    place = directory.postcodes.place_of(need.postcode, need.municipality)
    route = directory.routes[route_for(need)]
    options = _two_options(need, route, place, directory, as_of)
    text_keys = _text_keys(need, route, place, options, directory, as_of)
    return Match(
        options=options,
        route=route.code,
        text_keys=text_keys,
        fallback=_fallback(options, place, directory, as_of),
        urgent=route.is_urgent,
        place=place,
        directory_version=directory.version,
    )


def _check_codes(need: Need, directory: Directory) -> None:
    unknown = [code for code in need.need_codes if code not in directory.taxonomy]
    if unknown:
        raise NeedError(
            f"The need holds codes that the taxonomy does not know: {', '.join(unknown)}. "
            f"Nobody can be matched on them. Use codes from taxonomy.yml: "
            f"{', '.join(sorted(directory.taxonomy))}."
        )


def _two_options(
    need: Need, route: Route, place: Place, directory: Directory, as_of: datetime
) -> tuple[Option, ...]:
    first = route.first or own_needs(need)
    second = (*own_needs(need), *route.second) if route.own_needs_second else route.second
    candidates = [
        _option(service, need, place, directory, as_of)
        for service in directory.services.values()
        if _is_for(service, need, place)
    ]
    chosen: list[Option] = []
    for wanted in (first, second):
        chosen += _best(candidates, wanted, need, chosen)
    for code in directory.fill:
        if not chosen or (len(chosen) == 1 and chosen[0].stale):
            chosen += _best(candidates, (code,), need, chosen)
    if len(chosen) == 1 and chosen[0].stale:
        return ()
    return tuple(_with_need_reason(option, need, first) for option in chosen)


def _is_for(service: Service, need: Need, place: Place) -> bool:
    return (
        service.may_be_offered
        and service.access == "self_referral"
        and service.covers(place.municipality)
        and not (need.is_self_employed and "self_employed" in service.not_for)
        and _fits_age(service, need)
    )


def _fits_age(service: Service, need: Need) -> bool:
    if service.minimum_age is None and service.maximum_age is None:
        return True
    if need.age_band is None:
        return need.is_young
    youngest, oldest = {"under_16": (0, 15), "16_27": (16, 27), "28_plus": (28, 120)}[need.age_band]
    return (service.minimum_age or 0) <= youngest and oldest <= (service.maximum_age or 120)


def _best(
    candidates: Iterable[Option], wanted: Sequence[str], need: Need, chosen: Sequence[Option]
) -> list[Option]:
    """Return the best candidate for the wanted needs as a list of one, or an empty list."""
    taken = {option.service.id for option in chosen}
    organizations = {option.service.organization.id for option in chosen}

    def rank(option: Option) -> tuple[bool, int, bool, bool, bool, bool, bool, str]:
        return (
            option.service.organization.id in organizations,
            min(wanted.index(code) for code in option.service.taxonomy_terms if code in wanted),
            "speaks_your_language" not in option.reasons and need.language != "nl",
            "reachable_as_you_wish" not in option.reasons and need.channel is not None,
            not any(line.kind != "hours" for line in option.contacts),
            option.service.is_national,
            option.stale,
            option.service.id,
        )

    suitable = [
        option
        for option in candidates
        if option.service.id not in taken and set(option.service.taxonomy_terms) & set(wanted)
    ]
    return [min(suitable, key=rank)] if suitable else []


def _option(
    service: Service, need: Need, place: Place, directory: Directory, as_of: datetime
) -> Option:
    contacts = contacts_to_show(service, directory.freshness, as_of)
    stale = is_stale(service.existence, directory.freshness, as_of)
    return Option(
        service=service,
        reasons=_reasons(service, need, place, contacts, stale),
        contacts=contacts,
        stale=stale,
        source=service.existence.best_source,
        confirmed_on=service.existence.confirmed_on,
        entry_version=service.entry_version,
        text_keys=_warnings(service, contacts, stale),
    )


def _reasons(
    service: Service, need: Need, place: Place, contacts: Sequence[ContactLine], stale: bool
) -> tuple[str, ...]:
    near = "same_municipality" if place.origin == "stated" else "probably_same_municipality"
    wished = _KIND_OF_CHANNEL.get(need.channel or "")
    reasons = (
        (service.is_national, "national"),
        (not service.is_national, near),
        ("youth" in service.taxonomy_terms, "for_youth"),
        ("self_employed" in service.taxonomy_terms, "for_self_employed"),
        ("volunteer_buddy" in service.taxonomy_terms, "volunteer"),
        (service.is_free, "free"),
        (need.language != "nl" and need.language in service.languages, "speaks_your_language"),
        (any(line.kind == wished for line in contacts), "reachable_as_you_wish"),
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


def _with_need_reason(option: Option, need: Need, first: Sequence[str]) -> Option:
    asked = set(need.need_codes) | set(first)
    if asked & set(option.service.taxonomy_terms):
        return replace(option, reasons=("for_your_need", *option.reasons))
    return option


def _text_keys(
    need: Need,
    route: Route,
    place: Place,
    options: Sequence[Option],
    directory: Directory,
    as_of: datetime,
) -> tuple[str, ...]:
    has_desk = any(
        {"municipal_desk", "municipal_debt_help"} & set(option.service.taxonomy_terms)
        for option in options
    )
    speaks = any("speaks_your_language" in option.reasons for option in options)
    all_stale = bool(options) and all(option.stale for option in options)
    helper_fund = any(
        service.access == "by_helper"
        and service.may_be_offered
        and "emergency_fund" in service.taxonomy_terms
        and service.covers(place.municipality)
        for service in directory.services.values()
    )
    asks_for_fund = route.code in {"no_food", "emergency_fund"}
    keys = (
        *((True, key) for key in route.text_keys),
        (_comes_before_the_talk(need, route, as_of), "referral_threat_before_municipal_talk"),
        (route.is_municipal and not has_desk, "referral_ask_your_municipality"),
        (asks_for_fund and helper_fund, "referral_emergency_fund_via_helper"),
        (need.age_band == "under_16", "referral_minor_colleague"),
        (need.audience == "employee", "referral_employee_confidential"),
        (place.origin == "postcode", "referral_check_municipality"),
        (place.origin == "unknown" and need.postcode is None, "referral_ask_postcode"),
        (not speaks and need.language != "nl", "referral_language_unknown"),
        (not options, "referral_no_option_colleague"),
        (all_stale, "referral_all_stale_colleague_checks"),
    )
    return tuple(key for applies, key in keys if applies)


def _comes_before_the_talk(need: Need, route: Route, as_of: datetime) -> bool:
    """Return whether the threat falls within the three working days of Wgs art. 4 lid 2."""
    if need.threat_on is None or not route.is_urgent or not route.is_municipal:
        return False
    calendar = holidays.country_holidays("NL")
    return need.threat_on <= calendar.get_nth_working_day(day_of(as_of), 3)


def _fallback(
    options: Sequence[Option], place: Place, directory: Directory, as_of: datetime
) -> ContactLine | None:
    line = fallback_line(directory, as_of)
    if line is None or line in [contact for option in options for contact in option.contacts]:
        return None
    needed = not options or place.origin == "postcode" or any(o.text_keys for o in options)
    return line if needed else None
