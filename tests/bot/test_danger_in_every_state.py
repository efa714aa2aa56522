"""Danger is heard however it is written, in every state; and it never talks through a colleague."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from bot.messages import Kind
from bot.store import Conversation
from casework.desk import open_questions
from casework.store import Handover

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "space", ["\t", "\r", "\n", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\xa0"]
)
def test_no_kind_of_space_hides_danger(desk, space):
    assert desk.keys(f"ik{space}wil{space}dood")[0] == "safeguards:suicide"


def test_a_colleague_who_talks_with_somebody_in_danger_is_not_interrupted(desk):
    desk.say("ik wil dood")
    _set_owner(desk, "colleague")
    assert desk.keys("ja, dat is zo") == []
    assert desk.keys("ik wil niet meer leven")[0].startswith("safeguards:suicide")
    assert desk.conversation().danger == "suicide"


def test_danger_again_asks_a_colleague_again_after_the_first_question_was_closed(desk):
    desk.say("ik wil dood")
    with desk.database.unit() as unit:
        unit.session.query(Handover).one().state = "done"
        unit.commit()
    answers = desk.keys("ik wil dood")
    assert answers[0] == "safeguards:suicide_again"
    with desk.database.unit() as unit:
        (question,) = open_questions(unit)
    assert question.urgency == "danger"


def test_danger_again_on_a_later_day_says_that_the_call_back_was_missed(desk):
    with time_machine.travel(NOON, tick=False) as clock:
        desk.say("ik wil dood")
        clock.shift(timedelta(days=2))
        answers = desk.say("ik wil dood")
        assert answers[0].key == "safeguards:suicide_again"
        assert answers[1].key == "decision:handover_late"


@pytest.mark.parametrize("owner", ["assistant", "waiting", "colleague", "closed"])
@pytest.mark.parametrize(
    "kind",
    [Kind.TEXT, Kind.START, Kind.EDITED, Kind.PHOTO, Kind.VOICE, Kind.STICKER, Kind.OTHER],
)
def test_danger_is_answered_first_whoever_has_the_conversation(desk, owner, kind):
    desk.say("hallo")
    _set_owner(desk, owner)
    answers = desk.keys("ik wil dood", kind=kind)
    assert answers[0] == "safeguards:suicide"
    assert answers[1].startswith("decision:handover")


def test_who_writes_in_a_closed_conversation_opens_it_again(desk):
    desk.say("hallo")
    _set_owner(desk, "closed")
    assert desk.keys("hallo") == ["utter_question"]
    assert desk.conversation().owner == "assistant"
    _set_owner(desk, "closed")
    desk.say("medewerker")
    assert desk.conversation().owner == "waiting"


def _set_owner(desk, owner):
    with desk.database.unit() as unit:
        unit.session.get_one(Conversation, desk.conversation().id).owner = owner
        unit.commit()
