"""Finds the conversation that is held in a chat of a channel."""

from __future__ import annotations

from sqlalchemy import select

from bot.store import Address, Conversation
from storage.unit_of_work import UnitOfWork


def conversation_at(unit: UnitOfWork, channel: str, chat: str) -> Conversation | None:
    """Return the conversation in ``chat`` of ``channel``, or None."""
    return unit.session.scalar(
        select(Conversation)
        .join(Address, Address.conversation_id == Conversation.id)
        .where(Address.channel == channel, Address.chat == chat)
    )


def conversation_with(unit: UnitOfWork, conversation_id: str) -> Conversation | None:
    """Return the conversation with this id, or None."""
    return unit.session.get(Conversation, conversation_id)
