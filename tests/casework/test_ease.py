from __future__ import annotations

from datetime import date, timedelta

import pytest
from casework_talk import BUDGET, MONDAY_MORNING, Talk

from casework import dispute
from casework.arrange import (
    Granted,
    Proposed,
    SentToColleague,
    accept,
    move_debit_day,
    pause,
    pay_part,
    postpone,
    propose,
)
from casework.errors import BadRequest


def test_paying_later_within_the_limits_is_granted(talk: Talk) -> None:
    with talk.owes().turn() as turn:
        outcome = postpone(turn, date(2026, 12, 10))
    assert isinstance(outcome, Granted)
    text_key, values = talk.said(outcome.decision)
    assert text_key == "postponement_granted"
    assert (values["effective_on"], values["amount_cents"]) == (date(2026, 12, 10), 45_000)


def test_a_day_in_the_weekend_moves_to_the_next_working_day(talk: Talk) -> None:
    with talk.owes().turn() as turn:
        outcome = postpone(turn, date(2026, 12, 12))
    _, values = talk.said(outcome.decision)
    assert values["until_on"] == date(2026, 12, 12)
    assert values["effective_on"] == date(2026, 12, 14)


def test_asking_the_same_again_is_decided_once(talk: Talk) -> None:
    with talk.owes().turn() as turn:
        first, again = postpone(turn, date(2026, 12, 10)), postpone(turn, date(2026, 12, 10))
    rows, entries = talk.rows(), talk.evidence()
    with talk.turn(MONDAY_MORNING + timedelta(days=3)) as turn:
        assert postpone(turn, date(2026, 12, 10)) == first == again
    assert (talk.rows(), talk.evidence()) == (rows, entries)


def test_paying_much_later_is_decided_by_a_colleague(talk: Talk) -> None:
    with talk.owes().turn() as turn:
        outcome = postpone(turn, date(2027, 3, 1))
    assert isinstance(outcome, SentToColleague)
    assert outcome.reason_code == "over_max_days"
    text_key, values = talk.said(outcome.decision)
    assert text_key == "postponement_with_colleague"
    assert values["callback_on"] == date(2026, 11, 24)


def test_the_third_time_in_a_year_a_colleague_decides(talk: Talk) -> None:
    talk.owes()
    for day in (10, 11):
        with talk.turn() as turn:
            assert isinstance(postpone(turn, date(2026, 12, day)), Granted)
    with talk.turn() as turn:
        outcome = postpone(turn, date(2026, 12, 14))
    assert isinstance(outcome, SentToColleague)
    assert outcome.reason_code == "over_max_per_year"


def test_a_pause_counts_from_today(talk: Talk) -> None:
    with talk.owes().turn() as turn:
        outcome = pause(turn, 30)
    assert isinstance(outcome, Granted)
    text_key, values = talk.said(outcome.decision)
    assert text_key == "pause_granted"
    assert (values["from_on"], values["until_on"]) == (date(2026, 11, 23), date(2026, 12, 22))


@pytest.mark.parametrize("days", [0, -3, 367])
def test_a_pause_that_cannot_be_is_refused(talk: Talk, days: int) -> None:
    with talk.owes().turn() as turn, pytest.raises(BadRequest):
        pause(turn, days)


def test_without_a_known_claim_a_colleague_decides(talk: Talk) -> None:
    with talk.turn() as turn:
        outcome = pause(turn, 14)
    assert isinstance(outcome, SentToColleague)
    assert outcome.reason_code == "claim_unknown"


def test_a_disputed_claim_is_not_postponed_by_the_machine(talk: Talk) -> None:
    with talk.owes().turn() as turn:
        dispute.dispute(turn, "wrong_amount")
    with talk.turn() as turn:
        outcome = postpone(turn, date(2026, 12, 10))
    assert isinstance(outcome, SentToColleague)
    assert outcome.reason_code == "disputed"


def test_as_long_as_it_is_unknown_who_decides_a_colleague_grants(talk: Talk) -> None:
    from casework import intake

    with talk.turn() as turn:
        intake.record_claim(turn, kind="rent", debt_cents=10_000, of_organisation=True)
        outcome = postpone(turn, date(2026, 12, 10))
    assert isinstance(outcome, SentToColleague)
    assert outcome.reason_code == "unknown_representation"


def test_a_debit_day_moves_within_the_policy(talk: Talk) -> None:
    with talk.owes().turn() as turn:
        found = propose(turn, BUDGET)
    assert isinstance(found, Proposed)
    with talk.turn() as turn:
        accept(turn, found.options[0].id)
    assert found.options[0].first_due_on == date(2026, 11, 30)
    with talk.turn() as turn:
        outcome = move_debit_day(turn, 2)
    assert isinstance(outcome, Granted)
    text_key, values = talk.said(outcome.decision)
    assert text_key == "debit_day_granted"
    assert values["from_on"] == date(2026, 11, 30)
    assert values["effective_on"] == date(2026, 12, 2)
    with talk.turn() as turn:
        assert isinstance(move_debit_day(turn, 20), SentToColleague)


def test_a_debit_day_that_nobody_knows_is_looked_up_by_a_colleague(talk: Talk) -> None:
    with talk.owes().turn() as turn:
        outcome = move_debit_day(turn, 5)
    assert isinstance(outcome, SentToColleague)
    assert outcome.reason_code == "debit_day_unknown"


@pytest.mark.parametrize("day", [0, 29, 31])
def test_a_debit_day_that_not_every_month_has_is_refused(talk: Talk, day: int) -> None:
    with talk.owes().turn() as turn, pytest.raises(BadRequest):
        move_debit_day(turn, day)


def test_a_part_is_granted_once_and_makes_a_plan_for_all_a_colleagues(talk: Talk) -> None:
    with talk.owes().turn() as turn:
        first = pay_part(turn, 10_000, date(2026, 12, 5))
        assert pay_part(turn, 10_000, date(2026, 12, 5)) == first
    assert isinstance(first, Granted)
    text_key, values = talk.said(first.decision)
    assert text_key == "part_payment_granted"
    assert (values["amount_cents"], values["effective_on"]) == (10_000, date(2026, 12, 7))
    with talk.turn() as turn:
        outcome = propose(turn, BUDGET)
    assert isinstance(outcome, Proposed)
    assert all("part_payment_to_come" in option.reasons for option in outcome.options)


@pytest.mark.parametrize("amount", [0, -1, 45_000, 45_001])
def test_a_part_is_less_than_the_debt(talk: Talk, amount: int) -> None:
    with talk.owes().turn() as turn, pytest.raises(BadRequest):
        pay_part(turn, amount, date(2026, 12, 5))


@pytest.mark.parametrize("ease", ["postpone", "pause", "pay_part"])
def test_beside_a_running_arrangement_another_moment_is_a_colleagues(talk: Talk, ease: str) -> None:
    with talk.owes().turn() as turn:
        outcome = propose(turn, BUDGET)
        assert isinstance(outcome, Proposed)
        accept(turn, outcome.options[0].id)
        day = date(2026, 12, 5)
        asked = {
            "postpone": lambda: postpone(turn, day),
            "pause": lambda: pause(turn, 14),
            "pay_part": lambda: pay_part(turn, 100, day),
        }[ease]()
    assert isinstance(asked, SentToColleague)
    assert asked.reason_code == "arrangement_running"
