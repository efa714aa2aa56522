"""Runs the web chat with an echo for a dialogue service; all else is real, on both databases."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

import httpx
from fakes.echo_dialogue import echo_dialogue

from bot.continue_link import new_link
from bot.gateway import Gateway
from bot.turn import TurnTaker
from bot.web.app import build_web_app
from casework.organisation import load_organisation
from storage.database import Database

ORGANISATION = load_organisation(Path(__file__).parents[3] / "organisation" / "example.yml")
LOCAL = "http://localhost"


@dataclass(frozen=True)
class WebSettings:
    """The settings that the web chat reads."""

    public_url: str = LOCAL
    new_chats_per_hour: int = 1000
    embed_on: tuple[str, ...] = ()


@dataclass
class Visitor:
    """One browser without JavaScript: it keeps cookies and posts the forms it sees."""

    http: httpx.AsyncClient
    page: str = ""
    form: dict[str, str] = field(default_factory=dict)

    async def open(self, path: str = "/") -> httpx.Response:
        """Open a page."""
        return self._seen(await self.http.get(path, follow_redirects=True))

    async def post(self, path: str, **fields: Any) -> httpx.Response:
        """Post a form of the page that is open, and follow where it leads."""
        data = self.form | fields
        return self._seen(await self.http.post(path, data=data, follow_redirects=True))

    async def begin(self, **fields: str) -> httpx.Response:
        """Begin a conversation."""
        await self.open()
        return await self.post("/begin", **fields)

    async def say(self, text: str) -> httpx.Response:
        """Send a message from the page that is open."""
        return await self.post("/bericht", text=text)

    @property
    def said(self) -> list[str]:
        """The texts in the log, in order."""
        log = self.page.partition('role="log"')[2].partition('class="composer"')[0]
        texts = re.findall(r'<p class="message__text"[^>]*>(.*?)</p>', log, re.DOTALL)
        return [unescape(re.sub(r"<[^>]+>", "", each)) for each in texts]

    @property
    def buttons(self) -> dict[str, str]:
        """The choices in the log: what they say, and what they send."""
        found = re.findall(r'name="button" value="([^"]+)">([^<]+)<', self.page)
        return {title: value for value, title in found}

    def _seen(self, answer: httpx.Response) -> httpx.Response:
        self.page = answer.text
        self.form = dict(
            re.findall(r'name="(form_token|message_id|token|start)" value="([^"]+)"', self.page)
        )
        return answer


@dataclass
class WebChat:
    """A running web chat."""

    database: Database
    app: Any
    gateway: Gateway
    settings: WebSettings

    def visitor(self, address: str = "192.0.2.1", **headers: str) -> Visitor:
        """Return a new browser at the internet address ``address``."""
        origin = {"origin": self.settings.public_url, "sec-fetch-site": "same-origin"}
        transport = httpx.ASGITransport(self.app, client=(address, 1), raise_app_exceptions=False)
        return Visitor(
            httpx.AsyncClient(
                transport=transport, base_url=self.settings.public_url, headers=origin | headers
            )
        )

    def link(self, conversation_id: str) -> str:
        """Return the token of a new link that continues a conversation."""
        with self.database.unit() as unit:
            token = new_link(unit, conversation_id)
            unit.commit()
        return token


Webhook = Callable[[str | None, bytes], Awaitable[int]]


@asynccontextmanager
async def running_chat(
    database: Database, settings: WebSettings, webhook: Webhook | None = None
) -> AsyncIterator[WebChat]:
    """Run the web chat with these settings."""
    turns = TurnTaker(database, ORGANISATION, echo_dialogue, lambda call: {}, new_link)
    gateway = Gateway(database, turns, 1)
    app, channel = build_web_app(
        database=database,
        gateway=gateway,
        organisation=ORGANISATION,
        settings=settings,
        telegram_webhook=webhook,
    )
    running = asyncio.create_task(gateway.run([channel]))
    try:
        yield WebChat(database, app, gateway, settings)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
