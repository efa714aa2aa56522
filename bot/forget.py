"""Deletes everything a conversation left: messages, addresses, links, sessions and the state."""

from __future__ import annotations

from sqlalchemy import ColumnElement, delete, select

from bot.store import Address, ContinueLink, Conversation, InboxRow, OutboxRow, WebSession
from storage.base import Base
from storage.unit_of_work import UnitOfWork


def erase_conversations(unit: UnitOfWork, case_id: str) -> dict[str, int]:
    """Delete the conversations of ``case_id`` with all that hangs on them; return rows by table."""
    conversations = select(Conversation.id).where(Conversation.case_id == case_id)
    chats = select(Address.chat).where(
        Address.channel == "web", Address.conversation_id.in_(conversations)
    )
    what: list[tuple[type[Base], ColumnElement[bool]]] = [
        (WebSession, WebSession.chat.in_(chats)),
        (OutboxRow, OutboxRow.conversation_id.in_(conversations)),
        (InboxRow, InboxRow.conversation_id.in_(conversations)),
        (ContinueLink, ContinueLink.conversation_id.in_(conversations)),
        (Address, Address.conversation_id.in_(conversations)),
        (Conversation, Conversation.case_id == case_id),
    ]
    counts = {}
    for table, belongs in what:
        result = unit.session.execute(
            delete(table).where(belongs).execution_options(synchronize_session=False)
        )
        counts[table.__tablename__] = int(getattr(result, "rowcount", 0))
    return counts
