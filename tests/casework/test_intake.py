from __future__ import annotations

from datetime import date, timedelta

import pytest
from casework_talk import MONDAY_MORNING, Talk

from casework import intake
from casework.errors import BadRequest


def test_a_stated_claim_says_who_says_so_and_when(talk: Talk) -> None:
    with talk.turn() as turn:
        intake.record_claim(turn, kind="rent", debt_cents=12_345, of_organisation=True)
    with talk.turn() as turn:
        [claim] = intake.known_claims(turn)
    assert (claim.debt_cents, claim.source, claim.as_of) == (12_345, "person", date(2026, 11, 23))


def test_the_same_claim_again_changes_nothing(talk: Talk) -> None:
    with talk.turn() as turn:
        first = intake.record_claim(turn, kind="rent", debt_cents=12_345, of_organisation=True)
    rows, entries = talk.rows(), talk.evidence()
    with talk.turn(MONDAY_MORNING + timedelta(days=2)) as turn:
        again = intake.record_claim(turn, kind="rent", debt_cents=12_345, of_organisation=True)
    assert again == first
    assert (talk.rows(), talk.evidence()) == (rows, entries)


def test_a_correction_replaces_the_amount(talk: Talk) -> None:
    with talk.turn() as turn:
        first = intake.record_claim(turn, kind="rent", debt_cents=12_345, of_organisation=True)
    with talk.turn() as turn:
        again = intake.record_claim(turn, kind="rent", debt_cents=18_000, of_organisation=True)
    assert (again.id, again.debt_cents) == (first.id, 18_000)


@pytest.mark.parametrize("debt_cents", [0, -5, 10**10, True, 12.5, None])
def test_an_amount_that_cannot_be_is_refused(talk: Talk, debt_cents: object) -> None:
    with talk.turn() as turn, pytest.raises(BadRequest):
        intake.record_claim(turn, kind="rent", debt_cents=debt_cents, of_organisation=True)
    assert talk.rows()["claims"] == []


def test_free_text_is_no_kind_of_claim(talk: Talk) -> None:
    with talk.turn() as turn, pytest.raises(BadRequest):
        intake.record_claim(turn, kind="de huur van mei", debt_cents=1, of_organisation=True)


def test_names_and_contact_data_stand_in_the_person_only(talk: Talk) -> None:
    told = {"name": "Anna Voorbeeld", "email": "anna@example.org"}
    with talk.turn() as turn:
        intake.record_contact(turn, **told)
        intake.record_contact(turn, phone="+31-made-up")
    with talk.turn() as turn:
        intake.record_contact(turn, **told)
    [person] = talk.rows()["persons"]
    assert (person["name"], person["phone"]) == ("Anna Voorbeeld", "+31-made-up")
    assert talk.evidence("contact_recorded") == [
        {"fields": ["name", "email"]},
        {"fields": ["phone"]},
    ]
    others = {table: rows for table, rows in talk.rows().items() if table != "persons"}
    assert "anna" not in repr((others, talk.evidence())).lower()


def test_the_audience_is_one_the_organisation_serves(talk: Talk) -> None:
    with talk.turn() as turn:
        intake.set_audience(turn, "employee")
        intake.set_audience(turn, "employee")
    assert talk.evidence("audience_set") == [{"audience": "employee"}]
    talk.with_organisation(audiences=("customer",))
    with talk.turn() as turn, pytest.raises(BadRequest):
        intake.set_audience(turn, "employee")


def test_the_pseudonym_is_not_the_id_of_the_case(talk: Talk) -> None:
    assert talk.case_ref != talk.case_id
