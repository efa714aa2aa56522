"""Every version of every entry is kept, with who changed it and when."""

from datetime import UTC, datetime

import pytest

from referral_directory import CurrentDirectory, RegisterChanged
from referral_directory.register import hsds_id
from referral_directory.store import (
    NewVersion,
    fill_when_empty,
    history_of,
    latest_change,
    read_register,
    write_changes,
)

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
GELDFIT = hsds_id("nl-geldfit")


@pytest.fixture
def filled(database, directory):
    with database.unit(MONDAY) as unit:
        assert fill_when_empty(unit, directory.register)
        unit.commit()
    return database


def change(database, document, kind="service", how="changed", by="anna@example.org"):
    with database.unit() as unit:
        write_changes(unit, [NewVersion(kind, how, document)], by, latest_change(unit))
        unit.commit()


def test_the_register_holds_what_the_files_hold(filled, directory):
    with filled.unit() as unit:
        register = read_register(unit)
    assert register.documents == directory.register.documents
    assert register.versions == directory.register.versions


def test_a_filled_register_is_not_filled_again(filled, directory):
    with filled.unit() as unit:
        assert not fill_when_empty(unit, directory.register)
        assert latest_change(unit) == len(directory.register)


def test_services_from_the_database_are_those_of_the_files(filled, directory):
    with filled.unit() as unit:
        found = CurrentDirectory(directory).at(unit)
    for code, service in directory.services.items():
        assert found.services[code].facts == service.facts
        assert found.services[code].entry_version == service.entry_version
        assert found.services[code].taxonomy_terms == service.taxonomy_terms
    assert found.taxonomy == directory.taxonomy


def test_an_empty_register_leaves_the_files_in_force(database, directory):
    with database.unit() as unit:
        assert CurrentDirectory(directory).at(unit) is directory


def test_a_change_is_seen_by_the_next_turn_and_only_then_read_again(filled, directory):
    current = CurrentDirectory(directory)
    with filled.unit() as unit:
        before = current.at(unit)
        assert current.at(unit) is before
    change(filled, {**directory.services["nl-geldfit"].document, "name": "Geldfit!"})
    with filled.unit() as unit:
        after = current.at(unit)
    assert after.services["nl-geldfit"].name == "Geldfit!"
    # What did not change is not built again: with 20,000 services a turn would wait for it.
    assert after.services["nl-nibud"] is before.services["nl-nibud"]
    assert after.version != before.version


def test_every_version_can_be_asked_for_with_who_changed_it_and_when(filled, directory):
    old = directory.services["nl-geldfit"]
    change(filled, {**old.document, "name": "Geldfit!"})
    with filled.unit() as unit:
        versions = history_of(unit, GELDFIT)
    assert [(v.version, v.change, v.changed_by) for v in versions] == [
        (1, "added", "seed"),
        (2, "changed", "anna@example.org"),
    ]
    assert versions[0].valid_from == MONDAY
    (cited,) = [each for each in versions if each.entry_version == old.entry_version]
    assert cited.content == old.document


def test_what_is_retired_is_gone_but_can_still_be_read(filled, directory):
    document = directory.services["nl-nibud"].document
    change(filled, document, how="retired")
    with filled.unit() as unit:
        assert document["id"] not in read_register(unit).of("service")
        assert history_of(unit, document["id"])[-1].content == document
    change(filled, document, how="added")
    with filled.unit() as unit:
        assert document["id"] in read_register(unit).of("service")


def test_a_change_on_an_older_register_is_refused_and_writes_nothing(filled, directory):
    document = directory.services["nl-nibud"].document
    with filled.unit() as unit:
        seen = latest_change(unit)
    change(filled, document)
    with filled.unit() as unit, pytest.raises(RegisterChanged, match="Look at the changes again"):
        write_changes(unit, [NewVersion("service", "changed", document)], "b", seen)
    with filled.unit() as unit:
        assert latest_change(unit) == seen + 1


def test_what_is_retired_and_what_was_renamed_is_seen_after_a_change(filled, directory):
    current = CurrentDirectory(directory)
    with filled.unit() as unit:
        current.at(unit)
    change(filled, directory.services["nl-nibud"].document, how="retired")
    key = hsds_id("org-nsr")
    renamed = {**directory.register.of("organization")[key], "name": "NSR"}
    change(filled, renamed, kind="organization")
    with filled.unit() as unit:
        after = current.at(unit)
        fresh = CurrentDirectory(directory).at(unit)
    assert "nl-nibud" not in after.services
    assert after.services["nl-geldfit"].organization.name == "NSR"
    for code, service in fresh.services.items():
        assert after.services[code].organization == service.organization
        assert after.services[code].entry_version == service.entry_version
    assert after.services.keys() == fresh.services.keys()
    assert after.version == fresh.version


def test_a_change_while_somebody_looks_is_noticed_in_the_same_unit_too(filled, directory):
    document = directory.services["nl-nibud"].document
    with filled.unit() as unit:
        seen = read_register(unit).number
        change(filled, document)
        with pytest.raises(RegisterChanged):
            write_changes(unit, [NewVersion("service", "changed", document)], "b", seen)
