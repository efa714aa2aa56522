"""The data as it is in the repository."""

import shutil
from datetime import date
from pathlib import Path

import pytest

import referral_directory as package
from referral_directory import (
    DirectoryFileError,
    NotExportableError,
    check_directory,
    check_files,
    load_directory,
    publish_service,
)
from referral_directory.building import earliest_day

FOLDER = Path(package.__file__).parent


@pytest.fixture
def copy(tmp_path) -> Path:
    """A directory of its own that a test may damage."""
    for name in ("taxonomy", "routes", "freshness", "postcodes"):
        shutil.copy(FOLDER / f"{name}.yml", tmp_path)
    shutil.copytree(FOLDER / "seed", tmp_path / "seed")
    return tmp_path


def damage(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / "seed" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_seed_has_no_errors(directory, as_of):
    assert [f for f in check_directory(directory, as_of) if f.severity == "error"] == []


def test_there_is_help_in_the_city_the_region_and_the_country(directory):
    offered = [s for s in directory.services.values() if s.may_be_offered]
    assert len(offered) >= 25
    assert "rdam-sl010" not in directory.services


def test_nobody_has_phoned_yet_so_nothing_says_so(directory):
    for service in directory.services.values():
        assert service.assured_date is None
        assert service.assurer_email is None


def test_no_language_is_claimed_because_none_was_verified(directory):
    assert all(service.languages == () for service in directory.services.values())


def test_the_safety_numbers_are_those_of_the_danger_texts(directory):
    def numbers(service_id):
        facts = directory.services[service_id].facts
        return {fact.value: fact.is_free for fact in facts if fact.kind == "phone"}

    assert numbers("nl-112") == {"112": False}
    assert numbers("nl-113") == {"0800-0113": True, "113": False}


def test_112_says_that_it_rests_on_common_knowledge(directory):
    (fact,) = directory.services["nl-112"].facts
    assert "Common knowledge" in fact.verification.note


@pytest.mark.parametrize(
    ("service_id", "number"),
    [("nl-jl", "0800-8020"), ("nl-gok", "0800-2400022"), ("nl-155", "0800-2115")],
)
def test_a_number_from_own_knowledge_is_recorded_as_unverified(service_id, number, directory):
    facts = {fact.value: fact for fact in directory.services[service_id].facts}
    assert not facts[number].verification.verified


def test_every_verified_fact_has_a_source_with_an_address(directory):
    for service in directory.services.values():
        for verification in (service.existence, *(f.verification for f in service.facts)):
            assert not verification.verified or all(s.address for s in verification.sources)
            assert not verification.verified or verification.sources


def test_every_source_was_read_for_this_project_and_is_used(directory):
    used = {
        source.key
        for service in directory.services.values()
        for verification in (service.existence, *(f.verification for f in service.facts))
        for source in verification.sources
    }
    for key, source in directory.sources.items():
        assert source.read_on == date(2026, 11, 21)
        assert key in used, key


def test_descriptions_have_short_sentences(directory):
    for service in directory.services.values():
        for sentence in service.description.split(". "):
            assert len(sentence.split()) <= 15, service.id


def test_a_date_on_a_page_counts_from_the_first_day_it_can_mean():
    assert earliest_day("2020") == date(2020, 1, 1)
    assert earliest_day("2021-03") == date(2021, 3, 1)
    assert earliest_day("2021-02-03") == date(2021, 2, 3)
    assert earliest_day(None) is None


def test_the_version_of_one_entry_changes_with_that_entry_only(copy, directory):
    damage(copy, "national.yml", "Luistert naar uw geldzorgen", "Denkt mee over uw geldzorgen")
    changed = load_directory(copy)
    assert changed.version != directory.version
    different = [
        key
        for key, service in changed.services.items()
        if service.entry_version != directory.services[key].entry_version
    ]
    assert different == ["nl-geldfit"]


def test_all_faults_are_named_at_once_with_file_line_field_and_what_would_be_right(copy):
    damage(copy, "national.yml", "url: https://geldfit.nl", "url: geldfit")
    damage(copy, "rotterdam_municipality.yml", "sources: [S49]", "sources: [S999]")
    damage(copy, "neighbours.yml", "{name: Schiedam,", "{name: Skiedam,")
    damage(copy, "rotterdam_organisations.yml", "terms: [food]", "terms: [foood]")
    with pytest.raises(DirectoryFileError) as caught:
        load_directory(copy)
    found = {(f.file, f.field, f.value) for f in caught.value.findings}
    assert ("national.yml", "services.3.url", "'geldfit'") in found
    assert len(caught.value.findings) == 4
    assert any("S999" in value for _, _, value in found)
    assert any("Skiedam" in value for _, _, value in found)
    assert any("foood" in value for _, _, value in found)
    message = str(caught.value)
    assert "national.yml, line" in message
    assert "a web address that starts with https://" in message


def test_a_fault_names_the_line_on_which_it_stands(copy):
    damage(copy, "national.yml", "url: https://geldfit.nl", "url: geldfit")
    lines = (copy / "seed" / "national.yml").read_text(encoding="utf-8").splitlines()
    with pytest.raises(DirectoryFileError) as caught:
        load_directory(copy)
    (finding,) = caught.value.findings
    assert lines[finding.line - 1].strip() == "url: geldfit"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("  - id: nl-113\n", "  - id: nl-112\n", "used once"),
        ("organization_id: org-113", "organization_id: org-311", "organization"),
        ("status: null", "status: active", "nobody saw"),
        ("status: active", "status: open", "one of active"),
        ("sources: [S32], verified: true}\n", "sources: [], verified: true}\n", "it is false"),
        ("name: Nibud\n", "name: Nibud\n    phone: '1'\n", "only"),
        ('number: "112"', "number: 112", "between quotes"),
        ("name: Geldfit\n", "name: Geldfit\n    name: Geldfit\n", "YAML"),
        ("    status: active\n", "    status: active\n    assured_date: '2026-11-20'\n", "neither"),
        ("    description: Bel 112 als er nu gevaar is.\n", "", "also description"),
    ],
)
def test_each_kind_of_fault_is_found(copy, old, new, expected):
    damage(copy, "national.yml", old, new)
    with pytest.raises(DirectoryFileError) as caught:
        load_directory(copy)
    assert any(expected in finding.expected for finding in caught.value.findings)


def test_a_missing_file_is_an_error_of_this_family(tmp_path):
    with pytest.raises(DirectoryFileError):
        load_directory(tmp_path)


def test_checking_a_bad_folder_gives_findings_not_an_exception(copy, as_of):
    damage(copy, "national.yml", "url: https://geldfit.nl", "url: geldfit")
    assert [f.severity for f in check_files(copy, as_of)] == ["error"]


def test_a_changed_safety_number_is_an_error(copy, as_of):
    damage(copy, "national.yml", 'number: "113"', 'number: "114"')
    errors = [f for f in check_files(copy, as_of) if f.severity == "error"]
    assert [f.field for f in errors] == ["nl-113.phones"]


def test_an_entry_nobody_saw_cannot_be_exported(directory, as_of):
    with pytest.raises(NotExportableError):
        publish_service(directory.services["nl-155"], directory, as_of)
