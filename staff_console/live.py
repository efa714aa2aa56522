"""Tells open pages that something changed, over socket.io; the page then fetches what is new.

The database is what all processes share, so it is asked a few times a second what is new: no
second system can disagree with it.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import socketio

from casework.desk import open_questions
from staff_console import desk_work
from staff_console.access import may_open
from staff_console.console import Console
from staff_console.sessions import Colleague
from storage.unit_of_work import UnitOfWork
from web.asgi import App, Receive, Scope, Send, headers_of

log = logging.getLogger(__name__)
SOCKET_PATH = "/socket.io"
LOOK_SECONDS = 0.15
CHECK_SESSIONS_SECONDS = 5.0
_DESK = "desk"
_COLLEAGUE = "console_colleague"


class LiveDesk:
    """The socket.io server of the console. A message holds ids only, never words."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._tokens: dict[str, str] = {}
        self._mark: Any = None
        self._queue: object = None
        self.server = socketio.AsyncServer(
            async_mode="asgi", cors_allowed_origins=[], logger=False, engineio_logger=False
        )
        self.server.on("connect", self._connect)
        self.server.on("disconnect", self._disconnect)

    def app(self) -> App:
        """Return the ASGI application; it refuses foreign pages and unknown sessions."""
        served = socketio.ASGIApp(self.server)

        async def door(scope: Scope, receive: Receive, send: Send) -> None:
            headers = headers_of(scope)
            token = self._console.token_in(headers)
            colleague = await self._console.colleague(token, is_use=False)
            if not self._console.origins.allows_form(headers) or not _may_listen(colleague):
                await _refuse(scope, receive, send)
                return
            scope[_COLLEAGUE] = token
            await served(scope, receive, send)

        return door

    async def run(self) -> None:
        """Look for changes and tell the pages, until cancelled."""
        checked = 0.0
        loop = asyncio.get_running_loop()
        while True:
            try:
                if self._tokens:
                    await self._tell()
                    if loop.time() - checked > CHECK_SESSIONS_SECONDS:
                        checked = loop.time()
                        await self._disconnect_ended()
                else:
                    self._mark = None
            except Exception as error:
                log.error("the pages hear nothing now: %s", type(error).__name__)
                await asyncio.sleep(1)
            await asyncio.sleep(LOOK_SECONDS)

    async def _tell(self) -> None:
        mark, talks, of_employees, queue = await self._console.look(self._news)
        is_first = self._mark is None
        queue_changed = queue != self._queue
        self._mark, self._queue = mark, queue
        if is_first:
            return
        if queue_changed:
            await self.server.emit("queue_changed", {}, room=_DESK)
        for sid in await self._appointed() if of_employees else ():
            for talk in of_employees:
                await self.server.emit("talk_changed", {"talk": talk}, to=sid)
        for talk in talks:
            await self.server.emit("talk_changed", {"talk": talk}, room=_DESK)

    def _news(self, unit: UnitOfWork) -> tuple[Any, list[str], list[str], object]:
        """Return the mark, the talks that changed for all, those of employees, and the queue."""
        mark, changed = self._console.talks.news(unit, self._mark)
        talks, of_employees = desk_work.by_audience(self._console, unit, changed)
        queue = tuple(
            (each.handover_id, each.state, each.urgency, each.is_alarmed)
            for each in open_questions(unit)
        )
        return mark, talks, of_employees, queue

    async def _appointed(self) -> list[str]:
        """Return the sockets of whoever may see employees' conversations at this moment."""
        found = []
        for sid, token in list(self._tokens.items()):
            colleague = await self._console.colleague(token, is_use=False)
            if colleague and _may_listen(colleague) and colleague.may_see_employees:
                found.append(sid)
        return found

    async def _disconnect_ended(self) -> None:
        for sid, token in list(self._tokens.items()):
            if not _may_listen(await self._console.colleague(token, is_use=False)):
                await self.server.disconnect(sid)

    async def _connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        if self._mark is None:
            await self._tell()  # what comes after this moment is told; the page fetches the rest
        self._tokens[sid] = environ["asgi.scope"][_COLLEAGUE]
        await self.server.enter_room(sid, _DESK)

    async def _disconnect(self, sid: str, reason: Any = None) -> None:
        self._tokens.pop(sid, None)


def _may_listen(colleague: Colleague | None) -> bool:
    return colleague is not None and colleague.is_complete and may_open("queue", colleague.role)


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": ""})
        return
    await send({"type": "http.response.start", "status": 403, "headers": []})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
