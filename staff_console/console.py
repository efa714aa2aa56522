"""What every page of the console shares: database, organisation, texts, and the conversations."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from audit_pack import KeptFacts, team_facts
from casework.arrange import ProposalFact
from casework.current_organisation import CurrentOrganisation
from casework.errors import CaseworkError
from staff_console.audit_desk import AuditDesk
from staff_console.errors import ConsoleError
from staff_console.long_work import LongWork
from staff_console.sessions import Colleague, find_session
from staff_console.texts import texts
from staff_console.ways_in.identity_provider import WaysIn
from staff_console.wording.figures import TextMeasure
from storage.database import Database
from storage.errors import ChangedMeanwhile
from storage.unit_of_work import UnitOfWork
from web.forms import cookie_in
from web.security import Origins

Texts = dict[str, Any]
REFUSALS = (ConsoleError, CaseworkError, ChangedMeanwhile)
"""What a colleague is told and can do something about."""
Found = TypeVar("Found")


class Line(Protocol):
    """One message of a conversation. ``author``: person, assistant or colleague."""

    @property
    def author(self) -> str: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def at(self) -> datetime: ...  # noqa: D102
    @property
    def by(self) -> str | None: ...  # noqa: D102
    @property
    def key(self) -> str: ...  # noqa: D102
    @property
    def buttons(self) -> Sequence[Any]: ...  # noqa: D102
    @property
    def language(self) -> str: ...  # noqa: D102


class Talk(Protocol):
    """A conversation. ``owner``: assistant, waiting, colleague or closed."""

    @property
    def conversation_id(self) -> str: ...  # noqa: D102
    @property
    def case_id(self) -> str | None: ...  # noqa: D102
    @property
    def owner(self) -> str: ...  # noqa: D102
    @property
    def colleague(self) -> str | None: ...  # noqa: D102
    @property
    def danger(self) -> str | None: ...  # noqa: D102
    @property
    def channels(self) -> Sequence[str]: ...  # noqa: D102


class Telephone(Protocol):
    """Calls: what a caller says goes in, what to read aloud comes out as in every conversation."""

    async def begin(self) -> str:
        """Begin a call; return the id of its conversation."""
        ...

    async def hear(self, conversation_id: str, words: str, is_choice: bool) -> None:
        """Take what the caller said, or the token of a choice."""
        ...


class Text(Protocol):
    """A fixed text. ``version`` is a hash of its words; the figures tell how plain it is."""

    @property
    def key(self) -> str: ...  # noqa: D102
    @property
    def words(self) -> str: ...  # noqa: D102
    @property
    def version(self) -> str: ...  # noqa: D102
    @property
    def mean_words(self) -> str | None: ...  # noqa: D102
    @property
    def flesch_douma(self) -> str | None: ...  # noqa: D102
    @property
    def language(self) -> str: ...  # noqa: D102


class Understood(Protocol):
    """What a message was understood as, and how sure: 0 to 100."""

    @property
    def intent(self) -> str: ...  # noqa: D102
    @property
    def score_percent(self) -> int: ...  # noqa: D102


class Assistance(TextMeasure, Protocol):
    """The understanding and the fixed texts. The dialogue is never asked.

    A text is in ``language`` (ISO 639-1) where it exists in it, else in Dutch; it says which.
    """

    def understood(self, words: str, as_of: date) -> Understood | None:
        """Return what ``words`` mean, or None while the understanding is not there."""

    def explanation(self, words: str, as_of: date, language: str = ...) -> Text | None:
        """Return the explanation that ``words`` ask for, or None."""

    def texts(self, as_of: date, language: str = ...) -> Sequence[Text]:
        """Return every text that can be sent as it stands."""

    def text(self, key: str, as_of: date, language: str = ...) -> Text | None:
        """Return one text, or None."""

    def plan_text(self, plan: ProposalFact, is_nearest: bool = ..., language: str = ...) -> Text:
        """Return a plan in the words in which the assistant shows it."""
        ...

    def reason(self, code: str) -> str | None:
        """Return why an outcome of the rules is as it is, in words, or None."""

    def intents(self) -> Sequence[str]:
        """Return what can be understood."""
        ...


class Talks(Protocol):
    """The conversations, wherever they are held. Nobody here knows channels or queues."""

    def talk_with(self, unit: UnitOfWork, conversation_id: str) -> Talk | None:
        """Return the conversation with this id, or None."""

    def transcript(self, unit: UnitOfWork, conversation_id: str) -> Sequence[Line]:
        """Return everything that was said, oldest first."""

    def take(
        self,
        unit: UnitOfWork,
        conversation_id: str,
        colleague: str,
        name: str,
        of: str,
        instead_of: str | None = None,
    ) -> None:
        """Give the conversation to a colleague, and tell the person."""

    def give_back(
        self, unit: UnitOfWork, conversation_id: str, colleague: str, name: str, assistant_name: str
    ) -> None:
        """Give the conversation back to the assistant, and tell the person."""

    def say(
        self, unit: UnitOfWork, conversation_id: str, colleague: str, name: str, text: str
    ) -> None:
        """Say something to the person."""

    def tell_decision(self, unit: UnitOfWork, conversation_id: str, reference: str) -> None:
        """Tell the person what was decided, in the sentence of the committed row."""

    def clear_danger(self, unit: UnitOfWork, conversation_id: str, colleague: str) -> None:
        """Take the flag of danger away."""

    def conversations_of(self, unit: UnitOfWork, case_id: str) -> Sequence[str]:
        """Return the ids of a case's conversations, oldest first."""

    def taken_by(self, unit: UnitOfWork, colleague: str) -> Sequence[str]:
        """Return the ids of the conversations that a colleague has now."""

    def all_taken(self, unit: UnitOfWork) -> Sequence[Talk]:
        """Return the conversations that any colleague has now."""

    def news(self, unit: UnitOfWork, mark: Any) -> tuple[Any, frozenset[str]]:
        """Return a new mark and the conversations in which something was said since ``mark``."""


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
