"""What nobody foresaw stops one message, never the product."""

from __future__ import annotations

import asyncio
import contextlib
import threading

import pytest
from sqlalchemy import delete

from bot import outbox
from bot.gateway import Gateway
from bot.messages import SendResult, Sent
from bot.store import OutboxRow
from bot.turn import TurnTaker
from storage.errors import DatabaseRefused


class _Channel:
    """Keeps what is sent; ``before`` runs while a message is on its way."""

    name = "test"

    def __init__(self) -> None:
        self.sent = []
        self.before = lambda: None

    async def send(self, chat, message):
        self.before()
        self.sent.append(message.key)
        return SendResult(Sent.SENT)


@contextlib.asynccontextmanager
async def _running(desk, channel, threads=1):
    gateway = Gateway(desk.database, desk.turns, threads)
    task = asyncio.create_task(gateway.run([channel]))
    yield gateway
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def _until(condition):
    for _ in range(100):
        if condition():
            return True
        await asyncio.sleep(0.05)
    return False


async def test_a_turn_that_breaks_where_nobody_expects_it_ends_no_thread(desk, monkeypatch):
    take, broken = TurnTaker.take, []

    def break_once(self, lease):
        if not broken:
            broken.append(lease)
            raise RuntimeError("a bug in the very last net")
        take(self, lease)

    monkeypatch.setattr(TurnTaker, "take", break_once)
    channel = _Channel()
    desk.receive("kapot", chat="c1")
    desk.receive("hallo", chat="c2")
    async with _running(desk, channel):
        assert await _until(lambda: "utter_question" in channel.sent)


async def test_a_database_that_cannot_be_opened_for_a_moment_stops_nothing(desk, monkeypatch):
    take, times = outbox.take_waiting, []

    def refuse_once(*arguments):
        times.append(1)
        if len(times) == 1:
            raise DatabaseRefused("cannot be read now")
        return take(*arguments)

    monkeypatch.setattr(outbox, "take_waiting", refuse_once)
    channel = _Channel()
    desk.receive("hallo")
    async with _running(desk, channel):
        assert await _until(lambda: "utter_question" in channel.sent)


async def test_danger_is_answered_while_every_other_turn_waits_for_the_dialogue(desk):
    busy, may_go = threading.Semaphore(0), threading.Event()

    def wait(_request):
        busy.release()
        may_go.wait(20)
        return [{"text": "Ja", "utter_action": "utter_yes"}]

    desk.answer = wait
    channel = _Channel()
    for number in range(2):
        desk.receive("hallo", chat=f"c{number}")
    async with _running(desk, channel, threads=2) as gateway:
        for _ in range(2):
            assert await asyncio.to_thread(busy.acquire, timeout=10)
        desk.receive("ik wil dood", chat="danger")
        gateway.wake()
        was_answered = await _until(lambda: "safeguards:suicide" in channel.sent)
        may_go.set()
        assert was_answered
        assert "utter_yes" not in channel.sent


async def test_who_is_forgotten_while_a_message_is_on_its_way_holds_up_nobody(desk):
    desk.receive("hallo", chat="forgotten")
    desk.take_turns()
    channel = _Channel()

    def forget():
        channel.before = lambda: None
        with desk.database.unit() as unit:
            unit.session.execute(delete(OutboxRow))
            unit.commit()

    channel.before = forget
    async with _running(desk, channel) as gateway:
        assert await _until(lambda: channel.sent)
        desk.receive("hallo", chat="next")
        gateway.wake()
        assert await _until(lambda: "utter_question" in channel.sent[1:])


@pytest.mark.parametrize("content", [{}, {"text": "x"}, {"decision": "arrangement:"}])
def test_a_row_that_cannot_be_put_into_words_is_passed_over(desk, content):
    desk.say("hallo")
    with desk.database.unit() as unit:
        row = unit.session.query(OutboxRow).order_by(OutboxRow.id.desc()).first()
        assert row is not None
        row.content, row.state = content, "pending"
        unit.commit()
    assert desk.keys("hallo") + [each.key for each in desk.sent()] == ["utter_question"]
