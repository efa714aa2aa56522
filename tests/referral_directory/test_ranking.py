"""The quick search for the best gives what building every option and sorting them gives."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

from hypothesis import given, settings
from hypothesis import strategies as st

from referral_directory import DANGER, Need, load_directory, match, opening_of
from referral_directory.model import Fact, Hours, Organization, ServiceArea, Verification
from referral_directory.opening import is_open
from referral_directory.options import build_option, is_meant_for
from referral_directory.routing import own_needs, route_for
from referral_directory.schedules import read_schedule

SEED = load_directory()
BASE = SEED.services["nl-geldfit"]
NEEDS = ["general_debt", "youth", "self_employed", "municipal_debt_help", *SEED.fill]
NEEDS = sorted(set(NEEDS) & set(SEED.taxonomy))
AREAS = [
    ServiceArea("Nederland", "country"),
    ServiceArea("Rotterdam", "municipality"),
    ServiceArea("Schiedam", "municipality"),
    ServiceArea("Delfshaven", "neighbourhood", "Rotterdam"),
]
DAYS = st.none() | st.dates(date(2025, 6, 1), date(2026, 11, 22))

verifications = st.builds(Verification, st.sampled_from([True, True, False]), assured_on=DAYS)
facts = st.lists(
    st.builds(
        Fact,
        kind=st.sampled_from(["phone", "url", "email", "address", "hours"]),
        value=st.just("000"),
        verification=verifications,
    ),
    max_size=3,
)
schedules = st.builds(
    lambda byday, opens, closes, zone, extra: read_schedule(
        {
            "freq": "WEEKLY",
            "byday": ",".join(byday),
            "opens_at": opens.isoformat("minutes") + zone,
            "closes_at": closes.isoformat("minutes") + zone,
            **extra,
        }
    ),
    st.lists(st.sampled_from(["MO", "WE", "FR", "SA", "SU"]), min_size=1, max_size=5, unique=True),
    st.sampled_from([time(0), time(9), time(22)]),
    st.sampled_from([time(0), time(9), time(17)]),
    st.sampled_from(["", "", "+01:00"]),
    st.sampled_from(
        [
            {},
            {"open_on_holidays": True},
            {"valid_to": "2026-11-10"},
            {"dtstart": "2026-11-02", "interval": 2},
        ]
    ),
)
hours = st.lists(st.builds(Hours, schedules, verifications), max_size=2)
moments = st.datetimes(datetime(2026, 10, 20), datetime(2026, 12, 31), timezones=st.just(UTC))
needs = st.builds(
    Need,
    need_codes=st.lists(st.sampled_from(NEEDS), max_size=3, unique=True).map(tuple),
    municipality=st.sampled_from([None, "Rotterdam", "Schiedam"]),
    language=st.sampled_from(["nl", "pl"]),
    channel=st.sampled_from([None, "phone", "web", "email", "visit"]),
    threat=st.sampled_from([None, None, "eviction"]),
    other_creditors=st.sampled_from([None, True]),
)


@st.composite
def registers(draw):
    """The seed's rules with services that are alike in most things, so that many tie."""
    services = {}
    for number in range(draw(st.integers(0, 8))):
        service = replace(
            BASE,
            id=f"s{number}",
            organization=Organization(draw(st.sampled_from("abc")), "", "", None),
            taxonomy_terms=tuple(
                draw(st.lists(st.sampled_from(NEEDS), min_size=1, max_size=3, unique=True))
            ),
            service_areas=(draw(st.sampled_from(AREAS)),),
            existence=Verification(
                True, assured_on=draw(st.sampled_from([None, date(2026, 11, 1)]))
            ),
            facts=draw(st.just(BASE.facts) | facts.map(tuple)),
            languages=tuple(draw(st.sampled_from([(), ("pl",)]))),
            schedules=draw(st.just(()) | hours.map(tuple)),
        )
        services[service.id] = service
    return replace(SEED, services=dict(reversed(services.items())))


def plainly_matched(need, directory, as_of):
    """Return the ids of the options by the written order, from every option built."""
    place = directory.postcodes.place_of(need.postcode, need.municipality)
    options = [
        build_option(service, need, place, directory, as_of)
        for service in directory.services.values()
        if service.covers(place.municipality) and is_meant_for(service, need)
    ]
    route = directory.routes[route_for(need)]
    first = route.first or own_needs(need)
    second = (*own_needs(need), *route.second) if route.own_needs_second else route.second
    chosen = []

    def choose(wanted):
        def rank(option):
            service = option.service
            return (
                service.organization.id in {each.service.organization.id for each in chosen},
                min(wanted.index(code) for code in service.taxonomy_terms if code in wanted),
                need.language != "nl" and need.language not in service.languages,
                need.channel is not None and "reachable_as_you_wish" not in option.reasons,
                all(line.kind == "hours" for line in option.contacts),
                service.is_national,
                option.stale,
                "open_now" not in option.reasons,
                service.id,
            )

        left = [
            option
            for option in options
            if option not in chosen and set(option.service.taxonomy_terms) & set(wanted)
        ]
        chosen.extend(sorted(left, key=rank)[:1])

    choose(first)
    choose(second)
    for code in directory.fill:
        if not chosen or (len(chosen) == 1 and chosen[0].stale):
            choose((code,))
    alone_and_old = len(chosen) == 1 and chosen[0].stale
    return [] if alone_and_old else [option.service.id for option in chosen]


@settings(max_examples=300, deadline=None)
@given(needs, registers(), moments)
def test_the_options_are_those_of_the_written_order(need, directory, as_of):
    found = match(need, directory, as_of)
    assert found.route != DANGER
    assert [option.service.id for option in found.options] == plainly_matched(
        need, directory, as_of
    )


@settings(max_examples=300, deadline=None)
@given(hours, moments)
def test_open_now_is_what_the_opening_hours_say(given_hours, as_of):
    service = replace(BASE, schedules=tuple(given_hours))
    opening = opening_of(service, SEED.freshness, as_of)
    said = opening is not None and opening.is_open
    assert is_open(service, SEED.freshness, as_of) == said
