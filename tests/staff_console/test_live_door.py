"""Who hears what changes in the console, and until when (ASVS 5.0: 4.4.2, 7.4)."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import httpx
import pytest
import socketio
import uvicorn

from staff_console import live

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
    listening = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    server = uvicorn.Server(uvicorn.Config(office.app, log_level="error", lifespan="off"))
    tasks = [
        asyncio.create_task(server.serve(sockets=[listening])),
        asyncio.create_task(office.live.run()),
    ]
    client, gone = socketio.AsyncClient(reconnection=False), asyncio.Event()
    client.on("disconnect", lambda *_: gone.set())
    try:
        headers = {"origin": address, "cookie": f"console={anna.http.cookies['console']}"}
        await client.connect(address, headers=headers, transports=["websocket"])
        await asyncio.sleep(0.5)
        assert not gone.is_set()
        await anna.post("/uitloggen")
        await asyncio.wait_for(gone.wait(), 20)
    finally:
        await client.disconnect()
        server.should_exit = True
        tasks[1].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


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
