"""An office to attack: colleagues of every role, conversations of every kind, what it holds."""

from __future__ import annotations

import inspect
import re
import secrets
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
from sqlalchemy import select, update

from casework.context import Turn
from casework.forget import forget
from casework.intake import set_audience
from casework.store import case_with
from staff_console.access import Role
from staff_console.app import page_modules
from staff_console.guard import page_of
from staff_console.sessions import hashed, open_session
from staff_console.store import (
    StaffMember,
    StaffSession,
    TrainingCandidate,
    add_candidate,
    member_with,
)
from storage.base import Base
from storage.database import Database
from web.security import form_token

URL = "https://werkplek.example.org"
OUTSIDE = ("nobody", "half_way", "idle", "ended")
"""Who must come in first: without a session, with one factor, idle too long, account ended."""
SAYS = {
    **{"text": "een nieuwe tekst", "reason": "fits_budget", "what": "second_factor"},
    **{"role": "worker", "outcome": "right", "by": "a@example.org", "debt": "10"},
    **{"login_name": "nieuw", "display_name": "Nieuw", "password": "groene giraffe eet soep"},
    **{"words": "ik kan niet betalen", "intent": "cannot_pay", "name": "worker", "code": "1"},
}
"""Fields that make the forms do something, when they are let through."""
_PARAMETER = re.compile(r"\{(\w+):\w+\}")
_CHANGES_BY_LOOKING = {"staff_sessions"}


@dataclass(frozen=True)
class Address:
    """A route of the console: a method, its path with parameters, and its name in the table."""

    method: str
    path: str
    page: str
    query: tuple[str, ...] = ()

    @property
    def has_id(self) -> bool:
        """Whether there is an id in the path."""
        return bool(_PARAMETER.search(self.path))

    def at(self, ids: dict[str, str] | str) -> str:
        """Return the path with ``ids`` by name of the parameter, or one id for all."""
        if isinstance(ids, str):
            return _PARAMETER.sub(lambda _: ids, self.path)
        return _PARAMETER.sub(lambda found: ids.get(found[1], ids["talk_id"]), self.path)


def _query_of(handler: Callable[..., Any]) -> tuple[str, ...]:
    """Return the names that a page reads from what stands behind the question mark."""
    return tuple(
        name
        for name, parameter in inspect.signature(handler).parameters.items()
        if parameter.default is not inspect.Parameter.empty
    )


ADDRESSES = [
    Address(method, path, page_of(handler), _query_of(handler.fn))
    for module in page_modules()
    for handler in module.ROUTES
    for path in handler.paths
    for method in sorted(handler.http_methods - {"OPTIONS"})
]


@dataclass
class Attacked:
    """The office, a browser for everybody, and the ids that things have."""

    office: Any
    browsers: dict[str, httpx.AsyncClient] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    mine: dict[str, str] = field(default_factory=dict)
    closed: dict[str, str] = field(default_factory=dict)
    others: str = ""
    url: str = URL
    answers: list[httpx.Response] = field(default_factory=list, repr=False)

    @property
    def database(self) -> Database:
        """The one database."""
        database: Database = self.office.database
        return database

    async def ask(self, who: str, method: str, path: str, **options: Any) -> httpx.Response:
        """Let ``who`` ask for ``path``; a form gets its right token unless ``data`` is given."""
        if method == "POST" and not {"data", "content", "json"} & set(options):
            options["data"] = {"form_token": form_token(self.tokens[who])} | SAYS
        answer = await self.browsers[who].request(method, path, **options)
        self.answers.append(answer)
        return answer

    def contents(self) -> dict[str, list[str]]:
        """Return all that the database holds, but for when sessions were last used."""
        with self.database.engine.connect() as connection:
            return {
                table.name: sorted(str(tuple(row)) for row in connection.execute(select(table)))
                for table in Base.metadata.sorted_tables
                if table.name not in _CHANGES_BY_LOOKING
            }

    def browser(self, token: str, **headers: str) -> httpx.AsyncClient:
        """Return a browser whose session cookie is ``token``."""
        cookie = f"__Host-console={token}; console={token}"
        own = {"origin": self.url, "sec-fetch-site": "same-origin", "cookie": cookie}
        transport = httpx.ASGITransport(self.office.app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url=self.url, headers=own | headers)


