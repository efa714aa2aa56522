"""What the page and the socket share: sessions, and a person's message on its way in."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from bot import web_sessions
from bot.addresses import conversation_at
from bot.continue_link import language_behind
from bot.inbox import Receipt
from bot.language_choice import IN_LANGUAGE
from bot.messages import Inbound, Kind
from bot.safeguards.danger import find_danger
from bot.safeguards.person_wanted import wants_person
from bot.texts.texts import render
from bot.web.limits import NewChatLimit
from bot.web.texts import Texts, texts_for
from bot.web_sessions import CHANNEL, NewVisit, Visit
from casework.current_organisation import CurrentOrganisation
from casework.language import language_of
from casework.locales import DUTCH, LOCALES
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from web.forms import cookie_in
from web.security import Origins

log = logging.getLogger(__name__)
MOST_CHARACTERS = 16_384
BUTTON_PREFIX = "knop:"
_TOKEN = re.compile(r"\d{1,18}\.\d{1,3}", re.ASCII)
_MESSAGE_ID = re.compile(r"[\w-]{8,64}", re.ASCII)
Found = TypeVar("Found")


class WebSettings(Protocol):
    """The settings that the web chat reads."""

    @property
    def public_url(self) -> str:
        """The chat's own address: scheme and host."""

    @property
    def new_chats_per_hour(self) -> int:
        """How many chats one internet address may begin in an hour."""

    @property
    def embed_on(self) -> tuple[str, ...]:
        """The sites that may show the chat in a frame."""


class Receiver(Protocol):
    """Keeps a message durably: the gateway."""

    async def receive(self, inbound: Inbound) -> Receipt:
        """Keep ``inbound``; when this returns, it may be acknowledged."""
        ...


