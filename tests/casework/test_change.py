"""A running arrangement is changed by another plan in its place, at once or by a colleague."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from casework_talk import BUDGET, MONDAY_MORNING, Talk

from casework import dispute, intake
from casework.arrange import (
    Accepted,
    Countered,
    NoPlan,
    Proposed,
    SentToColleague,
    accept,
    counter,
    propose,
)
from casework.context import Turn
from casework.decide import decide
from storage.errors import ChangedMeanwhile

LESS = replace(BUDGET, monthly_income_cents=147_000, fixed_costs_cents=112_000)
NOTHING = replace(BUDGET, monthly_income_cents=110_000, fixed_costs_cents=110_000)
AFTER_TWO_TERMS = MONDAY_MORNING + timedelta(days=40)


@pytest.fixture
def agreed(talk: Talk) -> Talk:
    """Somebody whose fastest plan was agreed."""
    talk.owes(30_000)
    with talk.turn() as turn:
        outcome = propose(turn, BUDGET)
        assert isinstance(outcome, Proposed)
        accept(turn, outcome.options[0].id)
    return talk


def changed(talk: Talk, budget=LESS, now=MONDAY_MORNING) -> Proposed:
    with talk.turn(now) as turn:
        outcome = propose(turn, budget)
    assert isinstance(outcome, Proposed)
    return outcome


def over_the_limits(turn: Turn) -> str:
    outcome = counter(turn, LESS, 1_500)
    assert isinstance(outcome, Countered)
    assert outcome.option and not outcome.option.within_limits
    return outcome.option.id


def states(talk: Talk) -> list[str]:
    """The states by name: rows of one moment have no order."""
    return sorted(row["state"] for row in talk.rows()["arrangements"])


def test_proposals_beside_a_running_arrangement_are_for_its_place(agreed: Talk) -> None:
    outcome = changed(agreed)
    assert outcome.replaces
    assert not outcome.still_fits
    assert all(option.total_cents == 30_000 for option in outcome.options)
    assert states(agreed) == ["accepted"]


def test_with_the_same_income_the_running_one_still_fits(agreed: Talk) -> None:
    assert changed(agreed, BUDGET).still_fits


def test_a_lower_plan_takes_its_place_at_once_within_the_limits(agreed: Talk) -> None:
    option = changed(agreed).options[0]
    with agreed.turn() as turn:
        outcome = accept(turn, option.id)
    assert isinstance(outcome, Accepted)
    assert states(agreed) == ["accepted", "withdrawn"]
    assert [row["state"] for row in agreed.rows()["claims"]] == ["arranged"]
    text_key, values = agreed.said(outcome.decision)
    assert text_key == "arrangement_changed"
    assert values["instalment_cents"] == option.instalment_cents
    assert [entry.entry_type for entry in agreed.log()][-2:] == [
        "arrangement_withdrawn",
        "arrangement_accepted",
    ]
    with agreed.turn() as turn:
        assert accept(turn, option.id) == outcome
    assert states(agreed) == ["accepted", "withdrawn"]


def test_over_the_limits_the_running_one_goes_on_until_a_colleague_decides(agreed: Talk) -> None:
    with agreed.turn() as turn:
        waiting = accept(turn, over_the_limits(turn))
    assert isinstance(waiting, SentToColleague)
    assert states(agreed) == ["accepted", "with_colleague"]
    with agreed.turn() as turn:
        decide(turn, waiting.decision, "accepted", "colleague_1")
    assert states(agreed) == ["accepted", "withdrawn"]
    assert [row["state"] for row in agreed.rows()["claims"]] == ["arranged"]


def test_a_colleague_who_declines_leaves_the_running_one_as_it_is(agreed: Talk) -> None:
    with agreed.turn() as turn:
        waiting = accept(turn, over_the_limits(turn))
    with agreed.turn() as turn:
        decide(turn, waiting.decision, "declined", "colleague_1")
    assert states(agreed) == ["accepted", "declined"]
    assert [row["state"] for row in agreed.rows()["claims"]] == ["arranged"]


def test_after_a_term_was_due_a_colleague_checks_what_was_paid(agreed: Talk) -> None:
    running = agreed.rows()["proposals"][0]
    outcome = changed(agreed, now=AFTER_TWO_TERMS)
    assert {option.total_cents for option in outcome.options} == {
        running["total_cents"] - 2 * running["instalment_cents"]
    }
    assert all("payments_not_checked" in option.reasons for option in outcome.options)
    with agreed.turn(AFTER_TWO_TERMS) as turn:
        assert isinstance(accept(turn, outcome.options[0].id), SentToColleague)


def test_an_own_amount_is_weighed_for_the_rest_too(agreed: Talk) -> None:
    with agreed.turn() as turn:
        outcome = counter(turn, LESS, 3_000)
        assert isinstance(outcome, Countered)
        assert outcome.option and outcome.option.total_cents == 30_000
        assert isinstance(accept(turn, outcome.option.id), Accepted)
    assert states(agreed) == ["accepted", "withdrawn"]


def test_choosing_the_plan_that_runs_already_changes_nothing(agreed: Talk) -> None:
    same = changed(agreed, BUDGET).options[0]
    rows = agreed.rows()
    with agreed.turn() as turn:
        outcome = accept(turn, same.id)
    assert isinstance(outcome, Accepted)
    assert agreed.rows() == rows


def test_nothing_left_to_pay_gives_help_and_ends_nothing(agreed: Talk) -> None:
    with agreed.turn() as turn:
        assert propose(turn, NOTHING) == NoPlan("capacity_nothing")
    assert states(agreed) == ["accepted"]


def test_a_dispute_of_an_arranged_claim_stops_a_change(agreed: Talk) -> None:
    with agreed.turn() as turn:
        dispute.dispute(turn, "amount_wrong")
    with agreed.turn() as turn:
        assert propose(turn, LESS) == NoPlan("disputed")


def test_a_new_claim_beside_a_running_arrangement_is_a_colleagues(agreed: Talk) -> None:
    with agreed.turn() as turn:
        intake.record_claim(turn, kind="energy", debt_cents=9_000, of_organisation=True)
        outcome = propose(turn, BUDGET)
    assert isinstance(outcome, Proposed) and not outcome.replaces
    assert all("arrangement_running" in option.reasons for option in outcome.options)


def test_two_changes_at_once_never_make_two_arrangements(agreed: Talk) -> None:
    fast, *_ = changed(agreed).options
    with agreed.turn() as turn:
        own = counter(turn, LESS, 3_000)
    assert isinstance(own, Countered) and own.option
    with agreed.turn(commits=False) as one, agreed.turn(commits=False) as two:
        accept(one, fast.id)
        accept(two, own.option.id)
        one.unit.commit()
        with pytest.raises(ChangedMeanwhile):
            two.unit.commit()
    assert sorted(states(agreed)) == ["accepted", "withdrawn"]
