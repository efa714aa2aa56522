"""Who may send what, and when: two senders, and a clock that is put back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import time_machine

from bot import outbox

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_of_two_senders_that_look_at_once_only_one_takes_a_message(desk, monkeypatch):
    desk.receive("hallo")
    desk.take_turns()
    look, other = outbox._first_of_each, []

    def be_overtaken(unit, channel):
        rows = look(unit, channel)
        if not other:
            other.append(None)
            other[:] = outbox.take_waiting(desk.database, channel)
        return rows

    monkeypatch.setattr(outbox, "_first_of_each", be_overtaken)
    assert outbox.take_waiting(desk.database, "test") == []
    assert len(other) == 1


def test_a_clock_that_is_put_back_a_day_holds_up_no_answer(desk):
    with time_machine.travel(NOON, tick=False) as clock:
        desk.receive("hallo")
        desk.take_turns()
        (first,) = outbox.take_waiting(desk.database, "test")
        outbox.put_back(desk.database, first.message.id, 3_000_000)
        assert outbox.take_waiting(desk.database, "test") == []
        clock.shift(-timedelta(days=1))
        assert outbox.take_waiting(desk.database, "test") == [first]
