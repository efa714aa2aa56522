"""What the policy does not leave to staff, a team lead decides."""

from __future__ import annotations

from datetime import date

import pytest
from casework_talk import BUDGET, Talk

from casework.arrange import Countered, SentToColleague, accept, counter, postpone
from casework.decide import decide
from casework.errors import AboveStaffLimits


def waiting(talk: Talk, instalment_cents: int):
    with talk.owes().turn() as turn:
        outcome = counter(turn, BUDGET, instalment_cents)
        assert isinstance(outcome, Countered) and outcome.option
        sent = accept(turn, outcome.option.id)
    assert isinstance(sent, SentToColleague)
    return sent.decision


def test_a_plan_above_the_limits_of_staff_is_a_team_leads(talk: Talk) -> None:
    decision = waiting(talk, 1_200)
    with talk.turn() as turn, pytest.raises(AboveStaffLimits):
        decide(turn, decision, "accepted", "colleague_1")
    assert talk.rows()["arrangements"][0]["state"] == "with_colleague"
    with talk.turn() as turn:
        decide(turn, decision, "accepted", "lead_1", may_exceed_limits=True)
    assert talk.rows()["arrangements"][0]["state"] == "accepted"


def test_anybody_may_decline_it(talk: Talk) -> None:
    decision = waiting(talk, 1_200)
    with talk.turn() as turn:
        decide(turn, decision, "declined", "colleague_1")
    assert talk.rows()["arrangements"][0]["state"] == "declined"


def test_a_plan_within_the_limits_of_staff_is_any_colleagues(talk: Talk) -> None:
    decision = waiting(talk, 2_000)
    with talk.turn() as turn:
        decide(turn, decision, "accepted", "colleague_1")
    assert talk.rows()["arrangements"][0]["state"] == "accepted"


def test_a_postponement_of_half_a_year_is_a_team_leads(talk: Talk) -> None:
    with talk.owes().turn() as turn:
        sent = postpone(turn, date(2027, 6, 10))
    with talk.turn() as turn, pytest.raises(AboveStaffLimits):
        decide(turn, sent.decision, "granted", "colleague_1")
