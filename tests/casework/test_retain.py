from __future__ import annotations

from datetime import timedelta

from casework_promises import STEPS
from casework_talk import MONDAY_MORNING, Talk

from casework.decide import decide
from casework.forget import forget
from casework.retain import cases_past_term

TERM = 730


def past_term(talk: Talk, days: int) -> bool:
    with talk.database.unit(MONDAY_MORNING + timedelta(days=days)) as unit:
        return talk.case_id in cases_past_term(unit, TERM)


def test_a_quiet_case_is_kept_for_its_term_and_not_longer(talk: Talk) -> None:
    talk.owes()
    assert [past_term(talk, days) for days in (0, TERM, TERM + 1)] == [False, False, True]


def test_every_new_fact_begins_the_term_again(talk: Talk) -> None:
    talk.owes()
    with talk.turn(MONDAY_MORNING + timedelta(days=100)) as turn:
        STEPS["tell"](turn)
    assert [past_term(talk, days) for days in (TERM + 1, TERM + 101)] == [False, True]


def test_a_case_is_kept_for_its_term_after_the_last_instalment(talk: Talk) -> None:
    for name in ("tell", "choose_fast"):
        with talk.turn() as turn:
            STEPS[name](turn)
    last_due_on = talk.rows()["proposals"][0]["last_due_on"]
    runs_days = (last_due_on - MONDAY_MORNING.date()).days
    assert [past_term(talk, runs_days + days) for days in (TERM, TERM + 1)] == [False, True]


def test_a_case_with_an_unanswered_question_is_kept(talk: Talk) -> None:
    with talk.turn() as turn:
        decision = STEPS["hand_over"](turn)
    assert decision is not None
    assert not past_term(talk, TERM * 2)
    with talk.turn() as turn:
        decide(turn, decision, "done", "colleague_7")
    assert past_term(talk, TERM * 2)


def test_after_forgetting_there_is_nothing_past_its_term(talk: Talk) -> None:
    with talk.database.unit(MONDAY_MORNING + timedelta(days=TERM + 1)) as unit:
        for case_id in cases_past_term(unit, TERM):
            forget(unit, case_id)
        unit.commit()
    assert not past_term(talk, TERM + 1)
