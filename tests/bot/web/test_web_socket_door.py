"""Who may open a socket: decided before it is accepted (ASVS 5.0: 4.4.2)."""

from __future__ import annotations

import pytest
from running_socket import may_open
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
    assert await may_open(https_chat, transport, sent) is may


@pytest.mark.parametrize("transport", ["polling", "websocket"])
async def test_a_closed_session_opens_no_socket(https_chat: WebChat, transport: str) -> None:
    visitor = https_chat.visitor()
    await visitor.begin()
    cookie = f"__Host-warmwijzer={visitor.http.cookies['__Host-warmwijzer']}"
    headers = {"origin": "https://hulp.example.org", "cookie": cookie}
    assert await may_open(https_chat, transport, headers)
    await visitor.post("/sluiten")
    assert not await may_open(https_chat, transport, headers)
