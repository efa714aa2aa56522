"""Who may open a socket: decided before the connection is accepted."""

from __future__ import annotations

import logging

from bot.web.site import Site
from web.asgi import App, Receive, Scope, Send, headers_of

log = logging.getLogger(__name__)
VISIT = "web_visit"
SOCKET_PATH = "/socket.io"
MOST_BYTES = 131_072
_MOST_DIGITS = 9  # int() raises for thousands of them


class SocketDoor:
    """Lets our own page and clients without a cookie through to the socket.io server.

    Another site, or a session that is closed or too old, is refused (403; a WebSocket is closed
    before it is accepted), and so is a body that is too large (413). The session that was found is
    left in the scope.
    """

    def __init__(self, server: App, site: Site) -> None:
        self._server = server
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one socket.io request."""
        headers = headers_of(scope)
        cookie = self._site.cookie_in(headers)
        visit = await self._site.visit(cookie)
        own = self._site.origins.allows_socket(headers, cookie is not None)
        if not own or (cookie is not None and visit is None):
            log.info("socket refused: %s", "session" if own else "origin")
            await _refuse(scope, receive, send, 403)
            return
        if scope.get("method") == "POST" and not _is_small(headers):
            await _refuse(scope, receive, send, 413)
            return
        scope[VISIT] = visit
        await self._server(scope, receive, send)


def _is_small(headers: dict[str, str]) -> bool:
    """Whether a body is small enough: the socket.io server reads all of it before it looks."""
    length = headers.get("content-length", "")
    return length.isdecimal() and len(length) <= _MOST_DIGITS and int(length) <= MOST_BYTES


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": ""})
        return
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [(b"content-type", b"text/plain; charset=utf-8")],
        }
    )
    await send({"type": "http.response.body", "body": b"", "more_body": False})
