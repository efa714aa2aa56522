"""A web chat behind a real port, and clients of its socket."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import socketio
import uvicorn
from running_web import ORGANISATION, Visitor, WebChat, WebSettings, running_chat

from bot.web.texts import texts_for
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
    """Serve the web chat on a free port."""
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


async def may_open(chat: WebChat, transport: str, headers: dict[str, str]) -> bool:
    """Return whether a socket opens; without a server between, as the door sees it."""
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


def served_text(name: str) -> str:
    """Return what the page says for this error."""
    return str(texts_for(ORGANISATION)["error"][name])
