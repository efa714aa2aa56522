"""Promise 1: nothing is said to be decided without a committed row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from casework_promises import STEPS
from casework_talk import Talk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.texts.texts import all_texts
from casework.decisions import as_ref, values_of
from casework.errors import DecisionNotFound
from casework.forget import forget
from casework.states import MOVES

STORY = st.lists(st.sampled_from(sorted(STEPS)), min_size=1, max_size=7)
STORIES = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@STORIES
@given(story=STORY, is_lost=st.booleans())
def test_no_text_of_a_decision_without_its_committed_row(
    start_talk: Callable[[], Talk], story: list[str], is_lost: bool
) -> None:
    talk = start_talk()
    decided = set()
    for name in story:
        with talk.turn(commits=not is_lost) as turn:
            decision = STEPS[name](turn)
            if decision is not None and decision not in decided:
                with pytest.raises(DecisionNotFound):
                    talk.said(decision)
        if decision is None:
            continue
        if is_lost:
            with pytest.raises(DecisionNotFound):
                talk.said(decision)
        else:
            decided.add(decision)
            text_key, values = talk.said(decision)
            assert text_key
            assert all(isinstance(value, str | int | date | list) for value in values.values())


@STORIES
@given(story=STORY)
def test_every_step_twice_is_the_same_as_once(
    start_talk: Callable[[], Talk], story: list[str]
) -> None:
    talk = start_talk()
    for name in story:
        with talk.turn() as turn:
            first = STEPS[name](turn)
        rows = talk.rows()
        with talk.turn() as turn:
            again = STEPS[name](turn)
        assert again == first or again is None
        assert talk.rows() == rows


@STORIES
@given(story=STORY)
def test_after_forgetting_nothing_is_left_to_say(
    start_talk: Callable[[], Talk], story: list[str]
) -> None:
    talk = start_talk()
    decided = []
    for name in story:
        with talk.turn() as turn:
            decision = STEPS[name](turn)
        decided += [decision] if decision else []
    with talk.database.unit() as unit:
        forget(unit, talk.case_id)
        unit.commit()
    assert all(rows == [] for rows in talk.rows().values())
    for decision in decided:
        with pytest.raises(DecisionNotFound):
            talk.said(decision)


def test_every_state_that_decides_something_has_a_text_and_no_text_is_unused() -> None:
    silent = {"proposed", "asked", "offered"}
    said = {
        kind: {state for state in moves if state not in silent} for kind, moves in MOVES.items()
    }
    concessions = {
        f"{kind}_{state}"
        for kind in ("postponement", "part_payment", "pause", "debit_day")
        for state in said["concession"]
    }
    handovers = {"colleague_there", "closed_now", "late", "not_taken"} | said["handover"] - {"open"}
    expected = {f"handover_{state}" for state in handovers} | concessions
    expected |= {"consent_given", "consent_withdrawn"}
    often = ("", "_week", "_four_weeks")
    expected |= {f"arrangement_{how}{each}" for how in ("accepted", "changed") for each in often}
    for kind in ("arrangement", "referral", "complaint", "dispute", "erasure", "collection_pause"):
        expected |= {f"{kind}_{state}" for state in said[kind]}
    texts = {key.partition(":")[2] for key in all_texts() if key.startswith("decisions:")}
    assert texts == expected


@pytest.mark.parametrize("ref", ["", "arrangement", "arrangement:", "parcel:1", "handover:nobody"])
def test_a_reference_to_nothing_is_refused(talk: Talk, ref: str) -> None:
    with talk.database.unit() as unit, pytest.raises(DecisionNotFound):
        values_of(unit, ref)


def test_in_the_deciding_turn_itself_there_is_nothing_to_say_yet(talk: Talk) -> None:
    with talk.turn() as turn:
        decision = STEPS["hand_over"](turn)
        assert decision is not None
        with pytest.raises(DecisionNotFound):
            values_of(turn.unit, as_ref(decision))


def test_a_change_that_is_not_committed_is_not_spoken_of(talk: Talk) -> None:
    with talk.turn() as turn:
        decision = STEPS["hand_over"](turn)
    assert decision is not None
    with talk.turn(commits=False) as turn:
        STEPS["danger"](turn)
        assert talk.said(decision)[1]["urgency"] == "asked"
