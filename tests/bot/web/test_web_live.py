"""The socket.io protocol, played by python-socketio's client against a real server."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import socketio
import uvicorn
from running_web import Visitor, WebChat, WebSettings, running_chat
from sqlalchemy import func, select

from bot.store import InboxRow, WebSession
from storage.database import Database


@dataclass
class Client:
    """One connected client."""

    io: socketio.AsyncClient
    heard: list[dict[str, Any]] = field(default_factory=list)

    async def request(self, session_id: Any = None, **more: Any) -> str:
        """Ask for a session and return the id that is confirmed."""
        confirmed: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.io.on("session_confirm", lambda said: confirmed.done() or confirmed.set_result(said))
        await self.io.emit("session_request", {"session_id": session_id} | more)
        return await asyncio.wait_for(confirmed, 5)

    async def say(self, message: Any, **more: Any) -> Any:
        """Send a message and return what the server answers to it."""
        return await self.io.call("user_uttered", {"message": message} | more, timeout=10)

    async def answer(self) -> dict[str, Any]:
        """Wait for the next thing that is said, and return it."""
        for _ in range(200):
            if self.heard:
                return self.heard.pop(0)
            await asyncio.sleep(0.05)
        raise AssertionError("nothing was said")

    async def answers(self, text: str) -> list[str]:
        """Wait until ``text`` is said; return everything said up to then."""
        said = [""]
        while said[-1] != text:
            said.append((await self.answer())["text"])
        return said[1:]


@dataclass
class Served:
    """A web chat behind a real port."""

    chat: WebChat
    address: str

    async def connect(self, **headers: str) -> Client:
        """Return a new connected client."""
        client = Client(socketio.AsyncClient(reconnection=False))
        client.io.on("bot_uttered", client.heard.append)
        await client.io.connect(self.address, headers=headers, transports=["websocket"])
        return client

    async def browser(self) -> tuple[Visitor, Client]:
        """Return a browser that began a conversation, and the socket of its page."""
        http = httpx.AsyncClient(base_url=self.address, headers={"origin": self.address})
        visitor = Visitor(http)
        await visitor.begin()
        cookie = f"warmwijzer={http.cookies['warmwijzer']}"
        return visitor, await self.connect(cookie=cookie, origin=self.address)


@asynccontextmanager
async def serving(database: Database, new_chats: int = 1000) -> AsyncIterator[Served]:
    listening = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    async with running_chat(database, WebSettings(address, new_chats)) as chat:
        config = uvicorn.Config(chat.app, log_level="critical", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        running = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started:
            await asyncio.sleep(0.01)
        yield Served(chat, address)
        server.should_exit = True
        await running


@pytest.fixture
async def served(database: Database) -> AsyncIterator[Served]:
    async with serving(database) as running:
        yield running


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


async def test_a_session_closed_elsewhere_is_cut_within_a_minute(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.live.SWEEP_SECONDS", 0.2)
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


@pytest.mark.parametrize("message", [None, 5, True, ["a"], {"a": {"b": []}}, 1.5])
async def test_what_is_no_text_is_refused_with_a_sentence(served: Served, message: Any) -> None:
    client = await served.connect()
    await client.request()
    assert await client.say(message) == {"accepted": False, "text": served_text("not_text")}
    assert (await client.answer())["text"] == served_text("not_text")


async def test_a_text_over_the_limit_is_refused_with_a_sentence(served: Served) -> None:
    client = await served.connect()
    await client.request()
    refused = await client.say("x" * 16_385, message_id="12345678")
    assert refused == {"accepted": False, "text": served_text("too_long")}
    assert (await client.say("x" * 16_384, message_id="12345679"))["accepted"]


ODD_TEXTS = {
    "empty": "",
    "white space": " \u2003\n",
    "10,000 characters": "ik kan niet betalen " * 500,
    "emoji": "😀🙏🏽👨‍👩‍👧",
    "right to left": "لا أستطيع الدفع ٥٠ يورو",
    "right-to-left override": "\u202ebetalen\u202c",
    "control characters": "be\x00ta\x1b[31mlen\x07",
    "lone surrogate": "be\ud800ta\udfffl",
    "slash intent": "/restart",
    "slash behind white space": "\u2003\xa0/affirm{}",
    "null byte": "\x00",
}


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS.keys())
async def test_odd_text_gets_an_answer_and_the_conversation_goes_on(
    served: Served, text: str
) -> None:
    client = await served.connect()
    await client.request()
    assert (await client.say(text))["accepted"]
    first = await client.answer()
    assert first["text"]
    assert (await client.say("gewone tekst"))["accepted"]
    said = await client.answers("U zei: gewone tekst")
    assert not any("U koos" in each for each in said)


@pytest.mark.parametrize(
    "packet",
    [
        b"42" + b"[" * 1000 + b"]" * 1000,
        b'42["user_uttered",' + b'{"a":' * 1000 + b"1" + b"}" * 1000 + b"]",
        b"42not json",
        b"4299999999999999999999",
        b'42["user_uttered"]',
        b'42["connect"]',
        b'42["unknown",1]',
        b"42",
        b"451-",
        b"\xff\xfe",
        b'42["user_uttered",{"message":"' + b"x" * 1_000_000 + b'"}]',
    ],
    ids=lambda packet: packet[:24].decode("latin-1"),
)
async def test_a_broken_packet_harms_nobody(served: Served, packet: bytes) -> None:
    well = await served.connect()
    await well.request()
    async with httpx.AsyncClient(base_url=served.address) as http:
        path = "/socket.io/?EIO=4&transport=polling"
        sid = (await http.get(path)).text.partition('"sid":"')[2].partition('"')[0]
        await http.post(f"{path}&sid={sid}", content=b"40")
        answer = await http.post(f"{path}&sid={sid}", content=packet)
        assert answer.status_code < 500
    assert (await well.say("ik merk er niets van"))["accepted"]


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
        assert "andaag" in (await second.answer())["text"] or second.heard == []
        assert (await client.say("ik was er al"))["accepted"]


def served_text(name: str) -> str:
    from running_web import ORGANISATION

    from bot.web.texts import texts_for

    return str(texts_for(ORGANISATION)["error"][name])
