"""What holds for every need, every day and every state of the register."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from referral_directory import (
    DANGER,
    MATCH_TEXT_KEYS,
    OPTION_TEXT_KEYS,
    REASON_CODES,
    Need,
    danger_text_keys,
    load_directory,
    match,
)
from referral_directory.model import Verification

SEED = load_directory()
CODES = sorted(SEED.taxonomy)
PLACES = [None, *sorted(SEED.postcodes.municipalities), "Utrecht", "hoogvliet"]

moments = st.datetimes(
    min_value=datetime(2019, 1, 1), max_value=datetime(2031, 1, 1), timezones=st.just(UTC)
)
needs = st.builds(
    Need,
    need_codes=st.lists(st.sampled_from(CODES), max_size=4, unique=True).map(tuple),
    postcode=st.sampled_from([None, "3011 AB", "3111", "2901ZZ", "9999XL", "3201"]),
    municipality=st.sampled_from(PLACES),
    audience=st.sampled_from(["customer", "employee"]),
    age_band=st.sampled_from([None, "under_16", "16_to_27", "28_plus"]),
    language=st.sampled_from(["nl", "pl"]),
    self_employed=st.sampled_from([None, True, False]),
    threat=st.sampled_from([None, "eviction", "utility_cutoff", "health_insurance_end"]),
    threat_on=st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    other_creditors=st.sampled_from([None, True, False]),
    channel=st.sampled_from([None, "phone", "web", "email", "visit"]),
)


@st.composite
def directories(draw):
    """The seed with services taken out, and some confirmed by phone on some day."""
    kept = draw(st.sets(st.sampled_from(sorted(SEED.services)), max_size=len(SEED.services)))
    services = {}
    for service_id in sorted(kept):
        service = SEED.services[service_id]
        assured_on = draw(st.none() | st.dates(date(2024, 1, 1), date(2030, 1, 1)))
        existence = replace(service.existence, assured_on=assured_on)
        services[service_id] = replace(service, existence=existence)
    return replace(SEED, services=services)


registers = st.just(SEED) | directories()


@settings(max_examples=150, deadline=None)
@given(needs, registers, moments)
def test_never_more_than_two_options_and_never_twice_the_same(need, directory, as_of):
    ids = [option.service.id for option in match(need, directory, as_of).options]
    assert len(ids) <= 2
    assert len(set(ids)) == len(ids)


@settings(max_examples=150, deadline=None)
@given(needs, registers, moments)
def test_an_unverified_or_undated_phone_is_never_shown(need, directory, as_of):
    found = match(need, directory, as_of)
    lines = [line for option in found.options for line in option.contacts]
    lines += [found.fallback] if found.fallback else []
    for line in lines:
        fact = next(
            fact for fact in directory.services[line.service_id].facts if fact.value == line.value
        )
        assert fact.verification.verified
        assert fact.verification.sources
        if line.kind != "url":
            assert line.confirmed_on is not None


@settings(max_examples=150, deadline=None)
@given(needs, registers, moments)
def test_a_stale_option_never_stands_alone(need, directory, as_of):
    options = match(need, directory, as_of).options
    assert not (len(options) == 1 and options[0].stale)


@settings(max_examples=150, deadline=None)
@given(needs, registers, moments)
def test_when_all_is_stale_or_empty_a_colleague_is_named(need, directory, as_of):
    found = match(need, directory, as_of)
    if found.route == DANGER:
        return
    colleague = {"referral_no_option_colleague", "referral_all_stale_colleague_checks"}
    assert bool(colleague & set(found.text_keys)) == all(o.stale for o in found.options)


@settings(max_examples=150, deadline=None)
@given(needs, registers, moments)
def test_no_option_lies_outside_the_service_area(need, directory, as_of):
    found = match(need, directory, as_of)
    for option in found.options:
        names = {a.name for a in option.service.service_areas if a.extent_type == "municipality"}
        assert option.service.is_national or found.place.municipality in names


@settings(max_examples=150, deadline=None)
@given(needs, registers, moments)
def test_nobody_is_sent_to_what_was_never_seen_or_needs_a_helper(need, directory, as_of):
    for option in match(need, directory, as_of).options:
        assert option.service.status == "active"
        assert option.service.existence.verified
        assert option.service.access == "self_referral"


@settings(max_examples=150, deadline=None)
@given(needs, moments)
def test_danger_never_depends_on_the_directory(need, as_of):
    empty = replace(SEED, services={}, taxonomy={}, routes={}, sources={}, fill=())
    if danger_text_keys(need):
        assert match(need, empty, as_of) == match(need, SEED, as_of)
        assert match(need, SEED, as_of).options == ()


@settings(max_examples=150, deadline=None)
@given(needs, registers, moments)
def test_hours_are_only_shown_when_they_were_confirmed_in_ninety_days(need, directory, as_of):
    for option in match(need, directory, as_of).options:
        for line in option.contacts:
            if line.kind == "hours":
                assert as_of.date() - line.confirmed_on <= timedelta(days=90)


@settings(max_examples=150, deadline=None)
@given(needs, registers, moments)
def test_only_codes_that_the_conversation_can_render_are_given(need, directory, as_of):
    found = match(need, directory, as_of)
    assert set(found.text_keys) <= MATCH_TEXT_KEYS
    for option in found.options:
        assert set(option.reasons) <= REASON_CODES
        assert set(option.text_keys) <= OPTION_TEXT_KEYS


def test_every_text_key_of_a_route_is_in_the_vocabulary():
    for route in SEED.routes.values():
        assert {*route.text_keys, *route.text_keys_always} <= MATCH_TEXT_KEYS


def test_a_newly_confirmed_option_may_stand_alone():
    only = SEED.services["nl-geldfit"]
    fresh = replace(
        only,
        existence=Verification(True, only.existence.sources, assured_on=date(2026, 11, 1)),
    )
    directory = replace(SEED, services={only.id: fresh})
    found = match(Need(), directory, datetime(2026, 11, 22, tzinfo=UTC))
    assert [option.service.id for option in found.options] == ["nl-geldfit"]
    assert "recently_confirmed" in found.options[0].reasons
