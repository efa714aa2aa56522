from __future__ import annotations

import pytest
from casework_promises import STEPS
from casework_talk import Talk

from casework.arrange import accept
from casework.decide import decide
from casework.decisions import Decision
from casework.errors import BadRequest, DecisionNotFound, MoveNotAllowed
from casework.store import Proposal, rows_of

COLLEAGUE = "colleague_7"


def after(talk: Talk, *names: str) -> Decision:
    decision = None
    for name in names:
        with talk.turn() as turn:
            decision = STEPS[name](turn)
    assert decision is not None
    return decision


def colleague_decides(talk: Talk, decision: Decision, outcome: str) -> str:
    with talk.turn() as turn:
        assert decide(turn, decision, outcome, COLLEAGUE, may_exceed_limits=True) == decision
    return talk.said(decision)[0]


@pytest.mark.parametrize(
    ("steps", "outcome", "text_key"),
    [
        (["tell", "choose_calm"], "accepted", "arrangement_accepted"),
        (["tell", "choose_calm"], "declined", "arrangement_declined"),
        (["tell", "choose_fast"], "withdrawn", "arrangement_withdrawn"),
        (["tell", "choose_fast"], "completed", "arrangement_completed"),
        (["tell", "postpone_long"], "granted", "postponement_granted"),
        (["tell", "postpone_long"], "declined", "postponement_declined"),
        (["refer_warmly"], "sent", "referral_sent"),
        (["complain"], "acknowledged", "complaint_acknowledged"),
        (["complain"], "closed", "complaint_closed"),
        (["tell", "dispute"], "upheld", "dispute_upheld"),
        (["tell", "dispute"], "rejected", "dispute_rejected"),
        (["request_erasure"], "declined", "erasure_declined"),
        (["hand_over"], "taken", "handover_taken"),
        (["hand_over"], "done", "handover_done"),
    ],
)
def test_what_a_colleague_decides_is_said_from_the_committed_row(
    talk: Talk, steps: list[str], outcome: str, text_key: str
) -> None:
    assert colleague_decides(talk, after(talk, *steps), outcome) == text_key
    [entry] = talk.evidence("colleague_decided")
    assert (entry["outcome"], entry["colleague"]) == (outcome, COLLEAGUE)


def test_deciding_the_same_again_changes_nothing(talk: Talk) -> None:
    decision = after(talk, "tell", "choose_calm")
    colleague_decides(talk, decision, "accepted")
    rows, entries = talk.rows(), talk.evidence()
    colleague_decides(talk, decision, "accepted")
    assert (talk.rows(), talk.evidence()) == (rows, entries)


@pytest.mark.parametrize(
    ("steps", "outcome", "claim_state"),
    [
        (["tell", "choose_calm"], "accepted", "arranged"),
        (["tell", "choose_calm"], "declined", "open"),
        (["tell", "choose_fast"], "withdrawn", "open"),
        (["tell", "choose_fast"], "completed", "closed"),
        (["tell", "dispute"], "upheld", "closed"),
        (["tell", "dispute"], "rejected", "open"),
        (["tell", "choose_fast", "dispute"], "rejected", "arranged"),
    ],
)
def test_the_claim_follows_the_decision(
    talk: Talk, steps: list[str], outcome: str, claim_state: str
) -> None:
    colleague_decides(talk, after(talk, *steps), outcome)
    assert [row["state"] for row in talk.rows()["claims"]] == [claim_state]


def test_withdrawing_an_arrangement_does_not_end_a_dispute(talk: Talk) -> None:
    arranged = after(talk, "tell", "choose_fast")
    after(talk, "dispute")
    colleague_decides(talk, arranged, "withdrawn")
    assert [row["state"] for row in talk.rows()["claims"]] == ["disputed"]


def test_the_question_is_closed_with_the_decision(talk: Talk) -> None:
    colleague_decides(talk, after(talk, "tell", "choose_calm"), "declined")
    assert [row["state"] for row in talk.rows()["handovers"]] == ["done"]


def test_an_acknowledged_complaint_stays_with_the_colleague(talk: Talk) -> None:
    colleague_decides(talk, after(talk, "complain"), "acknowledged")
    assert [row["state"] for row in talk.rows()["handovers"]] == ["open"]


def test_a_second_arrangement_for_one_claim_is_refused(talk: Talk) -> None:
    running = after(talk, "tell", "choose_fast")
    with talk.turn() as turn:
        options = {row.name: row.id for row in rows_of(turn.unit, Proposal, talk.case_id)}
        second = accept(turn, options["calm"]).decision
    with talk.turn() as turn, pytest.raises(MoveNotAllowed):
        decide(turn, second, "accepted", COLLEAGUE)
    colleague_decides(talk, running, "withdrawn")
    assert colleague_decides(talk, second, "accepted") == "arrangement_accepted"


def test_a_disputed_claim_is_arranged_only_after_the_dispute(talk: Talk) -> None:
    chosen = after(talk, "tell", "choose_calm")
    disputed = after(talk, "dispute")
    with talk.turn() as turn, pytest.raises(MoveNotAllowed):
        decide(turn, chosen, "accepted", COLLEAGUE)
    colleague_decides(talk, disputed, "rejected")
    assert colleague_decides(talk, chosen, "accepted") == "arrangement_accepted"


def test_a_move_that_the_table_does_not_hold_is_refused(talk: Talk) -> None:
    decision = after(talk, "tell", "choose_fast")
    with talk.turn() as turn, pytest.raises(MoveNotAllowed):
        decide(turn, decision, "declined", COLLEAGUE)
    assert talk.said(decision)[0] == "arrangement_accepted"


def test_a_decision_of_another_case_is_not_found(talk: Talk, start_talk) -> None:
    decision = after(talk, "hand_over")
    with start_talk().turn() as turn, pytest.raises(DecisionNotFound):
        decide(turn, decision, "done", COLLEAGUE)


def test_a_colleague_is_a_pseudonym_and_not_a_name(talk: Talk) -> None:
    decision = after(talk, "hand_over")
    with talk.turn() as turn, pytest.raises(BadRequest):
        decide(turn, decision, "done", "Jan de Vries")
