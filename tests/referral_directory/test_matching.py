from datetime import date, datetime
from pathlib import Path

import pytest
import yaml

from referral_directory import (
    DirectoryError,
    Need,
    NeedError,
    PostcodeError,
    match,
    normalise_postcode,
)

CASES = yaml.safe_load(Path(__file__).with_name("matching_cases.yml").read_text(encoding="utf-8"))


def need_of(fields: dict) -> Need:
    found = dict(fields)
    if "need_codes" in found:
        found["need_codes"] = tuple(found["need_codes"])
    if "threat_on" in found:
        found["threat_on"] = date.fromisoformat(found["threat_on"])
    return Need(**found)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['name']} [{case['source']}]")
def test_a_person_is_sent_where_the_rules_say(case, directory, as_of):
    found = match(need_of(case["need"]), directory, as_of)
    assert found.route == case["route"]
    assert [option.service.id for option in found.options] == case["options"]
    if "reasons" in case:
        assert set(case["reasons"]) <= set(found.options[0].reasons)
    assert set(case.get("keys", [])) <= set(found.text_keys)
    assert not set(case.get("not_keys", [])) & set(found.text_keys)
    if "exact_keys" in case:
        assert list(found.text_keys) == case["exact_keys"]
    if "urgent" in case:
        assert found.urgent == case["urgent"]


def test_there_are_at_least_two_hundred_cases_with_a_source_and_another_name_each():
    assert len(CASES) >= 200
    assert all(case["source"] for case in CASES)
    assert len({case["name"] for case in CASES}) == len(CASES)


def test_at_least_thirty_cases_lie_outside_rotterdam():
    places = [case["need"].get("municipality") for case in CASES]
    assert len([place for place in places if place not in (None, "Rotterdam", "hoogvliet")]) >= 30


def test_only_services_for_the_need_that_work_there_are_looked_at(directory):
    for (code, area), services in directory.by_need_and_area.items():
        for service in services:
            assert code in service.taxonomy_terms
            assert service.covers(area)
    found = {s.id for services in directory.by_need_and_area.values() for s in services}
    neighbourhoods = {
        s.id
        for s in directory.services.values()
        if {area.extent_type for area in s.service_areas} == {"neighbourhood"}
    }
    assert found == set(directory.services) - neighbourhoods


def test_every_route_has_a_case(directory):
    assert {case["route"] for case in CASES} == {*directory.routes, "danger"}


def test_an_unknown_need_code_says_which_codes_there_are(directory, as_of):
    with pytest.raises(NeedError, match=r"unicorns.*debts_and_arrears"):
        match(Need(("unicorns",)), directory, as_of)


@pytest.mark.parametrize(
    "need", [Need(age_band="1627"), Need(threat="flood"), Need(channel="pigeon")]
)
def test_a_code_that_does_not_exist_is_an_error_not_a_guess(need, directory, as_of):
    with pytest.raises(NeedError, match="Use one of"):
        match(need, directory, as_of)


def test_an_impossible_postcode_is_an_error_not_a_guess(directory, as_of):
    with pytest.raises(PostcodeError):
        match(Need(postcode="0999 AB"), directory, as_of)


def test_danger_is_answered_before_a_wrong_postcode_or_code_is_noticed(directory, as_of):
    need = Need(("unicorns", "suicide_prevention"), postcode="nonsense")
    assert match(need, directory, as_of).text_keys == ("danger_suicide",)


def test_a_moment_without_a_time_zone_is_refused(directory):
    with pytest.raises(ValueError, match="time zone"):
        match(Need(), directory, datetime(2026, 11, 22))


def test_the_same_question_gets_the_same_answer(directory, as_of):
    need = Need(("debts_and_arrears",), postcode="3011 AB")
    assert match(need, directory, as_of) == match(need, directory, as_of)


def test_an_old_phone_number_stands_beside_the_fallback_line(directory, as_of):
    found = match(Need(("health_insurance",), municipality="Rotterdam"), directory, as_of)
    assert found.fallback is not None
    assert found.fallback.value == "0800-8115"


def test_the_fallback_line_is_not_said_twice(directory, as_of):
    found = match(Need(("debts_and_arrears",)), directory, as_of)
    assert found.options[0].service.id == "nl-geldfit"
    assert found.fallback is None


def test_every_option_tells_its_version_and_where_it_was_read(directory, as_of):
    found = match(Need(municipality="Rotterdam", other_creditors=True), directory, as_of)
    for option in found.options:
        assert len(option.entry_version) == 16
        assert option.source is not None
        assert option.source.address
    assert found.directory_version == directory.version


def test_a_postcode_error_does_not_repeat_what_the_person_typed():
    with pytest.raises(DirectoryError) as caught:
        normalise_postcode("Jan 123456782")
    assert "123456782" not in str(caught.value)
