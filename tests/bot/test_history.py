"""What was said stays what was said, and one message that is lost does not hide the others."""

from __future__ import annotations

from bot.history import lines, said_after
from bot.store import OutboxRow
from casework.store import Handover
from storage.types import new_id


def _texts(desk):
    with desk.database.unit() as unit:
        return [line.text for line in lines(unit, "test", "c1")]


def test_a_message_that_cannot_be_worded_hides_no_other(desk):
    desk.say("hallo")
    desk.answer = lambda _: [{"custom": {"decision": f"arrangement:{new_id()}"}}]
    desk.say("akkoord")
    assert _texts(desk)[-1] == "akkoord"
    with desk.database.unit() as unit:
        assert said_after(unit, "test", "c1", 0)


def test_what_was_said_does_not_change_with_what_is_decided_later(desk):
    said = [message.text for message in desk.say("medewerker")]
    with desk.database.unit() as unit:
        unit.session.query(Handover).one().state = "taken"
        unit.commit()
    assert _texts(desk) == ["medewerker", *said]


def test_what_is_repeated_is_repeated_word_for_word(desk):
    (*_, first) = desk.say("medewerker")
    with desk.database.unit() as unit:
        unit.session.query(Handover).one().state = "taken"
        unit.session.get_one(OutboxRow, first.id).state = "pending"
        unit.commit()
    assert desk.sent() == [first]
