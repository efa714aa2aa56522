"""A colleague lays a plan down: within the limits of staff at once, above them with two people."""

from __future__ import annotations

from dataclasses import replace

import pytest
from casework_talk import BUDGET, Talk

from casework.agree import agree
from casework.arrange import Accepted, Proposed, SentToColleague, propose
from casework.arrange.accept import accept
from casework.correct import correct_claim, corrections
from casework.decide import decide
from casework.errors import (
    AboveStaffLimits,
    BadRequest,
    ClaimNotFound,
    MoveNotAllowed,
    SecondPersonNeeded,
)
from casework.intake import known_claims

OWES_CENTS = {"assistant": 45_000, "staff": 300_000, "above_staff": 1_200_000}
ROOM = replace(BUDGET, monthly_income_cents=260_000, fixed_costs_cents=120_000)


def _plan(talk: Talk, who: str) -> str:
    with talk.owes(OWES_CENTS[who]).turn() as turn:
        outcome = propose(turn, ROOM)
        assert isinstance(outcome, Proposed), outcome
        plan = outcome.options[0]
        assert plan.decides == who
    return plan.id


@pytest.mark.parametrize("who", ["assistant", "staff"])
def test_within_the_limits_of_staff_a_colleague_agrees_at_once(talk: Talk, who: str) -> None:
    plan = _plan(talk, who)
    with talk.turn() as turn:
        outcome = agree(turn, plan, "staff_a", "fits_budget")
        assert agree(turn, plan, "staff_a") == outcome, "again changes nothing"
    assert isinstance(outcome, Accepted)
    (row,) = talk.rows()["arrangements"]
    assert (row["state"], row["decided_by"], row["prepared_by"]) == ("accepted", *["staff_a"] * 2)
    assert talk.said(outcome.decision)[0] == "arrangement_accepted"
    assert talk.evidence("arrangement_prepared") != []


def test_above_the_limits_of_staff_a_second_person_with_more_room_decides(talk: Talk) -> None:
    plan = _plan(talk, "above_staff")
    with talk.turn() as turn:
        outcome = agree(turn, plan, "lead_a")
    assert isinstance(outcome, SentToColleague)
    assert talk.said(outcome.decision)[0] == "arrangement_with_colleague"
    refusals = (("staff_b", False, AboveStaffLimits), ("lead_a", True, SecondPersonNeeded))
    for colleague, is_lead, refused in refusals:
        with talk.turn(commits=False) as turn, pytest.raises(refused):
            decide(turn, outcome.decision, "accepted", colleague, may_exceed_limits=is_lead)
    assert talk.rows()["arrangements"][0]["state"] == "with_colleague"
    with talk.turn() as turn:
        decide(turn, outcome.decision, "accepted", "lead_b", "fits_budget", may_exceed_limits=True)
    assert talk.said(outcome.decision)[0] == "arrangement_accepted"


def test_what_a_person_chose_above_the_limits_of_staff_is_not_for_staff_either(talk: Talk) -> None:
    plan = _plan(talk, "above_staff")
    with talk.turn() as turn:
        outcome = accept(turn, plan)
    with talk.turn() as turn, pytest.raises(AboveStaffLimits):
        decide(turn, outcome.decision, "accepted", "staff_a")
    with talk.turn() as turn:
        decide(turn, outcome.decision, "declined", "staff_a", "above_budget")
    assert talk.rows()["arrangements"][0]["state"] == "declined"


def test_a_corrected_claim_keeps_what_it_said_before(talk: Talk) -> None:
    with talk.owes(45_000).turn() as turn:
        (claim,) = known_claims(turn)
        after = correct_claim(turn, claim.id, 40_000, "staff_a", "facts_wrong")
        assert (after.debt_cents, after.source) == (40_000, "colleague")
    with talk.turn() as turn:
        correct_claim(turn, claim.id, 40_000, "staff_a", "facts_wrong")
    with talk.turn() as turn:
        (kept,) = corrections(turn)
    assert (kept.before_cents, kept.before_source, kept.after_cents) == (45_000, "person", 40_000)
    assert talk.evidence("claim_corrected") == [
        {
            "claim": claim.id,
            "before_band": "250_500",
            "amount_band": "250_500",
            "before_source": "person",
            "reason": "facts_wrong",
            "colleague": "staff_a",
        }
    ]


def test_what_a_plan_is_about_is_not_corrected_under_it(talk: Talk) -> None:
    plan = _plan(talk, "above_staff")
    with talk.turn() as turn:
        (claim,) = known_claims(turn)
        accept(turn, plan)
    with talk.turn() as turn, pytest.raises(MoveNotAllowed):
        correct_claim(turn, claim.id, 100, "staff_a", "facts_wrong")


@pytest.mark.parametrize("cents", [0, -1, 1_000_000_001, True])
def test_an_impossible_amount_or_claim_is_refused(talk: Talk, cents: int) -> None:
    with talk.owes().turn() as turn:
        (claim,) = known_claims(turn)
        with pytest.raises(BadRequest):
            correct_claim(turn, claim.id, cents, "staff_a", "facts_wrong")
        with pytest.raises(ClaimNotFound):
            correct_claim(turn, "0000", 100, "staff_a", "facts_wrong")
