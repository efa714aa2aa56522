"""The console over real conversations, on both databases; only the dialogue is scripted."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pyotp
import pytest
from fakes.scripted_desk import Desk, scripted_desk, scripted_understanding

from bot import colleagues, inbox
from bot.assisting import Assistance
from bot.continue_link import new_link
from bot.inbox import Receipt
from bot.messages import Inbound
from bot.phone import Telephone
from staff_console.accounts import add_member
from staff_console.app import build_console
from staff_console.live import LiveDesk
from staff_console.ways_in.identity_provider import WaysIn
from storage.database import Database
from warmwijzer.audit_desk import ProductAuditDesk
from warmwijzer.settings import read_settings

URL = "http://localhost:8011"
PASSWORD = "paarse olifant fietst naar zee"


@dataclass(frozen=True)
class TakesTurnsAtOnce:
    """Keeps a message and takes its turn before it returns."""

    desk: Desk

    async def receive(self, inbound: Inbound) -> Receipt:
        """Keep ``inbound`` and answer it."""
        receipt = inbox.receive(self.desk.database, inbound)
        self.desk.take_turns()
        return receipt


@dataclass
class Browser:
    """One colleague's browser without JavaScript: it keeps cookies and posts the forms it sees."""

    http: httpx.AsyncClient
    page: str = ""
    secret: str = ""
    status: int = 0
    token: str = ""
    used_codes: set[str] = field(default_factory=set)

    async def open(self, path: str) -> str:
        """Open a page; return where one ends up."""
        return self._seen(await self.http.get(path, follow_redirects=True))

    async def post(self, path: str, **fields: str) -> str:
        """Post a form of the page that is open, and follow where it leads."""
        data = {"form_token": self.token} | fields
        return self._seen(await self.http.post(path, data=data, follow_redirects=True))

    async def log_in(self, name: str, password: str = PASSWORD) -> str:
        """Log in with both factors; the first time, set up the second."""
        await self.open("/inloggen")
        await self.post("/inloggen", name=name, password=password)
        found = re.search(r'name="secret" value="([A-Z2-7]+)"', self.page)
        if found:
            self.secret = found.group(1)
            code = pyotp.TOTP(self.secret).now()
            return await self.post("/inloggen/code", secret=self.secret, code=code)
        return await self.post("/inloggen/code", code=pyotp.TOTP(self.secret).now())

    def _seen(self, answer: httpx.Response) -> str:
        self.page, self.status = answer.text, answer.status_code
        found = re.search(r'name="form_token" value="([^"]+)"', self.page)
        self.token = found.group(1) if found else self.token
        return answer.url.path


@dataclass
class Office:
    """The console with its colleagues, beside the conversations."""

    desk: Desk
    app: Any
    live: LiveDesk
    ids: dict[str, str] = field(default_factory=dict)

    @property
    def database(self) -> Database:
        """The one database of both."""
        return self.desk.database

    def hire(self, name: str, role: str = "worker", **options: Any) -> None:
        """Make an account."""
        with self.database.unit() as unit:
            member = add_member(
                unit,
                login_name=name,
                display_name=name.capitalize(),
                password=PASSWORD,
                role=role,
                **options,
            )
            unit.commit()
            self.ids[name] = member.id

    def browser(self, **headers: str) -> Browser:
        """Return a new browser."""
        origin = {"origin": URL, "sec-fetch-site": "same-origin"}
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        return Browser(
            httpx.AsyncClient(transport=transport, base_url=URL, headers=origin | headers)
        )

    async def colleague(self, name: str, role: str = "worker", **options: Any) -> Browser:
        """Return the browser of a new colleague who is logged in."""
        self.hire(name, role, **options)
        browser = self.browser()
        await browser.log_in(name)
        return browser

    def evidence(self) -> list[str]:
        """Return the types on the log, in order."""
        from evidence_log import read_entries

        with self.database.unit(datetime.now(UTC)) as unit:
            return [row.entry().entry_type for row in read_entries(unit)]


@pytest.fixture
def open_office(tmp_path: Path) -> Callable[..., AbstractAsyncContextManager[Office]]:
    """Opens an office whose console is served at another address or in another way."""
    return partial(_open_office, keys=f"{tmp_path}/keys")


@pytest.fixture
async def office(
    database: Database, open_office: Callable[..., AbstractAsyncContextManager[Office]]
) -> AsyncIterator[Office]:
    """An office without colleagues yet."""
    async with open_office(database) as opened:
        yield opened


@asynccontextmanager
async def _open_office(
    database: Database, url: str = URL, *, keys: str, ways_in: WaysIn | None = None
) -> AsyncIterator[Office]:
    desk = scripted_desk(database)
    app, live = build_console(
        database=database,
        organisation=desk.turns.organisation,
        url=url,
        talks=colleagues,
        telephone=Telephone(database, TakesTurnsAtOnce(desk)),
        assistance=Assistance(scripted_understanding),
        make_link=lambda unit, talk: f"https://example.org/verder/{new_link(unit, talk)}",
        wake_senders=lambda: None,
        ways_in=ways_in,
        public_url="https://hulp.example.org",
        audits=ProductAuditDesk(read_settings({"WARMWIJZER_EVIDENCE_FOLDER": keys}), database),
    )
    yield Office(desk, app, live)