@asynccontextmanager
async def attacked_office(
    database: Database,
    open_office: Callable[..., AbstractAsyncContextManager[Any]],
    url: str = URL,
) -> AsyncIterator[Attacked]:
    """Open an office with everything in it that somebody might want to reach."""
    async with open_office(database, url) as office:
        made = Attacked(office, url=url)
        for role in Role:
            _hire(made, role.value, role.value)
            _let_in(made, role.value, role.value)
        _hire(made, "bert", "worker")
        _let_in(made, "bert", "bert")
        _let_in(made, "nobody", None)
        _let_in(made, "half_way", "worker", is_complete=False)
        _let_in(made, "idle", "worker")
        _hire(made, "gone", "worker")
        _let_in(made, "ended", "gone")
        _shut_out(made)
        await _fill(made)
        yield made
        for browser in made.browsers.values():
            await browser.aclose()


def same_page(answer: httpx.Response) -> tuple[int, str]:
    """Return status and words of a page without what is new in every answer."""
    words = re.sub(r'(nonce|value)="[^"]*"', "", answer.text)
    return answer.status_code, re.sub(r"<code>[0-9a-f]{8}</code>", "", words)


def writes() -> Iterator[Address]:
    """Yield every address that changes something."""
    yield from (each for each in ADDRESSES if each.method != "GET")


def _hire(made: Attacked, name: str, role: str) -> None:
    """Make an account with which nobody can log in: hashing passwords takes long on purpose."""
    with made.database.unit() as unit:
        unit.add(
            StaffMember(
                id=f"staff_{name}",
                login_name=name,
                display_name=name.title(),
                role=role,
                password_hash="",
                totp_secret="GEZDGNBVGY3TQOJQ",
                created_at=unit.now,
            )
        )
        unit.commit()
    made.office.ids[name] = f"staff_{name}"


def _let_in(made: Attacked, who: str, name: str | None, is_complete: bool = True) -> None:
    token = secrets.token_urlsafe(32)
    if name is not None:
        with made.database.unit() as unit:
            member = member_with(unit, made.office.ids[name])
            assert member is not None
            token = open_session(unit, member, is_complete=is_complete)
            unit.commit()
    made.tokens[who], made.browsers[who] = token, made.browser(token)


def _shut_out(made: Attacked) -> None:
    with made.database.unit() as unit:
        idle = StaffSession.token_hash == hashed(made.tokens["idle"])
        long_ago = unit.now - timedelta(minutes=31)
        unit.session.execute(update(StaffSession).where(idle).values(seen_at=long_ago))
        member = member_with(unit, made.office.ids["gone"])
        assert member is not None
        member.is_active = False
        unit.commit()


async def _fill(made: Attacked) -> None:
    desk = made.office.desk
    talks = {}
    for chat in ("mine", "others", "employee", "forgotten"):
        desk.say("hallo", chat=chat)
        desk.say("ik wil een mens spreken", chat=chat)
        talks[chat] = desk.conversation(chat).id
    for who, chat in (("worker", "mine"), ("bert", "others")):
        await made.ask(who, "POST", f"/gesprek/{talks[chat]}/nemen")
    with made.database.unit() as unit:
        case = case_with(unit, str(desk.conversation("employee").case_id))
        assert case is not None
        set_audience(Turn(unit, case, "", "test", desk.turns.organisation), "employee")
        for chat in ("mine", "employee"):
            add_candidate(
                unit,
                case_id=str(desk.conversation(chat).case_id),
                words="ik kan niet betalen",
                intent="cannot_pay",
                score_percent=50,
                suggestion="text:x",
                choice="rejected",
                reason="other",
            )
        unit.commit()
        forget(unit, str(desk.conversation("forgotten").case_id))
        unit.commit()
        rows = {row.case_id: row.id for row in unit.session.scalars(select(TrainingCandidate))}
    candidate = {chat: rows[desk.conversation(chat).case_id] for chat in ("mine", "employee")}
    service = next(iter(desk.turns.organisation.directory.services))
    made.mine = {
        "talk_id": talks["mine"],
        "staff_id": made.office.ids["bert"],
        "candidate_id": candidate["mine"],
        "entry": service,
    }
    made.others = talks["others"]
    made.closed = {
        "of an employee": talks["employee"],
        "example of an employee": candidate["employee"],
        "forgotten": talks["forgotten"],
    }
    desk.sent()