class Refusal(StrEnum):
    """Why a message was not taken; the text for the person stands under this name."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NOT_TEXT = "not_text"
    TOO_MANY = "too_many"


@dataclass(frozen=True)
class Site:
    """One organisation's web chat."""

    database: Database
    receiver: Receiver
    organisation: CurrentOrganisation
    origins: Origins
    new_chats: NewChatLimit
    telegram_webhook: Callable[[str | None, bytes], Awaitable[int]] | None = None
    is_dialogue_ready: Callable[[], bool] | None = None

    def texts_in(self, language: str) -> Texts:
        """Return the words of the pages in ``language``."""
        return texts_for(self.organisation.latest, language)

    async def language_for(self, visit: Visit | None, asked: str | None = None) -> str:
        """Return the language of a page: that of the conversation, or the one that is asked for."""
        spoken = await self.read(lambda unit: _spoken(unit, visit)) if visit else None
        return spoken or _known(asked) or DUTCH

    def language_of_problem(self, headers: Mapping[str, str], asked: str | None) -> str:
        """Return the language in which to say what went wrong.

        That of the conversation of this browser, else the one that is asked for, else the one that
        the browser prefers: who cannot read the page cannot mend it.
        """
        token = self.cookie_in(headers)
        spoken = self._in_unit(lambda unit: self._spoken_by(unit, token)) if token else None
        return spoken or _known(asked) or preferred_language(headers)

    async def language_of_link(self, token_hash: str, headers: Mapping[str, str]) -> str:
        """Return the language of the conversation behind a link; of an unknown one, the browser's.

        ``token_hash`` is the link's as it is kept.
        """
        found = await self.read(lambda unit: language_behind(unit, token_hash))
        if found is not None:
            return found
        return await asyncio.to_thread(self.language_of_problem, headers, None)

    def _spoken_by(self, unit: UnitOfWork, token: str) -> str | None:
        visit = web_sessions.find_session(unit, token, self.session_days)
        return _spoken(unit, visit) if visit else None

    @property
    def cookie_name(self) -> str:
        """The session cookie's name: bound to this host and to https where there is https."""
        return "__Host-warmwijzer" if self.origins.is_https else "warmwijzer"

    @property
    def session_days(self) -> int:
        """For how many days without use a session stays: as long as the words are kept."""
        return self.organisation.from_file.retention.conversation_days

    def cookie_in(self, headers: Mapping[str, str]) -> str | None:
        """Return the value of our cookie in ``headers``, or None."""
        return cookie_in(headers, self.cookie_name)

    async def read(self, look: Callable[[UnitOfWork], Found]) -> Found:
        """Return what ``look`` finds in the database, and keep what it changed."""
        return await asyncio.to_thread(self._in_unit, look)

    def _in_unit(self, look: Callable[[UnitOfWork], Found]) -> Found:
        with self.database.unit() as unit:
            found = look(unit)
            unit.commit()
            return found

    async def visit(self, token: str | None) -> Visit | None:
        """Return the session of ``token``; None when there is none that is open."""
        if not token:
            return None
        days = self.session_days
        return await self.read(lambda unit: web_sessions.find_session(unit, token, days))

    async def open_visit(self, conversation_id: str | None = None) -> NewVisit:
        """Open a session: see :func:`bot.web_sessions.open_session`."""
        return await self.read(lambda unit: web_sessions.open_session(unit, conversation_id))

    async def close_visit(self, visit: Visit) -> None:
        """Close a session on its device."""
        await self.read(lambda unit: web_sessions.close_session(unit, visit.token_hash))

    async def start(self, visit: Visit, text: str = "", language: str = DUTCH) -> None:
        """Let the assistant open the talk; ``text`` is the token of a personal link."""
        opened = text if language == DUTCH else f"{language}{IN_LANGUAGE}{text}"
        await self._receive(visit, Kind.START, opened, f"start-{secrets.token_hex(8)}")

    async def take(self, visit: Visit, message: Any, message_id: str) -> Refusal | None:
        """Receive what a person said; return None once it is durable, or why it was not taken.

        The same ``message_id`` again is the same message. A word of danger, or a wish for a person,
        is taken at any length.
        """
        if not isinstance(message, str):
            return Refusal.NOT_TEXT
        token = message.removeprefix(BUTTON_PREFIX)
        if token != message and _TOKEN.fullmatch(token):
            kind, text = Kind.BUTTON, token
        else:
            kind, text = Kind.TEXT, message[:MOST_CHARACTERS]
            if len(message) > MOST_CHARACTERS and not (find_danger(text) or wants_person(text)):
                return Refusal.TOO_LONG
        receipt = await self._receive(visit, kind, text, message_id)
        return Refusal.TOO_MANY if receipt is Receipt.TOO_MANY else None

    async def _receive(self, visit: Visit, kind: Kind, text: str, message_id: str) -> Receipt:
        key = f"{visit.chat}:{message_id}"
        return await self.receiver.receive(Inbound(CHANNEL, visit.chat, key, key, kind, text))

    def refusal_text(self, refusal: Refusal, language: str) -> str:
        """Return the sentence that tells a person why a message was not taken."""
        if refusal is Refusal.TOO_MANY:
            return render("notices:too_many", language=language).text
        text: str = self.texts_in(language)["error"][refusal.value]
        return text

    async def is_read_by_colleague(self, visit: Visit) -> bool:
        """Whether a colleague has the conversation, so that no assistant answers."""
        found = await self.read(lambda unit: conversation_at(unit, CHANNEL, visit.chat))
        return found is not None and found.owner == "colleague"


def preferred_language(headers: Mapping[str, str]) -> str:
    """Return the language that the browser names first; Dutch for one without all texts.

    >>> preferred_language({"accept-language": "en-GB,en;q=0.9,nl;q=0.8"})
    'en'
    """
    first = headers.get("accept-language", "").strip().casefold()
    return next((code for code in LOCALES if re.match(rf"{code}\b", first)), DUTCH)


def _known(asked: str | None) -> str | None:
    return asked if asked in LOCALES else None


def _spoken(unit: UnitOfWork, visit: Visit) -> str | None:
    """Return the language of a visit's conversation; None when it has not begun."""
    found = conversation_at(unit, CHANNEL, visit.chat)
    return None if found is None else language_of(unit, found.case_id)


def is_message_id(value: Any) -> bool:
    """Whether a client's id of a message has a usable shape."""
    return isinstance(value, str) and _MESSAGE_ID.fullmatch(value) is not None
