"""What a colleague does in a conversation: read it, take it, speak, give it back.

While a colleague has a conversation the assistant is silent: the owner is changed here and read in
every turn, and the row's version lets only one of two that change it at once commit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from bot import history
from bot.replies import DECISION
from bot.store import Address, Conversation, InboxRow, OutboxRow
from bot.texts.texts import render
from casework.errors import NotYours
from casework.language import language_of
from casework.states import move
from storage.unit_of_work import UnitOfWork

COLLEAGUE = "colleague"


@dataclass(frozen=True)
class Talk:
    """A conversation as the console knows it. ``owner``: assistant, waiting, colleague, closed."""

    conversation_id: str
    case_id: str | None
    owner: str
    colleague: str | None
    danger: str | None
    channels: tuple[str, ...]
    heard_at: datetime | None
    form: str | None


def talk_with(unit: UnitOfWork, conversation_id: str) -> Talk | None:
    """Return the conversation with this id, or None."""
    row = unit.session.get(Conversation, conversation_id)
    return None if row is None else _talk(unit, row)


def transcript(unit: UnitOfWork, conversation_id: str) -> tuple[history.Line, ...]:
    """Return everything that was said, oldest first."""
    return history.lines_of(unit, conversation_id)


def take(
    unit: UnitOfWork,
    conversation_id: str,
    colleague: str,
    name: str,
    of: str,
    instead_of: tuple[str, str] | None = None,
) -> None:
    """Give the conversation to ``colleague`` and tell the person: ``name`` of ``of`` is there.

    ``instead_of``: the id and the name of who has it and is not there any more; the person hears
    that too. Taking again changes nothing. Raises :class:`NotYours` when another colleague has it.
    """
    row = unit.session.get_one(Conversation, conversation_id)
    # Somebody else may have taken it since it was seen that who has it left.
    if instead_of is not None and row.colleague == instead_of[0]:
        _tell(unit, row, "notices:colleague_gone", name=instead_of[1])
    elif row.owner == COLLEAGUE:
        _check_theirs(row, colleague)
        return
    if row.owner == "closed":
        row.owner = move("conversation", row.owner, "assistant")
    row.owner, row.colleague = move("conversation", row.owner, COLLEAGUE), colleague
    _tell(unit, row, "notices:colleague_joined", name=name, organisation=of)


def give_back(
    unit: UnitOfWork, conversation_id: str, colleague: str, name: str, assistant_name: str
) -> None:
    """Give the conversation back to the assistant, and tell the person.

    Giving back what one does not have changes nothing when nobody has it. Raises
    :class:`NotYours` when another colleague has it.
    """
    row = unit.session.get_one(Conversation, conversation_id)
    if row.owner != COLLEAGUE:
        return
    _check_theirs(row, colleague)
    row.owner, row.colleague = move("conversation", row.owner, "assistant"), None
    _tell(unit, row, "notices:colleague_left", name=name, assistant_name=assistant_name)


def say(unit: UnitOfWork, conversation_id: str, colleague: str, name: str, text: str) -> None:
    """Say ``text`` to the person under ``name``. Raises :class:`NotYours` unless one has it."""
    row = unit.session.get_one(Conversation, conversation_id)
    _check_theirs(row, colleague)
    content: dict[str, Any] = {"text": text, "buttons": [], "key": "colleague", "by": name}
    _put(unit, row, {**content, "language": language_of(unit, row.case_id)}, COLLEAGUE)


def tell_decision(unit: UnitOfWork, conversation_id: str, reference: str) -> None:
    """Tell the person what was decided, in the sentence of the committed row."""
    row = unit.session.get_one(Conversation, conversation_id)
    _put(unit, row, _decision(unit, row, reference))


def ask(unit: UnitOfWork, conversation_id: str, key: str, payloads: str, **values: str) -> bool:
    """Ask the fixed question ``key`` with its buttons; return whether it goes out.

    It does not when the conversation is gone, a colleague has it or is waited for, or danger is
    flagged. ``payloads`` stands before each button's own payload.
    """
    row = _calm(unit, conversation_id)
    if row is None:
        return False
    rendered = render(key, values, language_of(unit, row.case_id))
    buttons = [
        {"title": title, "payload": f"{payloads}{payload}"} for title, payload in rendered.buttons
    ]
    content = {"text": rendered.text, "buttons": buttons, "key": key}
    return _put(unit, row, {**content, "language": rendered.language})


def tell_when_calm(unit: UnitOfWork, conversation_id: str, reference: str) -> bool:
    """Tell what was decided of our own accord; return whether it goes out, as :func:`ask` does."""
    row = _calm(unit, conversation_id)
    return row is not None and _put(unit, row, _decision(unit, row, reference))


def clear_danger(unit: UnitOfWork, conversation_id: str, colleague: str) -> None:
    """Take the flag of danger away: a person judged it. Raises :class:`NotYours`."""
    row = unit.session.get_one(Conversation, conversation_id)
    _check_theirs(row, colleague)
    row.danger = None


def conversations_of(unit: UnitOfWork, case_id: str) -> tuple[str, ...]:
    """Return the ids of a case's conversations, oldest first."""
    query = select(Conversation.id).where(Conversation.case_id == case_id)
    return tuple(unit.session.scalars(query.order_by(Conversation.created_at)))


