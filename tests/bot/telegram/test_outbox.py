"""The outbox: what waits, for how long, and what is given up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
import time_machine

from bot import inbox, outbox
from bot.inbox import Receipt
from bot.messages import Inbound, Kind, SendResult, Sent
from bot.store import Conversation, InboxRow, OutboxRow
from storage.database import Database

_keys = count()
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def put(database: Database, content: dict[str, object], chat: str = "1") -> int:
    """Let somebody of ``chat`` write, and put an answer with ``content`` in the outbox."""
    key = f"k{next(_keys)}"
    assert (
        inbox.receive(database, Inbound("telegram", chat, key, key, Kind.TEXT, "hallo"))
        is Receipt.KEPT
    )
    with database.unit() as unit:
        came = unit.session.query(InboxRow).order_by(InboxRow.id.desc()).first()
        assert came is not None
        row = OutboxRow(
            conversation_id=came.conversation_id,
            address_id=came.address_id,
            inbox_id=came.id,
            content=content,
            created_at=unit.now,
        )
        unit.add(row)
        unit.commit()
        return row.id


def state(database: Database, number: int) -> str:
    with database.unit() as unit:
        return unit.session.get_one(OutboxRow, number).state


def waiting(database: Database) -> list[int]:
    return [each.message.id for each in outbox.take_waiting(database, "telegram")]


HELLO = {"text": "Hallo", "buttons": [], "key": "utter_hello"}


def test_a_later_answer_waits_until_the_earlier_one_is_sent(database: Database) -> None:
    first, second = put(database, HELLO), put(database, HELLO)
    assert waiting(database) == [first]
    assert waiting(database) == []
    outbox.settle(database, first, SendResult(Sent.SENT, "9"))
    assert waiting(database) == [second]


def test_what_was_being_sent_at_a_stop_is_sent_again_and_stays_first(database: Database) -> None:
    first, _ = put(database, HELLO), put(database, HELLO)
    assert waiting(database) == [first]
    assert outbox.resume_after_stop(database, "telegram") == 1
    assert waiting(database) == [first]


def test_an_outage_of_a_day_loses_no_answer_and_after_that_the_next_one_goes(
    database: Database,
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        first, second = put(database, HELLO), put(database, HELLO)
        tries = 0
        while datetime.now(UTC) < NOON + timedelta(hours=23):
            for number in waiting(database):
                outbox.put_back(database, number, 1)
                tries += 1
            clock.shift(timedelta(minutes=1))
        assert state(database, first) == "pending"
        assert tries > 1_000
        clock.shift(timedelta(hours=2))
        assert waiting(database) == [first]
        outbox.put_back(database, first, 1)
        assert state(database, first) == "undeliverable"
        assert waiting(database) == [second]


def test_each_failure_waits_longer_up_to_a_minute(database: Database) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        number, waits = put(database, HELLO), []
        for _ in range(9):
            assert waiting(database) == [number]
            outbox.put_back(database, number, 1)
            later = outbox.next_moment(database, "telegram")
            assert later is not None
            waits.append(int((later - datetime.now(UTC)).total_seconds()))
            clock.move_to(later)
        assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_an_answer_that_no_committed_decision_stands_behind_holds_up_nobody(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    broken = put(database, {"decision": "arrangement:gone"})
    fine = put(database, HELLO)
    assert waiting(database) == []
    assert state(database, broken) == "undeliverable"
    assert "cannot be put into words" in caplog.text
    assert waiting(database) == [fine]


def test_a_notice_outside_a_turn_is_said_once_a_minute(database: Database) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        outbox.settle(database, put(database, HELLO), SendResult(Sent.SENT))
        for _ in range(3):
            outbox.notify(database, "telegram", "1", "notices:too_many")
        clock.shift(timedelta(seconds=61))
        outbox.notify(database, "telegram", "1", "notices:too_many")
        outbox.notify(database, "telegram", "nobody", "notices:too_many")
        said = []
        while rows := waiting(database):
            said += rows
            outbox.settle(database, rows[0], SendResult(Sent.SENT))
        assert len(said) == 2


def test_after_a_stop_a_held_conversation_is_free_at_once(database: Database) -> None:
    put(database, HELLO)
    lease = inbox.lease_next(database)
    assert lease is not None
    assert inbox.lease_next(database) is None
    inbox.resume_after_stop(database)
    assert inbox.lease_next(database) == lease


def test_of_two_turns_with_the_same_message_only_the_first_is_kept(database: Database) -> None:
    put(database, HELLO)
    assert inbox.lease_next(database) is not None
    with database.unit() as slow:
        mine = slow.session.query(Conversation).one()
        inbox.resume_after_stop(database)
        assert inbox.lease_next(database) is not None
        mine.heard_at = slow.now
        with pytest.raises(Exception, match="Another change came first"):
            slow.commit()
