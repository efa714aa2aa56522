"""What the console asks of whoever holds the conversations, the telephone and the understanding.

Nothing here knows channels, queues or Rasa: the product fits them in.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Protocol

from casework.arrange import ProposalFact
from staff_console.wording.figures import TextMeasure
from storage.unit_of_work import UnitOfWork


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
        instead_of: tuple[str, str] | None = None,
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
