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

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import get_args

import holidays

from referral_directory.directory import Directory, Route
from referral_directory.errors import NeedError
from referral_directory.freshness import (
    ContactLine,
    day_of,
    fallback_line,
    is_stale,
)
from referral_directory.model import Service
from referral_directory.need import AgeBand, Channel, Need, Threat
from referral_directory.options import Option, build_option, is_meant_for, with_need_reason
from referral_directory.postcodes import Place
from referral_directory.ranking import Ranking
from referral_directory.routing import DANGER, danger_text_keys, own_needs, route_for


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

    Raises `NeedError` for a code that is not known, `PostcodeError` for a postcode that
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
    allowed: tuple[tuple[str, Sequence[str | None], Collection[str]], ...] = (
        ("need_codes", need.need_codes, directory.taxonomy),
        ("age_band", (need.age_band,), get_args(AgeBand)),
        ("threat", (need.threat,), get_args(Threat)),
        ("channel", (need.channel,), get_args(Channel)),
    )
    for field, codes, known in allowed:
        unknown = [code for code in codes if code is not None and code not in known]
        if unknown:
            raise NeedError(
                f"{field} holds a code that the directory does not know: {', '.join(unknown)}. "
                f"Nobody can be matched on it. Use one of {', '.join(sorted(known))}."
            )


def _two_options(
    need: Need, route: Route, place: Place, directory: Directory, as_of: datetime
) -> tuple[Option, ...]:
    first = _first_codes(need, route)
    second = (*own_needs(need), *route.second) if route.own_needs_second else route.second
    ranking = Ranking(need, directory.freshness, as_of)
    chosen: list[Service] = []

    def cannot_stand_alone() -> bool:
        return len(chosen) == 1 and is_stale(chosen[0].existence, directory.freshness, as_of)

    def choose(wanted: Sequence[str]) -> None:
        best = ranking.best(_best_serving(wanted, need, place, directory, chosen))
        chosen.extend([best] if best else [])

    choose(first)
    choose(second)
    for code in directory.fill:
        if not chosen or cannot_stand_alone():
            choose((code,))
    if cannot_stand_alone():
        return ()
    options = [build_option(service, need, place, directory, as_of) for service in chosen]
    return tuple(with_need_reason(option, need, first) for option in options)


def _best_serving(
    wanted: Sequence[str],
    need: Need,
    place: Place,
    directory: Directory,
    chosen: Sequence[Service],
) -> list[Service]:
    """Return the services for the most wanted need that has any beside those `chosen` already.

    One of an organization that was chosen already is last, whatever it serves.
    """
    taken = {service.id for service in chosen}
    organizations = {service.organization.id for service in chosen}
    for is_known in (False, True):
        for code in wanted:
            found = [
                service
                for service in _services_for(code, place, directory)
                if service.id not in taken
                and (service.organization.id in organizations) is is_known
                and is_meant_for(service, need)
            ]
            if found:
                return found
    return []


def _services_for(code: str, place: Place, directory: Directory) -> Iterator[Service]:
    """Yield the services for this need that work in `place` or in the whole country."""
    for area in {None, place.municipality}:
        yield from directory.by_need_and_area.get((code, area), ())


def _first_codes(need: Need, route: Route) -> tuple[str, ...]:
    return route.first or own_needs(need)


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
    wanted = set(_first_codes(need, route))
    served = bool(options) and bool(wanted & set(options[0].service.taxonomy_terms))
    speaks = any("speaks_your_language" in option.reasons for option in options)
    all_stale = bool(options) and all(option.stale for option in options)
    helper_fund = route.code in {"no_food", "emergency_fund"} and any(
        service.access == "by_helper" and service.may_be_offered
        for service in _services_for("emergency_fund", place, directory)
    )
    keys = (
        *((True, key) for key in route.text_keys_always),
        *((served, key) for key in route.text_keys),
        (bool(options) and not served, "referral_no_special_help_nearby"),
        (_comes_before_the_talk(need, route, as_of), "referral_threat_before_municipal_talk"),
        (route.is_municipal and not has_desk, "referral_ask_your_municipality"),
        (helper_fund, "referral_emergency_fund_via_helper"),
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
