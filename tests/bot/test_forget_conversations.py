"""Forgetting removes a person: a search through the bytes of the database finds nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import time_machine

from bot.forget import erase_conversations
from bot.messages import Kind
from bot.retention import remove_old_words
from casework.forget import forget, register_eraser

PLANTED = "Wilhelmina Kerkdijk 3011XY 1234 euro"
NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


def test_after_forgetting_no_byte_of_the_person_is_left(desk, tmp_path):
    register_eraser(erase_conversations)
    desk.answer = lambda request: [{"text": f"U schreef: {request.text}"}]
    desk.say("hallo", chat="somebody-else")
    desk.say(PLANTED, chat="planted-chat-id")
    with desk.database.unit() as unit:
        case_id = desk.conversation("planted-chat-id").case_id
        assert case_id is not None
        forget(unit, case_id)
        unit.commit()
    desk.database.wipe_traces()
    if desk.database.is_sqlite:
        held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
        assert b"Kerkdijk" not in held
        assert b"planted-chat-id" not in held
        assert case_id.encode() not in held
    assert desk.conversation("somebody-else").case_id is not None
    assert desk.keys("hallo", chat="planted-chat-id")[0] == "notices:welcome"


def test_words_go_after_their_term_and_a_second_run_changes_nothing(desk):
    with time_machine.travel(NOON) as traveller:
        desk.say("", kind=Kind.START)
        desk.say(PLANTED)
        traveller.shift(timedelta(days=89))
        assert _removed(desk) == 0
        traveller.shift(timedelta(days=2))
        assert _removed(desk) > 0
        assert _removed(desk) == 0
        assert desk.keys("hallo")[0] == "notices:welcome"


def _removed(desk):
    with desk.database.unit() as unit:
        removed = remove_old_words(unit, 90)
        unit.commit()
    return sum(removed.values())
