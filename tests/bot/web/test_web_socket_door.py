"""Who may open a socket: decided before it is accepted (ASVS 5.0: 4.4.2)."""

from __future__ import annotations

from typing import Any

import pytest
from running_web import WebChat

SOCKET_CASES = [
    ("own page", {"origin": "https://hulp.example.org"}, True, True),
    ("own page, polling", {"sec-fetch-site": "same-origin"}, True, True),
    ("foreign", {"origin": "https://evil.example"}, False, True),
    ("foreign without cookie", {"origin": "https://evil.example"}, False, False),
    ("null", {"origin": "null"}, False, False),
    ("cross-site polling", {"sec-fetch-site": "cross-site"}, False, True),
    ("missing, with cookie", {}, False, True),
    ("no browser at all", {}, True, False),
    ("local name of another machine", {"origin": "http://localhost"}, False, True),
]


@pytest.mark.parametrize("transport", ["polling", "websocket"])
@pytest.mark.parametrize(("headers", "may", "has_cookie"), [c[1:] for c in SOCKET_CASES])
async def test_a_socket_is_refused_before_it_is_accepted(
    https_chat: WebChat, transport: str, headers: dict[str, str], may: bool, has_cookie: bool
) -> None:
    visitor = https_chat.visitor()
    await visitor.begin()
    sent = dict(headers)
    if has_cookie:
        sent["cookie"] = f"__Host-warmwijzer={visitor.http.cookies['__Host-warmwijzer']}"
    assert await _may_open(https_chat, transport, sent) is may


@pytest.mark.parametrize("transport", ["polling", "websocket"])
async def test_a_closed_session_opens_no_socket(https_chat: WebChat, transport: str) -> None:
    visitor = https_chat.visitor()
    await visitor.begin()
    cookie = f"__Host-warmwijzer={visitor.http.cookies['__Host-warmwijzer']}"
    headers = {"origin": "https://hulp.example.org", "cookie": cookie}
    assert await _may_open(https_chat, transport, headers)
    await visitor.post("/sluiten")
    assert not await _may_open(https_chat, transport, headers)


async def _may_open(chat: WebChat, transport: str, headers: dict[str, str]) -> bool:
    if transport == "websocket":
        headers = headers | {"connection": "upgrade", "upgrade": "websocket"}
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope: dict[str, Any] = {
        "type": "websocket" if transport == "websocket" else "http",
        "method": "GET",
        "path": "/socket.io/",
        "raw_path": b"/socket.io/",
        "query_string": f"EIO=4&transport={transport}".encode(),
        "headers": [(b"host", b"hulp.example.org"), *pairs],
        "client": ("192.0.2.1", 1),
        "asgi": {"version": "3.0"},
        "scheme": "wss" if transport == "websocket" else "https",
    }
    sent: list[dict[str, Any]] = []
    incoming = [{"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1000}]

    async def receive() -> dict[str, Any]:
        if transport == "polling":
            return {"type": "http.request", "body": b"", "more_body": False}
        return incoming.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await chat.app(scope, receive, send)
    if transport == "websocket":
        return sent[0]["type"] == "websocket.accept"
    return sent[0]["status"] == 200
