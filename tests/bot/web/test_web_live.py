"""The socket.io protocol, played by python-socketio's client against a real server."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import Any

import pytest
from running_socket import Served, served_text, serving
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from bot.store import InboxRow, WebSession
from bot.web_sessions import still_open
from storage.database import Database
from storage.unit_of_work import UnitOfWork


async def test_a_pages_session_is_its_cookie_whatever_it_asks_for(served: Served) -> None:
    one, page = await served.browser()
    other = await served.connect()
    others_id = await other.request()
    confirmed = await page.request(others_id)
    assert confirmed != others_id
    assert confirmed not in (one.http.cookies["warmwijzer"], None)
    await other.say("geheim van de ander")
    await other.answers("U zei: geheim van de ander")
    assert page.heard == []


async def test_the_id_that_a_page_gets_opens_nothing_elsewhere(served: Served) -> None:
    _, page = await served.browser()
    shown = await page.request()
    stranger = await served.connect()
    assert await stranger.request(shown) != shown


@pytest.mark.parametrize("chosen", ["", "x", "a" * 10_000, 5, None, ["x"], {"a": 1}, "\ud800"])
async def test_a_chosen_session_id_is_never_taken_over(served: Served, chosen: Any) -> None:
    client = await served.connect()
    assert await client.request(chosen) != chosen


async def test_what_was_missed_comes_after_the_last_id_once_and_in_order(served: Served) -> None:
    client = await served.connect()
    session = await client.request()
    await client.say("een")
    await client.answers("U zei: een")
    last = None
    await client.say("twee")
    last = await client.answer()
    await client.io.disconnect()
    back = await served.connect()
    assert await back.request(session, after=last["metadata"]["id"] - 1) == session
    assert (await back.answer())["metadata"]["id"] == last["metadata"]["id"]
    await asyncio.sleep(0.3)
    assert back.heard == []


async def test_messages_are_handled_in_the_order_in_which_they_were_sent(served: Served) -> None:
    client = await served.connect()
    await client.request()
    for number in range(10):
        await client.io.emit("user_uttered", {"message": f"nummer {number}"})
    said = await client.answers("U zei: nummer 9")
    assert said[-10:] == [f"U zei: nummer {number}" for number in range(10)]


async def test_the_same_message_id_is_one_message(served: Served) -> None:
    client = await served.connect()
    await client.request()
    for _ in range(5):
        assert (await client.say("betaal 50", message_id="0f0f0f0f-1"))["accepted"]
    await client.answers("U zei: betaal 50")
    await asyncio.sleep(0.3)
    assert client.heard == []
    with served.chat.database.unit() as unit:
        assert unit.session.scalar(select(func.count()).select_from(InboxRow)) == 1


async def test_closing_the_conversation_cuts_its_windows(served: Served) -> None:
    visitor, page = await served.browser()
    await page.request()
    await visitor.open()
    await visitor.post("/sluiten")
    for _ in range(100):
        if not page.io.connected:
            break
        await asyncio.sleep(0.05)
    assert not page.io.connected


async def test_a_session_closed_elsewhere_takes_no_message(served: Served) -> None:
    client = await served.connect()
    await client.request()
    await client.say("hallo")
    with served.chat.database.unit() as unit:
        for session in unit.session.scalars(select(WebSession)):
            unit.session.delete(session)
        unit.commit()
    refused = await client.say("nog iets")
    assert refused == {"accepted": False, "text": served_text("unknown_session")}


@pytest.mark.parametrize("failures", [0, 1])
async def test_a_session_closed_elsewhere_is_cut_within_a_minute(
    served: Served, monkeypatch: pytest.MonkeyPatch, failures: int
) -> None:
    """Also when the database was away at the moment of a look."""
    looks: list[int] = []

    def look(unit: UnitOfWork, token_hashes: Collection[str]) -> set[str]:
        looks.append(1)
        if len(looks) <= failures:
            raise OperationalError("", {}, Exception("away"))
        return still_open(unit, token_hashes)

    monkeypatch.setattr("bot.web.live.SWEEP_SECONDS", 0.2)
    monkeypatch.setattr("bot.web.live.still_open", look)
    client = await served.connect()
    await client.request()
    with served.chat.database.unit() as unit:
        for session in unit.session.scalars(select(WebSession)):
            unit.session.delete(session)
        unit.commit()
    for _ in range(100):
        if not client.io.connected:
            break
        await asyncio.sleep(0.05)
    assert not client.io.connected


async def test_too_many_messages_are_told_but_danger_is_answered(served: Served) -> None:
    client = await served.connect()
    await client.request()
    answers = [
        await client.say(f"bericht {number}", message_id=f"m{number:07}") for number in range(30)
    ]
    refused = [answer for answer in answers if not answer["accepted"]]
    assert refused and "veel berichten" in refused[-1]["text"]
    client.heard.clear()
    assert (await client.say("ik wil dood"))["accepted"]
    for _ in range(60):
        if "0800-0113" in (await client.answer())["text"]:
            return
    raise AssertionError("danger was not answered")


async def test_new_sessions_are_limited_and_running_ones_are_not(database: Database) -> None:
    async with serving(database, new_chats=1) as served:
        client = await served.connect()
        await client.request()
        second = await served.connect()
        await second.io.emit("session_request", {})
        assert "kan er nu geen gesprek bij" in (await second.answer())["text"]
        assert (await client.say("ik was er al"))["accepted"]
