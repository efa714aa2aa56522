"""One person's talk over one wire: a line goes in, the answers of that turn come out."""

from __future__ import annotations

import asyncio
from typing import Any, Protocol
from uuid import uuid4

import aiohttp
import socketio

from bot.messages import Inbound, Kind, Outbound, SendResult, Sent

TURN_SECONDS = 120.0
QUIET_SECONDS = 1.5


class Talk(Protocol):
    """A talk. ``expected`` is how many answers end the turn; None: until it is quiet."""

    waits_for_quiet: bool

    async def open(self) -> None:
        """Connect."""

    async def say(self, line: str, expected: int | None) -> list[str]:
        """Say ``line`` and return the answers of this turn."""
        ...

    async def close(self) -> None:
        """Disconnect."""


class RestTalk:
    """Rasa's REST channel: the answers are the response, so a turn ends by itself."""

    waits_for_quiet = False

    def __init__(self, url: str) -> None:
        self._url = f"{url}/webhooks/rest/webhook"
        self._sender = uuid4().hex

    async def open(self) -> None:
        """Open the HTTP session."""
        timeout = aiohttp.ClientTimeout(total=TURN_SECONDS)
        self._http = aiohttp.ClientSession(timeout=timeout)

    async def say(self, line: str, expected: int | None) -> list[str]:
        """Post ``line``."""
        body = {"sender": self._sender, "message": line}
        async with self._http.post(self._url, json=body) as response:
            response.raise_for_status()
            return [str(answer.get("text", "")) for answer in await response.json()]

    async def close(self) -> None:
        """Close the HTTP session."""
        await self._http.close()


class _Counted:
    """Answers that come one by one."""

    def __init__(self) -> None:
        self.came: asyncio.Queue[str] = asyncio.Queue()

    async def answers(self, expected: int | None) -> list[str]:
        """Return ``expected`` answers; None: all that come until it is quiet."""
        if expected is not None:
            return [await asyncio.wait_for(self.came.get(), TURN_SECONDS) for _ in range(expected)]
        answers = [await asyncio.wait_for(self.came.get(), TURN_SECONDS)]
        while True:
            try:
                answers.append(await asyncio.wait_for(self.came.get(), QUIET_SECONDS))
            except TimeoutError:
                return answers


class SocketTalk:
    """The product's web chat over socket.io, as a browser talks."""

    waits_for_quiet = True

    def __init__(self, url: str) -> None:
        self._url = url
        self._counted = _Counted()
        self._session: asyncio.Future[str] | None = None
        self._client = socketio.AsyncClient(reconnection=False)
        self._client.on("bot_uttered", self._uttered)
        self._client.on("session_confirm", self._confirmed)

    async def open(self) -> None:
        """Connect and ask for a session."""
        await self._client.connect(self._url, transports=["websocket"])
        self._id = await self.round_trip()

    async def round_trip(self) -> str:
        """Ask for the session and return its id: there and back over the wire, without a turn."""
        self._session = asyncio.get_running_loop().create_future()
        await self._client.emit("session_request", {})
        return await asyncio.wait_for(self._session, TURN_SECONDS)

    async def say(self, line: str, expected: int | None) -> list[str]:
        """Emit ``line`` and wait for its answers."""
        await self._client.emit("user_uttered", {"message": line, "session_id": self._id})
        return await self._counted.answers(expected)

    async def close(self) -> None:
        """Disconnect."""
        await self._client.disconnect()

    async def _uttered(self, message: dict[str, Any]) -> None:
        self._counted.came.put_nowait(str(message.get("text", "")))

    async def _confirmed(self, session_id: str) -> None:
        if self._session is not None and not self._session.done():
            self._session.set_result(session_id)


class DirectChannel:
    """A channel in this process: the product without a wire."""

    name = "web"

    def __init__(self) -> None:
        self.talks: dict[str, DirectTalk] = {}

    async def send(self, chat: str, message: Outbound) -> SendResult:
        """Hand ``message`` to its talk."""
        self.talks[chat].counted.came.put_nowait(message.text)
        return SendResult(Sent.SENT)


class DirectTalk:
    """A talk over :class:`DirectChannel`; ``receive`` is the gateway's."""

    waits_for_quiet = True

    def __init__(self, channel: DirectChannel, receive: Any) -> None:
        self._chat = uuid4().hex
        self._receive = receive
        self.counted = _Counted()
        channel.talks[self._chat] = self

    async def open(self) -> None:
        """Nothing to connect."""

    async def say(self, line: str, expected: int | None) -> list[str]:
        """Let the gateway keep ``line`` and wait for its answers."""
        key = uuid4().hex
        await self._receive(Inbound(DirectChannel.name, self._chat, key, key, Kind.TEXT, line))
        return await self.counted.answers(expected)

    async def close(self) -> None:
        """Nothing to disconnect."""
