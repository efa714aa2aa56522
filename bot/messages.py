"""What comes in from a channel and what goes out to one: the only shapes channels know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MAX_CHARACTERS = 4096


class Kind(StrEnum):
    """What a person sent."""

    TEXT = "text"
    BUTTON = "button"
    START = "start"
    EDITED = "edited"
    PHOTO = "photo"
    VOICE = "voice"
    STICKER = "sticker"
    OTHER = "other"


@dataclass(frozen=True)
class Inbound:
    """One message from a person.

    ``chat`` is the channel's address of the chat (a Telegram chat id, a web session's id).
    ``update_key`` and ``message_key`` are unique within the channel: the same message by another
    road has the same ``message_key``. ``text`` of a button is its opaque token.
    """

    channel: str
    chat: str
    update_key: str
    message_key: str
    kind: Kind
    text: str = ""
    sent_at: datetime | None = None


@dataclass(frozen=True)
class Button:
    """A quick reply: what it says, and the token that comes back when it is pressed."""

    title: str
    token: str


@dataclass(frozen=True)
class Outbound:
    """One message to a person. ``key`` names its text; ``author`` is assistant or colleague.

    ``by`` is the name under which a colleague speaks; ``language`` is ISO 639-1.
    """

    id: int
    text: str
    buttons: tuple[Button, ...]
    key: str
    author: str = "assistant"
    by: str | None = None
    language: str = "nl"


class Sent(StrEnum):
    """How sending ended."""

    SENT = "sent"
    UNDELIVERABLE = "undeliverable"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True)
class SendResult:
    """How sending ended; ``reference`` is the channel's own id of the message."""

    outcome: Sent
    reference: str | None = None


class RetryLater(Exception):
    """The channel asks to wait: nothing was sent. ``seconds`` says how long."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"retry after {seconds} s")
        self.seconds = seconds
