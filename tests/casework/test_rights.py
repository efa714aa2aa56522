from __future__ import annotations

from datetime import date

from casework_talk import MONDAY_MORNING, SATURDAY, Talk

from casework.complain import file_complaint
from casework.dispute import dispute
from casework.forget import request_erasure


def test_a_complaint_is_confirmed_within_two_working_days(talk: Talk) -> None:
    with talk.turn(SATURDAY) as turn:
        filed = file_complaint(turn, "tone")
        assert file_complaint(turn, "tone") == filed
    assert filed.acknowledge_by_on == date(2026, 11, 24)
    text_key, values = talk.said(filed.decision)
    assert text_key == "complaint_received"
    assert values["number"] == filed.decision.id[:8]
    assert len(talk.rows()["handovers"]) == len(talk.evidence("complaint_filed")) == 1


def test_a_complaint_about_something_else_is_another_complaint(talk: Talk) -> None:
    with talk.turn() as turn:
        assert file_complaint(turn, "tone") != file_complaint(turn, "waiting")


def test_a_dispute_freezes_the_claims_and_asks_a_colleague(talk: Talk) -> None:
    with talk.owes(10_000, "rent").owes(5_000, "service_costs").turn() as turn:
        first = dispute(turn, "already_paid")
        assert dispute(turn, "wrong_amount") == first
    assert {row["state"] for row in talk.rows()["claims"]} == {"disputed"}
    text_key, values = talk.said(first.decision)
    assert (text_key, values["callback_on"]) == ("dispute_received", date(2026, 11, 24))
    assert values["reason_code"] == "already_paid"


def test_a_dispute_without_a_known_claim_is_kept_too(talk: Talk) -> None:
    with talk.turn() as turn:
        disputed = dispute(turn, "not_mine")
    assert talk.said(disputed.decision)[0] == "dispute_received"


def test_a_request_to_be_forgotten_is_answered_within_a_month(talk: Talk) -> None:
    with talk.turn(MONDAY_MORNING) as turn:
        requested = request_erasure(turn)
        assert request_erasure(turn) == requested
    text_key, values = talk.said(requested.decision)
    assert (text_key, values["answer_by_on"]) == ("erasure_requested", date(2026, 12, 23))
