"""What every page of the console shares: database, organisation, texts, and the conversations."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from audit_pack import KeptFacts, team_facts
from casework.current_organisation import CurrentOrganisation
from casework.errors import CaseworkError
from staff_console.audit_desk import AuditDesk
from staff_console.errors import ConsoleError
from staff_console.long_work import LongWork
from staff_console.ports import Assistance, Talks, Telephone
from staff_console.sessions import Colleague, find_session
from staff_console.texts import texts
from staff_console.ways_in.identity_provider import WaysIn
from storage.database import Database
from storage.errors import ChangedMeanwhile
from storage.unit_of_work import UnitOfWork
from web.forms import cookie_in
from web.security import Origins

Texts = dict[str, Any]
REFUSALS = (ConsoleError, CaseworkError, ChangedMeanwhile)
"""What a colleague is told and can do something about."""
Found = TypeVar("Found")


@dataclass(frozen=True)
class Console:
    """One organisation's console."""

    database: Database
    organisation: CurrentOrganisation
    origins: Origins
    talks: Talks
    telephone: Telephone
    assistance: Assistance
    make_link: Callable[[UnitOfWork, str], str]
    wake_senders: Callable[[], None]
    public_url: str
    audits: AuditDesk
    facts: KeptFacts = field(default_factory=team_facts)
    work: LongWork = field(default_factory=LongWork)
    ways_in: WaysIn = field(default_factory=WaysIn)
    _passwords: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))

    @property
    def name(self) -> str:
        """The organisation's name."""
        return self.organisation.from_file.name

    @property
    def texts(self) -> Texts:
        """The words for who is answered now."""
        return texts()

    @property
    def cookie_name(self) -> str:
        """The session cookie's name: bound to this host and to https where there is https."""
        return "__Host-console" if self.origins.is_https else "console"

    @property
    def known_cookie_name(self) -> str:
        """The name of the cookie by which a browser is known after log-out too."""
        return f"{self.cookie_name}-known"

    def token_in(self, headers: Mapping[str, str]) -> str | None:
        """Return the session token in ``headers``, or None."""
        return cookie_in(headers, self.cookie_name)

    async def do(self, work: Callable[[UnitOfWork], Found]) -> Found:
        """Return what ``work`` returns, and keep what it changed; on an error nothing is kept."""
        found = await asyncio.to_thread(self._in_unit, work)
        self.wake_senders()
        return found

    async def look(self, work: Callable[[UnitOfWork], Found]) -> Found:
        """Return what ``work`` finds. Only that somebody looked is kept, when ``work`` says so."""
        return await asyncio.to_thread(self._in_unit, work)

    async def judge(self, work: Callable[[UnitOfWork], Found]) -> Found:
        """Return what ``work`` finds when it checks a password: slow on purpose, so few at once.

        The others wait here and not in a thread, so that everything else goes on.
        """
        async with self._passwords:
            return await self.look(work)

    async def try_out(self, work: Callable[[UnitOfWork], Found]) -> Found:
        """Return what ``work`` would come to; nothing of it is kept."""

        def tried() -> Found:
            with self.database.unit() as unit:
                return work(unit)

        return await asyncio.to_thread(tried)

    def _in_unit(self, work: Callable[[UnitOfWork], Found]) -> Found:
        with self.database.unit() as unit:
            found = work(unit)
            unit.commit()
            return found

    async def colleague(self, token: str | None, is_use: bool = True) -> Colleague | None:
        """Return who has this session token, or None."""
        return await asyncio.to_thread(self.colleague_at_once, token, is_use)

    def colleague_at_once(self, token: str | None, is_use: bool = True) -> Colleague | None:
        """Return the same where nothing can be awaited: on the way to an error page."""
        if not token:
            return None
        found = self._in_unit(lambda unit: find_session(unit, token, is_use))
        return found if found is not None and self.ways_in.allows(found.way) else None
