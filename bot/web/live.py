"""The chat over socket.io, in Rasa's channel protocol.

``session_request`` is answered with ``session_confirm`` of an id that is ours. A page's session is
its cookie; a client without cookies gets a fresh session, whose id is the secret itself, so the
same id given back proves that it is the same client. ``user_uttered`` comes in, ``bot_uttered``
goes out (from :class:`bot.web.channel.WebChannel`).
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import socketio

from bot.addresses import conversation_at
from bot.continue_link import hashed
from bot.history import language_of_words, said_after
from bot.web.channel import uttered
from bot.web.door import MOST_BYTES, VISIT
from bot.web.errors import log_error
from bot.web.site import Site, is_message_id, preferred_language
from bot.web.texts import Texts
from bot.web_sessions import CHANNEL, Visit, still_open
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)
Handler = Callable[..., Awaitable[Any]]
SWEEP_SECONDS = 30.0


@dataclass(frozen=True)
class Guest:
    """One connection: its session, and the id by which the client knows that session."""

    visit: Visit
    session_id: str


class LiveChat:
    """Answers the events of connected clients. Events of one client are handled in order."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._guests: dict[str, Guest] = {}
        self._sweeping: asyncio.Task[None] | None = None
        self.server = socketio.AsyncServer(
            async_mode="asgi",
            async_handlers=False,
            cors_allowed_origins=[],
            max_http_buffer_size=MOST_BYTES,
            http_compression=False,
            logger=False,
            engineio_logger=False,
        )
        self.server.on("connect", self._connect)
        self.server.on("disconnect", self._disconnect)
        self.server.on("session_request", self._guarded(self._session_request))
        self.server.on("user_uttered", self._guarded(self._user_uttered))

    def _guarded(self, handle: Handler) -> Handler:
        """Return ``handle`` with an answer for when it fails: nobody waits for nothing."""

        async def answer(sid: str, data: Any = None) -> Any:
            try:
                return await handle(sid, data)
            except Exception as error:
                log_error(secrets.token_hex(4), error)
                return _not_accepted(self._words(sid)["problem"]["text_500"])

        return answer

    async def _connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        visit: Visit | None = environ["asgi.scope"].get(VISIT)
        if visit is not None:
            await self._bind(sid, Guest(visit, hashed(f"shown:{visit.token_hash}")[:32]))
        if self._sweeping is None:
            self._sweeping = asyncio.create_task(self._sweep())

    async def _disconnect(self, sid: str, reason: Any = None) -> None:
        self._guests.pop(sid, None)

    async def _session_request(self, sid: str, data: Any = None) -> None:
        asked = data if isinstance(data, dict) else {}
        guest = self._guests.get(sid) or await self._let_in(sid, asked.get("session_id"))
        if guest is None:
            return
        await self.server.emit("session_confirm", guest.session_id, to=sid)
        after = asked.get("after")
        if isinstance(after, int) and 0 <= after < 2**53:
            missed = await self._site.read(
                lambda unit: said_after(unit, CHANNEL, guest.visit.chat, after)
            )
            for line in missed:
                await self.server.emit("bot_uttered", uttered(line), to=sid)

    async def _user_uttered(self, sid: str, data: Any = None) -> dict[str, Any]:
        said = data if isinstance(data, dict) else {}
        guest = self._guests.get(sid) or await self._let_in(sid, said.get("session_id"))
        if guest is None:
            return _not_accepted(self._words(sid)["limit"]["text"])
        reader = await self._reader(guest)
        language = await self._site.language_for(guest.visit)
        if reader is None or said.get("session_id") not in (None, guest.session_id):
            return _not_accepted(self._site.texts_in(language)["error"]["unknown_session"])
        given = said.get("message_id")
        has_own_id = is_message_id(given)
        message_id = str(given) if has_own_id else secrets.token_hex(16)
        refusal = await self._site.take(guest.visit, said.get("message"), message_id)
        if refusal is not None:
            text = self._site.refusal_text(refusal, language)
            return await self._refused(sid, text, is_told_by_answer=has_own_id)
        written = language_of_words(str(said.get("message")), language)
        return {"accepted": True, "reader": reader, "language": written}

    async def _refused(self, sid: str, text: str, is_told_by_answer: bool) -> dict[str, Any]:
        """Say why. Our page reads the answer to its event; another client gets a message."""
        if not is_told_by_answer:
            await self.server.emit("bot_uttered", {"text": text, "metadata": {"id": None}}, to=sid)
        return _not_accepted(text)

    async def _let_in(self, sid: str, presented: Any) -> Guest | None:
        """Bind a client without a cookie: to the session whose secret it gives, or to a new one."""
        token = presented if isinstance(presented, str) else None
        visit = await self._site.visit(token)
        if visit is None or token is None:
            if not self._site.new_chats.take(self._address(sid)):
                text = self._words(sid)["limit"]["text"]
                await self.server.emit("bot_uttered", {"text": text}, to=sid)
                return None
            opened = await self._site.open_visit()
            token, visit = opened.token, opened.visit
        guest = Guest(visit, token)
        await self._bind(sid, guest)
        return guest

    async def _bind(self, sid: str, guest: Guest) -> None:
        self._guests[sid] = guest
        await self.server.enter_room(sid, guest.visit.chat)

    async def _reader(self, guest: Guest) -> str | None:
        """Return who reads ``guest``: assistant or colleague; None for a closed session."""

        def look(unit: UnitOfWork) -> str | None:
            if not still_open(unit, {guest.visit.token_hash}):
                return None
            found = conversation_at(unit, CHANNEL, guest.visit.chat)
            is_with_colleague = found is not None and found.owner == "colleague"
            return "colleague" if is_with_colleague else "assistant"

        return await self._site.read(look)

    async def leave(self, visit: Visit) -> None:
        """Disconnect every window of ``visit``: its session is closed."""
        for sid, guest in list(self._guests.items()):
            if guest.visit == visit:
                await self.server.disconnect(sid)

    async def _sweep(self) -> None:
        """Disconnect clients whose session was closed elsewhere, within half a minute."""
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            try:
                await self._disconnect_closed()
            except Exception as error:
                log_error(secrets.token_hex(4), error)

    async def _disconnect_closed(self) -> None:
        hashes = {guest.visit.token_hash for guest in self._guests.values()}
        open_hashes = await self._site.read(partial(still_open, token_hashes=hashes))
        for sid, guest in list(self._guests.items()):
            if guest.visit.token_hash in hashes - open_hashes:
                await self.server.disconnect(sid)

    def _words(self, sid: str) -> Texts:
        """Return the words for a client without a conversation, in what its browser prefers."""
        environ = self.server.get_environ(sid) or {}
        headers = {"accept-language": environ.get("HTTP_ACCEPT_LANGUAGE", "")}
        return self._site.texts_in(preferred_language(headers))

    def _address(self, sid: str) -> str:
        environ = self.server.get_environ(sid) or {}
        client = environ.get("asgi.scope", {}).get("client") or ("unknown",)
        return str(client[0])


def _not_accepted(text: str) -> dict[str, Any]:
    return {"accepted": False, "text": text}
