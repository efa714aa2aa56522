"""Who holds a conversation, for how long, and what a turn that lost it may still do: nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.exc import DataError, OperationalError

from bot import inbox
from bot.dialogue_client import DialogueAnswer
from bot.errors import DialogueUnavailable, WorkerLost
from bot.messages import Inbound, Kind
from bot.store import Conversation

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def _take_all(desk):
    desk.take_turns()
    return [message.key for message in desk.sent()]


def test_a_turn_that_wakes_up_after_its_message_was_handled_does_nothing(desk):
    with time_machine.travel(NOON, tick=False) as clock:
        desk.receive("60 euro")
        late = inbox.lease_next(desk.database)
        clock.shift(inbox.LEASE + timedelta(seconds=1))
        assert _take_all(desk).count("utter_question") == 1
        desk.turns.take(late)
        assert [request.text for request in desk.asked] == ["60 euro"]
        assert desk.sent() == []


@pytest.mark.parametrize("error", [DialogueUnavailable("slow"), RuntimeError("a bug")])
def test_a_turn_that_fails_after_another_took_over_changes_nothing(desk, error):
    with time_machine.travel(NOON, tick=False) as clock:
        desk.receive("60 euro")
        late = inbox.lease_next(desk.database)

        def be_overtaken(_request):
            desk.answer = lambda _: [{"text": "Ja", "utter_action": "utter_yes"}]
            clock.shift(inbox.LEASE + timedelta(seconds=1))
            assert "utter_yes" in _take_all(desk)
            raise error

        desk.answer = be_overtaken
        desk.turns.take(late)
        desk.turns.take(late)
        assert desk.sent() == []
        assert desk.conversation().not_before is None


def test_a_turn_that_a_colleague_overtook_is_done_again_at_once(desk):
    def be_overtaken(_request):
        desk.answer = lambda _: [{"text": "Ja", "utter_action": "utter_yes"}]
        with desk.database.unit() as unit:
            unit.session.get_one(Conversation, desk.conversation().id).owner = "waiting"
            unit.commit()
        return [{"text": "Nee", "utter_action": "utter_no"}]

    desk.say("hallo")
    desk.answer = be_overtaken
    desk.receive("60 euro")
    assert _take_all(desk) == ["utter_yes"]


def test_a_message_that_the_database_refuses_goes_to_a_colleague(desk):
    desk.answer = _raise(DataError("", {}, Exception("value too long")))
    assert "notices:not_handled" in desk.keys("kapot")


def test_a_database_that_is_away_is_no_fault_of_the_message(desk):
    with time_machine.travel(NOON, tick=False) as clock:
        works, desk.answer = desk.answer, _raise(OperationalError("", {}, Exception("gone")))
        desk.receive("hallo")
        for _ in range(5):
            lease = inbox.lease_next(desk.database)
            with pytest.raises(OperationalError):
                desk.turns.take(lease)
            clock.shift(inbox.LEASE + timedelta(seconds=1))
        desk.answer = works
        assert "utter_question" in _take_all(desk)


def test_a_message_that_hangs_every_worker_goes_to_a_colleague_in_the_end(desk):
    with time_machine.travel(NOON, tick=False) as clock:
        desk.say("hallo")
        desk.answer = _raise(WorkerLost("TimeoutError"))
        desk.receive("hangt")
        for _ in range(10):
            desk.take_turns()
            clock.shift(timedelta(minutes=1))
        said = [message.key for message in desk.sent()]
        assert said[:2] == ["notices:trouble", "notices:not_handled"]


def test_an_outage_of_hours_sends_no_message_away(desk):
    with time_machine.travel(NOON, tick=False) as clock:
        desk.say("hallo")
        works, desk.answer = desk.answer, _raise(DialogueUnavailable("starting"))
        desk.receive("60 euro")
        for _ in range(120):
            desk.take_turns()
            clock.shift(timedelta(minutes=1))
        desk.answer = works
        assert _take_all(desk) == ["notices:trouble", "utter_question"]


def test_a_clock_that_is_put_back_a_day_holds_up_nobody(desk):
    with time_machine.travel(NOON, tick=False) as clock:
        desk.receive("hallo")
        assert inbox.lease_next(desk.database) is not None
        desk.answer = _raise(DialogueUnavailable("down"))
        desk.receive("hallo", chat="c2")
        desk.take_turns()
        desk.answer = lambda _: [{"text": "Ja", "utter_action": "utter_yes"}]
        clock.shift(-timedelta(days=1))
        assert desk.take_turns() == 2


def _raise(error):
    def answer(_request) -> DialogueAnswer:
        raise error

    return answer


def test_a_message_that_is_just_being_kept_hides_no_earlier_one(desk):
    if desk.database.is_sqlite:
        pytest.skip("SQLite has one writer at a time: nobody else is keeping anything")
    desk.receive("een")
    later = Inbound("test", "c1", "later", "later", Kind.TEXT, "twee")
    with desk.database.unit() as keeping:
        inbox.receive_in(keeping, later)
        keeping.session.flush()
        keeping.session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        lease = inbox.lease_next(desk.database)
    assert lease is not None
