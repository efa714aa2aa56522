"""What is told to who asks how things are: what was decided and is not over."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from casework_talk import MONDAY_MORNING, Talk

from casework.arrange import move_debit_day, postpone
from casework.dispute import dispute
from casework.hand_over import hand_over
from casework.standing import what_stands


def standing(talk: Talk, now: datetime = MONDAY_MORNING) -> list[str]:
    with talk.turn(now) as turn:
        decisions = what_stands(turn)
    return [talk.said(decision)[0] for decision in decisions]


def test_nothing_stands_before_anything_is_decided(talk: Talk) -> None:
    assert standing(talk.owes()) == []


def test_a_postponement_stands_until_its_day_is_past(talk: Talk) -> None:
    with talk.owes().turn() as turn:
        postpone(turn, date(2026, 12, 10))
    on_the_day = datetime.combine(date(2026, 12, 10), MONDAY_MORNING.timetz())
    assert standing(talk, on_the_day) == ["postponement_granted"]
    assert standing(talk, on_the_day + timedelta(days=1)) == []


def test_what_waits_for_a_colleague_is_told_once(talk: Talk) -> None:
    with talk.owes().turn() as turn:
        move_debit_day(turn, 25)
    assert standing(talk) == ["debit_day_with_colleague"]


def test_what_matters_most_comes_first_and_never_more_than_three(talk: Talk) -> None:
    with talk.owes().turn() as turn:
        hand_over(turn, "asked_for_person", "asked")
        postpone(turn, date(2026, 12, 10))
        move_debit_day(turn, 25)
        dispute(turn, "already_paid")
    told = standing(talk)
    assert len(told) == 3
    assert told[-1] == "dispute_received"
    assert "handover_colleague_there" not in told
