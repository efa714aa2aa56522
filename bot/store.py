"""The tables of a conversation: where it is held, what came in and what goes out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.types import Id, Json, UtcDateTime

Code = String(64)
RowNumber = BigInteger().with_variant(Integer(), "sqlite")
# SQLite would give the number of a deleted row again: to somebody else's message, or to a button.
NEVER_AGAIN = {"sqlite_autoincrement": True}


def _reference(table: str) -> ForeignKey:
    """Refer to ``table``, checked at the commit: rows of one unit are written in any order."""
    return ForeignKey(f"{table}.id", deferrable=True, initially="DEFERRED")


class Conversation(Base):
    """One person's talk with us, whatever the channel.

    ``owner`` is assistant, waiting, colleague or closed. ``dialogue_state`` holds slots and the
    active form, never a sentence. ``colleague`` is who has taken it (a pseudonym).
    A turn holds the lease until ``lease_until``;
    ``not_before`` delays the next try. ``version`` lets only the holder of the lease commit.
    """

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str | None] = mapped_column(Id, index=True)
    owner: Mapped[str] = mapped_column(Code, default="assistant")
    colleague: Mapped[str | None] = mapped_column(Code)
    dialogue_state: Mapped[dict[str, Any]] = mapped_column(Json)
    danger: Mapped[str | None] = mapped_column(Code)
    noticed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    heard_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    not_before: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Address(Base):
    """Where a conversation is held: a chat of a channel. One conversation may have several."""

    __tablename__ = "addresses"
    __table_args__ = (UniqueConstraint("channel", "chat"), NEVER_AGAIN)

    id: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(_reference("conversations"), index=True)
    channel: Mapped[str] = mapped_column(Code)
    chat: Mapped[str] = mapped_column(String(128))


class InboxRow(Base):
    """One message as it came in, masked. ``state``: pending, done or failed."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "update_key"),
        UniqueConstraint("channel", "message_key"),
        Index("ix_inbox_waiting", "state", "is_urgent", "id"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(_reference("conversations"), index=True)
    address_id: Mapped[int] = mapped_column(_reference("addresses"))
    channel: Mapped[str] = mapped_column(Code)
    update_key: Mapped[str] = mapped_column(String(128))
    message_key: Mapped[str] = mapped_column(String(160))
    kind: Mapped[str] = mapped_column(Code)
    text: Mapped[str] = mapped_column(Text)
    is_urgent: Mapped[bool] = mapped_column(Boolean, default=False)
    state: Mapped[str] = mapped_column(Code, default="pending")
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OutboxRow(Base):
    """One message to send, in the order of ``id`` per conversation.

    ``content`` is either text with buttons, or the reference of a committed decision from which the
    sentence is rendered. A button's token is this row's id and the button's place, so only buttons
    that we made can come back. ``state``: pending, sending, sent, undeliverable or uncertain.
    """

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_waiting", "state", "id"), NEVER_AGAIN)

    id: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(_reference("conversations"), index=True)
    address_id: Mapped[int] = mapped_column(_reference("addresses"))
    inbox_id: Mapped[int | None] = mapped_column(RowNumber)
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    author: Mapped[str] = mapped_column(Code, default="assistant")
    state: Mapped[str] = mapped_column(Code, default="pending")
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    not_before: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reference: Mapped[str | None] = mapped_column(String(64))


class ContinueLink(Base):
    """A one-time link that continues a conversation on the web. Only its hash is kept."""

    __tablename__ = "continue_links"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(_reference("conversations"), index=True)
    valid_until: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class WebSession(Base):
    """A browser's session. The id is ours and random; only its hash is kept."""

    __tablename__ = "web_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    chat: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
