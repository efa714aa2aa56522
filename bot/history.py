"""What was said in a conversation, over all its channels, as a person may see it again."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select

from bot.addresses import conversation_at
from bot.errors import CannotBeSaid
from bot.languages import leans_to, recognise
from bot.messages import Button, Kind, Outbound
from bot.store import InboxRow, OutboxRow
from bot.wording import outbound
from casework.language import language_of
from casework.locales import DUTCH
from storage.unit_of_work import UnitOfWork

PERSON = "person"


@dataclass(frozen=True)
class Line:
    """One message of the conversation.

    ``author`` is person, assistant or colleague. ``id`` is the outbox id of what we said and None
    for what the person said. ``kind`` tells what a person sent when it was not text.
    ``by`` is the name under which a colleague spoke. ``language`` (ISO 639-1) is that of what we
    said; of what a person or a colleague wrote, what it looks like, or else that of what stands
    before it.
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


def language_of_words(text: str, before: str) -> str:
    """Return the language in which somebody wrote ``text``; ``before`` when it does not show.

    >>> language_of_words("I cannot pay the rent", "nl"), language_of_words("450", "nl")
    ('en', 'nl')
    """
    return recognise(text) or leans_to(text) or before


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
    return tuple(_with_languages(sorted(found, key=lambda line: line.at)))


def said_after(unit: UnitOfWork, channel: str, chat: str, after: int) -> tuple[Line, ...]:
    """Return what we said in the conversation of ``chat`` after the message with id ``after``."""
    conversation = conversation_at(unit, channel, chat)
    if conversation is None:
        return ()
    found = [_line(row, message) for row, message in _said(unit, conversation.id, after)]
    return tuple(_with_languages(found, language_of(unit, conversation.case_id)))


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


def _with_languages(found: list[Line], before: str = DUTCH) -> Iterator[Line]:
    """Say of each line in which language it is; a short "ok" has that of the line before it."""
    for line in found:
        is_ours = line.id is not None and line.by is None
        before = line.language if is_ours else language_of_words(line.text, before)
        yield replace(line, language=before)


def _line(row: OutboxRow, message: Outbound) -> Line:
    return Line(
        message.author,
        message.text,
        row.created_at,
        id=message.id,
        key=message.key,
        buttons=message.buttons,
        by=message.by,
        language=message.language,
    )


def _heard(row: InboxRow, titles: dict[str, str]) -> Line:
    kind = Kind(row.kind)
    text = titles.get(row.text, "") if kind == Kind.BUTTON else row.text
    return Line(PERSON, text, row.received_at, kind)