def taken_by(unit: UnitOfWork, colleague: str) -> tuple[str, ...]:
    """Return the ids of the conversations that ``colleague`` has now, oldest first."""
    query = select(Conversation.id).where(
        Conversation.owner == COLLEAGUE, Conversation.colleague == colleague
    )
    return tuple(unit.session.scalars(query.order_by(Conversation.created_at)))


def all_taken(unit: UnitOfWork) -> tuple[Talk, ...]:
    """Return the conversations that any colleague has now."""
    rows = unit.session.scalars(select(Conversation).where(Conversation.owner == COLLEAGUE))
    return tuple(_talk(unit, row) for row in rows.all())


def first_written(unit: UnitOfWork, conversation_id: str, after: datetime) -> datetime | None:
    """Return when the person first wrote after a moment, or None."""
    query = select(func.min(InboxRow.received_at))
    return unit.session.scalar(
        query.where(InboxRow.conversation_id == conversation_id, InboxRow.received_at > after)
    )


@dataclass(frozen=True)
class Mark:
    """How far somebody has looked: the last numbers of what came in and what went out."""

    inbox: int
    outbox: int


def news(unit: UnitOfWork, mark: Mark | None) -> tuple[Mark, frozenset[str]]:
    """Return the new mark, and the conversations in which something was said since ``mark``."""
    if mark is None:
        return _last_mark(unit), frozenset()
    inbox = unit.session.execute(
        select(InboxRow.id, InboxRow.conversation_id).where(InboxRow.id > mark.inbox)
    ).all()
    outbox = unit.session.execute(
        select(OutboxRow.id, OutboxRow.conversation_id).where(OutboxRow.id > mark.outbox)
    ).all()
    after = Mark(
        max((row[0] for row in inbox), default=mark.inbox),
        max((row[0] for row in outbox), default=mark.outbox),
    )
    return after, frozenset(row[1] for row in [*inbox, *outbox])


def _talk(unit: UnitOfWork, row: Conversation) -> Talk:
    channels = unit.session.scalars(
        select(Address.channel).where(Address.conversation_id == row.id).order_by(Address.id)
    )
    return Talk(
        row.id,
        row.case_id,
        row.owner,
        row.colleague,
        row.danger,
        tuple(dict.fromkeys(channels)),
        row.heard_at,
        row.dialogue_state.get("active_loop"),
    )


def _calm(unit: UnitOfWork, conversation_id: str) -> Conversation | None:
    row = unit.session.get(Conversation, conversation_id)
    if row is None or row.owner in (COLLEAGUE, "waiting") or row.danger is not None:
        return None
    return row


def _check_theirs(row: Conversation, colleague: str) -> None:
    if row.owner != COLLEAGUE or row.colleague != colleague:
        raise NotYours(
            "You do not have this conversation, so nothing was said. Take it first; when another "
            "colleague has it, ask them to give it back."
        )


def _tell(unit: UnitOfWork, row: Conversation, key: str, **values: str) -> None:
    said = render(key, values, language_of(unit, row.case_id))
    content: dict[str, Any] = {"text": said.text, "buttons": [], "key": key}
    _put(unit, row, {**content, "language": said.language})


def _decision(unit: UnitOfWork, row: Conversation, reference: str) -> dict[str, Any]:
    return {DECISION: reference, "language": language_of(unit, row.case_id)}


def _put(
    unit: UnitOfWork, row: Conversation, content: dict[str, Any], author: str = "assistant"
) -> bool:
    """Put a message in the outbox, for the place where the person last wrote, if there is one."""
    address_id = unit.session.scalar(
        select(InboxRow.address_id)
        .where(InboxRow.conversation_id == row.id)
        .order_by(InboxRow.id.desc())
        .limit(1)
    )
    if address_id is None:
        return False
    unit.add(
        OutboxRow(
            conversation_id=row.id,
            address_id=address_id,
            content=content,
            author=author,
            created_at=unit.now,
        )
    )
    return True


def _last_mark(unit: UnitOfWork) -> Mark:
    inbox = unit.session.scalar(select(func.max(InboxRow.id))) or 0
    outbox = unit.session.scalar(select(func.max(OutboxRow.id))) or 0
    return Mark(inbox, outbox)
