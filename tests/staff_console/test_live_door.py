"""Who hears what changes in the console, and until when (ASVS 5.0: 4.4.2, 7.4)."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
import socketio
import uvicorn

from casework.context import Turn
from casework.intake import set_audience
from casework.store import case_with
from staff_console import live
from staff_console.store import member_with

URL = "http://localhost:8011"
OWN = {"origin": URL}
CASES = {
    "own page": (OWN, "complete", True),
    "own page, polling": ({"sec-fetch-site": "same-origin"}, "complete", True),
    "foreign": ({"origin": "https://evil.example"}, "complete", False),
    "foreign, says it is ours": (
        {"origin": "https://evil.example", "sec-fetch-site": "same-origin"},
        "complete",
        False,
    ),
    "null": ({"origin": "null"}, "complete", False),
    "missing": ({}, "complete", False),
    "cross-site": ({"sec-fetch-site": "cross-site"}, "complete", False),
    "nobody": (OWN, "none", False),
    "password alone": (OWN, "half", False),
    "a role without a queue": (OWN, "admin", False),
    "logged out": (OWN, "ended", False),
}


async def test_only_a_colleague_at_the_desk_from_our_own_page_opens_a_socket(office):
    office.hire("half")
    half = office.browser()
    await half.open("/inloggen")
    await half.post("/inloggen", name="half", password="paarse olifant fietst naar zee")
    ended = await office.colleague("ended")
    cookies = {"half": half.http.cookies["console"], "ended": ended.http.cookies["console"]}
    await ended.open("/mijn-account")
    await ended.post("/uitloggen")
    for name, role in (("complete", "worker"), ("admin", "admin")):
        cookies[name] = (await office.colleague(name, role)).http.cookies["console"]
    opened = {}
    for name, (headers, who, _) in CASES.items():
        cookie = {"cookie": f"console={cookies[who]}"} if who in cookies else {}
        opened[name, "polling"] = await _polls(office.app, headers | cookie)
        opened[name, "websocket"] = await _opens(office.app, headers | cookie)
    expected = {(n, how): case[2] for n, case in CASES.items() for how in ("polling", "websocket")}
    assert opened == expected


async def test_a_socket_is_cut_when_its_session_ends(office, monkeypatch):
    monkeypatch.setattr(live, "CHECK_SESSIONS_SECONDS", 0.1)
    anna = await office.colleague("anna")
    await anna.open("/mijn-account")
    async with listening(office) as address:
        client, gone = socketio.AsyncClient(reconnection=False), asyncio.Event()
        client.on("disconnect", lambda *_: gone.set())
        await client.connect(address, headers=own(address, anna), transports=["websocket"])
        await asyncio.sleep(0.5)
        assert not gone.is_set()
        await anna.post("/uitloggen")
        await asyncio.wait_for(gone.wait(), 20)


async def test_only_who_may_see_employees_hears_of_their_conversations(office):
    chats = ("employee", "customer", "other")
    for chat in chats:
        office.desk.say("ik wil een mens spreken", chat=chat)
    talks = {chat: office.desk.conversation(chat).id for chat in chats}
    with office.database.unit() as unit:
        case = case_with(unit, office.desk.conversation("employee").case_id)
        set_audience(Turn(unit, case, "", "test", office.desk.turns.organisation), "employee")
        unit.commit()
    anna = await office.colleague("anna")
    eva = await office.colleague("eva", may_see_employees=True)
    async with (
        listening(office) as address,
        hearing(address, anna) as anna_hears,
        hearing(address, eva) as eva_hears,
    ):
        office.desk.say("er is loonbeslag", chat="employee")
        assert await up_to(talks["employee"], eva_hears) == {talks["employee"]}
        office.desk.say("ik kan niet betalen", chat="customer")
        assert await up_to(talks["customer"], anna_hears) == {talks["customer"]}
        await up_to(talks["customer"], eva_hears)
        with office.database.unit() as unit:
            member_with(unit, office.ids["eva"]).may_see_employees = False
            unit.commit()
        office.desk.say("nog iets", chat="employee")
        office.desk.say("nog iets", chat="other")
        for heard in (anna_hears, eva_hears):
            assert talks["employee"] not in await up_to(talks["other"], heard)


@asynccontextmanager
async def listening(office) -> AsyncIterator[str]:
    """Serve the console behind a real port, with its news."""
    port = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(office.app, log_level="error", lifespan="off"))
    tasks = [
        asyncio.create_task(server.serve(sockets=[port])),
        asyncio.create_task(office.live.run()),
    ]
    try:
        yield f"http://127.0.0.1:{port.getsockname()[1]}"
    finally:
        server.should_exit = True
        tasks[1].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def hearing(address: str, colleague) -> AsyncIterator[asyncio.Queue[str]]:
    """The talks that a colleague's page hears of."""
    client, heard = socketio.AsyncClient(reconnection=False), asyncio.Queue()
    client.on("talk_changed", lambda news: heard.put_nowait(news["talk"]))
    await client.connect(address, headers=own(address, colleague), transports=["websocket"])
    try:
        yield heard
    finally:
        await client.disconnect()


def own(address: str, colleague) -> dict[str, str]:
    return {"origin": address, "cookie": f"console={colleague.http.cookies['console']}"}


async def up_to(talk: str, heard: asyncio.Queue[str]) -> set[str]:
    """Return all that is heard up to ``talk``."""
    found: set[str] = set()
    while talk not in found:
        found.add(await asyncio.wait_for(heard.get(), 20))
    return found


async def _polls(app: Any, headers: dict[str, str]) -> bool:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=URL) as http:
        path = "/socket.io/?EIO=4&transport=polling"
        status = (await http.get(path, headers=headers)).status_code
    assert status in (200, 403)
    return status == 200


async def _opens(app: Any, headers: dict[str, str]) -> bool:
    """Whether a WebSocket is accepted; what is refused is closed before that."""
    said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    heard.put_nowait({"type": "websocket.connect"})
    sent = {"host": "localhost:8011", "connection": "upgrade", "upgrade": "websocket"} | headers
    scope = {
        "type": "websocket",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "ws",
        "path": "/socket.io/",
        "raw_path": b"/socket.io/",
        "query_string": b"EIO=4&transport=websocket",
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
        "client": ("127.0.0.1", 1),
        "server": ("localhost", 8011),
        "subprotocols": [],
        "state": {},
    }
    task = asyncio.create_task(app(scope, heard.get, said.put))
    first = await asyncio.wait_for(said.get(), 10)
    heard.put_nowait({"type": "websocket.disconnect", "code": 1000})
    await asyncio.wait_for(task, 10)
    return bool(first["type"] == "websocket.accept")


pytestmark = pytest.mark.timeout(120)
