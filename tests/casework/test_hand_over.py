from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from casework_talk import SATURDAY, Talk

from casework.desk import URGENCIES, open_questions
from casework.errors import BadRequest
from casework.forget import request_erasure
from casework.hand_over import hand_over, wants_colleague

MONDAY_EVENING = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
CHRISTMAS = datetime(2026, 12, 25, 10, 0, tzinfo=UTC)


def test_in_opening_hours_a_colleague_is_there(talk: Talk) -> None:
    with talk.turn() as turn:
        handed = hand_over(turn, "asked", "asked")
    assert (handed.is_open_now, handed.callback_on) == (True, date(2026, 11, 24))
    assert handed.wants_colleague
    text_key, values = talk.said(handed.decision)
    assert text_key == "handover_colleague_there"
    assert values["callback_on"] == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("moment", "urgency", "callback_on"),
    [
        (MONDAY_EVENING, "asked", date(2026, 11, 24)),
        (SATURDAY, "asked", date(2026, 11, 23)),
        (CHRISTMAS, "normal", date(2026, 12, 28)),
        (CHRISTMAS, "danger", date(2026, 12, 28)),
        (MONDAY_EVENING, "threat", date(2026, 11, 24)),
    ],
)
def test_outside_opening_hours_the_promise_is_a_working_day(
    talk: Talk, moment: datetime, urgency: str, callback_on: date
) -> None:
    with talk.turn(moment) as turn:
        handed = hand_over(turn, "asked", urgency)
    assert (handed.is_open_now, handed.callback_on) == (False, callback_on)
    assert talk.said(handed.decision)[0] == "handover_closed_now"


def test_danger_in_opening_hours_is_for_today(talk: Talk) -> None:
    with talk.turn() as turn:
        assert hand_over(turn, "crisis", "danger").callback_on == date(2026, 11, 23)


def test_asking_again_returns_the_same_hand_over(talk: Talk) -> None:
    with talk.turn() as turn:
        first, again = hand_over(turn, "asked", "asked"), hand_over(turn, "asked", "asked")
    rows, entries = talk.rows(), talk.evidence()
    with talk.turn() as turn:
        assert hand_over(turn, "asked", "asked") == first == again
    assert (talk.rows(), talk.evidence()) == (rows, entries)


@pytest.mark.parametrize("first", URGENCIES)
@pytest.mark.parametrize("second", URGENCIES)
def test_an_open_hand_over_takes_the_higher_urgency(talk: Talk, first: str, second: str) -> None:
    with talk.turn() as turn:
        one = hand_over(turn, "asked", first)
    with talk.turn() as turn:
        two = hand_over(turn, "asked", second)
    assert two.decision == one.decision
    assert two.callback_on <= one.callback_on
    [row] = talk.rows()["handovers"]
    assert row["urgency"] == max(first, second, key=URGENCIES.index)


def test_a_missed_call_back_is_admitted_and_gets_a_new_day(talk: Talk) -> None:
    with talk.turn() as turn:
        first = hand_over(turn, "asked", "asked")
    with talk.turn(datetime(2026, 11, 26, 10, 0, tzinfo=UTC)) as turn:
        again = hand_over(turn, "asked", "asked")
    assert again.decision == first.decision
    text_key, values = talk.said(again.decision)
    assert text_key == "handover_late"
    assert (values["missed_on"], values["callback_on"]) == (date(2026, 11, 24), date(2026, 11, 27))
    assert len(talk.evidence("handover_late")) == 1


@pytest.mark.parametrize(("reason", "urgency"), [("asked", "now"), ("Hij zei dat...", "asked")])
def test_free_text_and_unknown_urgencies_are_refused(talk: Talk, reason: str, urgency: str) -> None:
    with talk.turn() as turn, pytest.raises(BadRequest):
        hand_over(turn, reason, urgency)
    assert talk.rows()["handovers"] == []


def test_the_conversation_waits_only_when_a_colleague_is_to_take_it(talk: Talk) -> None:
    with talk.turn() as turn:
        request_erasure(turn)
        assert not wants_colleague(turn.unit)
        hand_over(turn, "asked", "asked")
        assert wants_colleague(turn.unit)
    with talk.turn() as turn:
        hand_over(turn, "asked", "asked")
        assert wants_colleague(turn.unit)


def test_colleagues_see_the_most_urgent_question_first(talk: Talk, start_talk) -> None:
    other = start_talk()
    with talk.turn() as turn:
        request_erasure(turn)
        hand_over(turn, "asked", "asked")
    with other.turn() as turn:
        hand_over(turn, "crisis", "danger")
    with talk.database.unit() as unit:
        questions = open_questions(unit)
    assert [(question.case_id, question.urgency) for question in questions] == [
        (other.case_id, "danger"),
        (talk.case_id, "asked"),
        (talk.case_id, "normal"),
    ]
