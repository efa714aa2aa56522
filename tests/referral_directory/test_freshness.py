from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from referral_directory import contacts_to_show, fallback_line, work_list
from referral_directory.freshness import is_stale, state_of_fact
from referral_directory.model import Fact, Source, Verification

TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


def dated(days_ago: int) -> Source:
    day = TODAY.date() - timedelta(days=days_ago)
    return Source("T", "test.example", day.isoformat(), day, date(2026, 11, 21))


UNDATED = Source("U", "test.example", None, None, date(2026, 11, 21))


def fact(kind: str, value: str, *sources: Source, verified: bool = True) -> Fact:
    return Fact(kind, value, Verification(verified, sources))


@pytest.mark.parametrize(
    ("days_ago", "state"),
    [(0, "current"), (90, "current"), (91, "stale"), (1095, "stale"), (1096, "hidden")],
)
def test_a_local_number_grows_old_after_90_days_and_is_hidden_after_three_years(
    days_ago, state, directory
):
    phone = fact("phone", "010-2465555", dated(days_ago))
    assert state_of_fact(phone, directory.freshness, TODAY) == state


@pytest.mark.parametrize("number", ["0800-8115", "14 010", "14 0186", "112", "113", "0800-0113"])
def test_a_number_only_given_to_services_is_old_but_never_hidden_for_age(number, directory):
    assert state_of_fact(fact("phone", number, dated(4000)), directory.freshness, TODAY) == "stale"


@pytest.mark.parametrize("number", ["088-6473647", "010-4254358", "1121234567", "0900-8020"])
def test_other_numbers_are_hidden_when_very_old(number, directory):
    assert state_of_fact(fact("phone", number, dated(4000)), directory.freshness, TODAY) == "hidden"


@pytest.mark.parametrize(("days_ago", "state"), [(90, "current"), (91, "hidden")])
def test_opening_hours_are_hidden_as_soon_as_they_are_old(days_ago, state, directory):
    hours = fact("hours", "op werkdagen", dated(days_ago))
    assert state_of_fact(hours, directory.freshness, TODAY) == state


@pytest.mark.parametrize("kind", ["phone", "email", "address", "hours"])
def test_a_fact_without_a_date_is_not_shown(kind, directory):
    assert state_of_fact(fact(kind, "0800-8115", UNDATED), directory.freshness, TODAY) == "hidden"


def test_a_web_address_without_a_date_counts_from_the_day_it_was_read(directory):
    url = fact("url", "https://www.rotterdam.nl", UNDATED)
    assert state_of_fact(url, directory.freshness, TODAY) == "current"
    assert state_of_fact(url, directory.freshness, TODAY + timedelta(days=364)) == "current"
    assert state_of_fact(url, directory.freshness, TODAY + timedelta(days=365)) == "stale"


@pytest.mark.parametrize("kind", ["phone", "url", "email", "address", "hours"])
def test_an_unverified_fact_is_not_shown_however_new_its_source_is(kind, directory):
    new = fact(kind, "112", dated(0), verified=False)
    assert state_of_fact(new, directory.freshness, TODAY) == "hidden"


@pytest.mark.parametrize(("days_ago", "stale"), [(0, False), (365, False), (366, True)])
def test_an_entry_is_stale_after_a_year(days_ago, stale, directory):
    existence = Verification(True, (dated(days_ago),))
    assert is_stale(existence, directory.freshness, TODAY) is stale


def test_reading_an_undated_page_does_not_make_an_entry_new(directory):
    assert is_stale(Verification(True, (UNDATED,)), directory.freshness, TODAY)


def test_a_phone_call_makes_an_entry_new(directory):
    existence = Verification(True, (UNDATED,), assured_on=date(2026, 11, 1))
    assert not is_stale(existence, directory.freshness, TODAY)


def test_the_newest_of_several_sources_counts():
    assert Verification(True, (dated(900), dated(5))).confirmed_on == date(2026, 11, 17)


def test_a_number_whose_page_shows_no_date_is_withheld(directory):
    food_bank = directory.services["rdam-vb"]
    assert {line.kind for line in contacts_to_show(food_bank, directory.freshness, TODAY)} == {
        "url"
    }


@pytest.mark.parametrize("service_id", ["nl-jl", "nl-gok", "nl-155", "rdam-rbz", "rdam-jl"])
def test_what_the_sources_left_open_is_never_shown(service_id, directory):
    """Source: reference/domain-facts.md 3.1 and 3.2, marked [OK], "to check" or "check"."""
    service = directory.services[service_id]
    open_values = {f.value for f in service.facts if not f.verification.verified}
    assert open_values
    for as_of in (TODAY, datetime(2020, 1, 1, tzinfo=UTC)):
        shown = {line.value for line in contacts_to_show(service, directory.freshness, as_of)}
        assert not shown & open_values


def test_the_fallback_is_geldfit(directory, as_of):
    assert fallback_line(directory, as_of).value == "0800-8115"


def test_without_the_fallback_service_there_is_no_line(directory, as_of):
    assert fallback_line(replace(directory, services={}), as_of) is None


def test_the_work_list_starts_with_the_fallback_line_and_what_has_nothing_to_show(directory, as_of):
    tasks = work_list(directory, as_of)
    assert tasks[0].service_id == "nl-geldfit"
    assert [task.priority for task in tasks] == sorted(task.priority for task in tasks)
    assert {task.reason for task in tasks if task.priority == 1} == {"nothing_to_show"}


def test_a_fully_confirmed_entry_leaves_the_work_list(directory, as_of):
    service = directory.services["nl-nibud"]
    confirmed = replace(
        service, existence=replace(service.existence, assured_on=date(2026, 11, 20))
    )
    smaller = replace(directory, services={service.id: confirmed})
    assert work_list(smaller, as_of) == []
