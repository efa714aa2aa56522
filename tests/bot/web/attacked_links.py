"""A web chat to attack: people in every state, and every kind of token that was given out."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from running_web import ORGANISATION, WebChat, WebSettings, running_chat
from sqlalchemy import func, select

from bot.agenda import new_agenda_link
from bot.continue_link import hashed
from bot.forget import erase_conversations
from bot.history import outbox_backlog
from bot.store import Address, Conversation, InboxRow, WebSession
from bot.web.app import ROUTES
from casework import consent, intake
from casework.arrange import BudgetFacts, Proposed, accept, propose
from casework.context import Turn
from casework.decide import decide
from casework.decisions import Decision
from casework.forget import forget, register_eraser
from casework.refer import choose_help, find_help
from casework.referrals.closing import close_referral
from casework.referrals.note import answer_link, make_link
from casework.store import case_with
from storage.base import Base
from storage.database import Database
from web.security import form_token

URL = "https://hulp.example.org"
COOKIE = "__Host-warmwijzer"
SAYS = {"text": "woorden van wie dit stuurt", "answer": "accept", "message_id": "12345678"}
"""Fields that make the forms do something, when they are let through."""
ADDRESSES = [
    (method, path)
    for handler in ROUTES
    for path in sorted(handler.paths)
    for method in sorted(str(each) for each in handler.http_methods - {"OPTIONS"})
]
_PARAMETER = re.compile(r"\{\w+:\w+\}")
_BUDGET = BudgetFacts("single", 150_000, None, 110_000, 0, 0, False)


def unknown() -> str:
    """Return a token as ours are, that was never given out."""
    return secrets.token_urlsafe(24)


def at(path: str, token: str) -> str:
    """Return the address ``path`` with ``token`` in it."""
    return _PARAMETER.sub(lambda _: token, path)


@dataclass
class Attacked:
    """A running chat; ``live`` tokens by kind, and those that may open nothing any more."""

    chat: WebChat
    live: dict[str, str] = field(default_factory=dict)
    over: dict[str, dict[str, str]] = field(default_factory=dict)
    answers: list[httpx.Response] = field(default_factory=list, repr=False)

    async def ask(
        self, method: str, path: str, cookie: str | None = None, **options: Any
    ) -> httpx.Response:
        """Ask as our own page would; ``headers`` that are None are left out."""
        own = {"origin": URL, "sec-fetch-site": "same-origin"}
        if cookie is not None:
            own["cookie"] = f"{COOKIE}={cookie}"
        asked = {k: v for k, v in (own | options.pop("headers", {})).items() if v is not None}
        headers = [(name.encode(), value.encode()) for name, value in asked.items()]
        transport = httpx.ASGITransport(self.chat.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=URL) as http:
            answer = await http.request(method, path, headers=headers, **options)
        self.answers.append(answer)
        return answer

    async def send(self, path: str, cookie: str, **fields: str) -> httpx.Response:
        """Send the form of our own page, with the token that belongs to ``cookie``."""
        seen = cookie.encode().decode("latin-1").strip()  # as a server reads a header
        data = {"form_token": form_token(seen)} | SAYS | fields
        return await self.ask("POST", path, cookie, data=data)

    def contents(self) -> dict[str, list[str]]:
        """Return all that the database holds."""
        with self.chat.database.engine.connect() as connection:
            return {
                table.name: sorted(str(tuple(row)) for row in connection.execute(select(table)))
                for table in Base.metadata.sorted_tables
            }

    def secrets(self) -> set[str]:
        """Return every token that was given out."""
        return {*self.live.values(), *(each for one in self.over.values() for each in one.values())}


@asynccontextmanager
async def attacked_links(database: Database) -> AsyncIterator[Attacked]:
    """Run a web chat with people in every state."""
    register_eraser(erase_conversations)
    async with running_chat(database, WebSettings(URL)) as chat:
        made = Attacked(chat)
        people = {}
        for name in ("live", "forgotten", "withdrawn", "answered", "closed by the person", "none"):
            people[name] = await _Person.begin(chat, agrees=name != "none")
        mine = people["live"]
        superseded, used = mine.tokens["receiver"], mine.tokens["continue"]
        mine.give_out()
        made.live = dict(mine.tokens)
        closed = await _used_and_closed(chat, used)
        people["forgotten"].is_forgotten()
        people["withdrawn"].do(lambda turn, its: consent.withdraw(turn, its.service))
        people["closed by the person"].do(
            lambda turn, its: decide(turn, Decision("referral", its.referral), "sent", "c1")
        )
        people["closed by the person"].do(
            lambda turn, its: close_referral(turn, its.referral, "no_longer_wanted", "person")
        )
        people["answered"].do(
            lambda turn, its: answer_link(
                turn.unit, its.tokens["receiver"], ORGANISATION, accepts=True
            )
        )
        ended = ("withdrawn", "answered", "closed by the person")
        made.over = {
            "session": {"closed": closed},
            "continue": {"used": used},
            "agenda": {"nothing agreed": people["none"].tokens["agenda"]},
            "receiver": {name: people[name].tokens["receiver"] for name in ended},
        }
        made.over["receiver"]["superseded"] = superseded
        for kind, each in made.over.items():
            each["of a forgotten person"] = people["forgotten"].tokens[kind]
            each["its hash"] = hashed(made.live[kind])
            each |= {f"a link of {other}": made.live[other] for other in made.live if other != kind}
        await _quiet(database)
        yield made


@dataclass
class _Person:
    chat: WebChat
    case_id: str
    conversation_id: str
    tokens: dict[str, str]
    referral: str = ""
    service: str = ""

    @classmethod
    async def begin(cls, chat: WebChat, agrees: bool) -> _Person:
        """Let somebody talk, agree on a plan and choose help; give out every kind of link."""
        visitor = chat.visitor()
        await visitor.begin()
        cookie = visitor.http.cookies[COOKIE]
        with chat.database.unit() as unit:
            query = (
                select(Conversation).join(Address).join(WebSession, WebSession.chat == Address.chat)
            )
            talk = unit.session.scalars(query.where(WebSession.token_hash == hashed(cookie))).one()
            person = cls(chat, str(talk.case_id), talk.id, {"session": cookie})
        person.do(lambda turn, its: its.chooses(turn))
        person.do(lambda turn, its: consent.give(turn, its.service, ["name", "needs"], "text@1"))
        person.do(lambda turn, its: choose_help(turn, its.referral, "warm"))
        person.do(lambda turn, its: its.plans(turn, agrees))
        person.give_out()
        return person

    def do(self, step: Callable[[Turn, _Person], Any]) -> None:
        """Do one committed step."""
        with self.chat.database.unit() as unit:
            case = case_with(unit, self.case_id)
            assert case is not None
            step(Turn(unit, case, self.conversation_id, "web", ORGANISATION), self)
            unit.commit()

    def chooses(self, turn: Turn) -> None:
        intake.record_contact(turn, name="Anna Voorbeeld", phone="06-made-up")
        option = find_help(turn, needs=["gambling"], postcode=None).options[0]
        self.referral, self.service = option.referral_id, option.service_id

    def plans(self, turn: Turn, agrees: bool) -> None:
        intake.set_representation(turn, "none")
        intake.record_claim(turn, kind="rent", debt_cents=45_000, of_organisation=True)
        outcome = propose(turn, _BUDGET)
        assert isinstance(outcome, Proposed)
        if agrees:
            accept(turn, outcome.options[0].id)

    def give_out(self) -> None:
        """Make a new link of each kind; the receiver's earlier one ends."""
        self.tokens["continue"] = self.chat.link(self.conversation_id)

        def links(turn: Turn, _: _Person) -> None:
            self.tokens["agenda"] = new_agenda_link(turn.unit, self.conversation_id)
            self.tokens["receiver"] = make_link(turn, self.referral)

        self.do(links)

    def is_forgotten(self) -> None:
        with self.chat.database.unit() as unit:
            forget(unit, self.case_id)
            unit.commit()


async def _used_and_closed(chat: WebChat, token: str) -> str:
    """Use a link that continues a conversation, close that session, and return its cookie."""
    visitor = chat.visitor()
    await visitor.open(f"/verder/{token}")
    assert (await visitor.post("/verder")).status_code == 200
    cookie = visitor.http.cookies[COOKIE]
    await visitor.open()
    await visitor.post("/sluiten")
    return cookie


async def _quiet(database: Database) -> None:
    """Wait until everything that was said is answered and sent."""
    pending = select(func.count()).where(InboxRow.state == "pending")
    for _ in range(400):
        with database.unit() as unit:
            if not unit.session.scalar(pending) and not outbox_backlog(unit):
                return
        await asyncio.sleep(0.05)
    raise AssertionError("the chat did not become quiet")
