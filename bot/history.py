"""What was said in a conversation, over all its channels, as a person may see it again."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from bot.addresses import conversation_at
from bot.errors import CannotBeSaid
from bot.messages import Button, Kind, Outbound
from bot.store import InboxRow, OutboxRow
from bot.wording import outbound
from storage.unit_of_work import UnitOfWork

PERSON = "person"


@dataclass(frozen=True)
class Line:
    """One message of the conversation.

    ``author`` is person, assistant or colleague. ``id`` is the outbox id of what we said and None
    for what the person said. ``kind`` tells what a person sent when it was not text.
    ``by`` is the name under which a colleague spoke. ``language`` (ISO 639-1) is that of what we
    said; of what a person or a colleague wrote it is unknown ("").
    """

    author: str
    text: str
    at: datetime
    kind: Kind = Kind.TEXT
    id: int | None = None
    key: str = ""
    buttons: tuple[Button, ...] = ()
    by: str | None = None
    language: str = ""


def direction_of(language: str) -> str:
    """Return how ``language`` runs: rtl, ltr, or auto when the language is not known."""
    if not language:
        return "auto"
    return "rtl" if language == "ar" else "ltr"


def lines(unit: UnitOfWork, channel: str, chat: str) -> tuple[Line, ...]:
    """Return the whole conversation of ``chat``, oldest first; empty when nothing was said."""
    conversation = conversation_at(unit, channel, chat)
    return () if conversation is None else lines_of(unit, conversation.id)


def lines_of(unit: UnitOfWork, conversation_id: str) -> tuple[Line, ...]:
    """Return the whole conversation, over all its channels, oldest first."""
    heard = unit.session.scalars(
        select(InboxRow)
        .where(InboxRow.conversation_id == conversation_id, InboxRow.kind != Kind.START)
        .order_by(InboxRow.id)
    ).all()
    said = _said(unit, conversation_id)
    titles = {button.token: button.title for _, message in said for button in message.buttons}
    found = [_heard(row, titles) for row in heard] + [_line(row, out) for row, out in said]
    return tuple(sorted(found, key=lambda line: line.at))


def said_after(unit: UnitOfWork, channel: str, chat: str, after: int) -> tuple[Line, ...]:
    """Return what we said in the conversation of ``chat`` after the message with id ``after``."""
    conversation = conversation_at(unit, channel, chat)
    if conversation is None:
        return ()
    return tuple(_line(row, message) for row, message in _said(unit, conversation.id, after))


def waits_for_answer(unit: UnitOfWork, channel: str, chat: str) -> bool:
    """Whether a message of the conversation of ``chat`` has not been handled yet."""
    conversation = conversation_at(unit, channel, chat)
    if conversation is None:
        return False
    query = select(func.count()).where(
        InboxRow.conversation_id == conversation.id, InboxRow.state == "pending"
    )
    return bool(unit.session.scalar(query))


def outbox_backlog(unit: UnitOfWork) -> int:
    """Return how many messages wait to be sent."""
    query = select(func.count()).where(OutboxRow.state.in_(("pending", "sending")))
    return unit.session.scalar(query) or 0


def _said(
    unit: UnitOfWork, conversation_id: str, after: int = 0
) -> list[tuple[OutboxRow, Outbound]]:
    rows = unit.session.scalars(
        select(OutboxRow)
        .where(OutboxRow.conversation_id == conversation_id, OutboxRow.id > after)
        .order_by(OutboxRow.id)
    )
    found = []
    for row in rows:
        with contextlib.suppress(CannotBeSaid):
            found.append((row, outbound(unit, row)))
    return found


def _line(row: OutboxRow, message: Outbound) -> Line:
    return Line(
        message.author,
        message.text,
        row.created_at,
        id=message.id,
        key=message.key,
        buttons=message.buttons,
        by=message.by,
        language="" if message.by else message.language,
    )


def _heard(row: InboxRow, titles: dict[str, str]) -> Line:
    kind = Kind(row.kind)
    text = titles.get(row.text, "") if kind == Kind.BUTTON else row.text
    return Line(PERSON, text, row.received_at, kind)
