"""What the product's database says after the kills."""

from __future__ import annotations

from sqlalchemy import func, select

from bot.store import Address, Conversation, InboxRow, OutboxRow
from storage.database import open_database


def pairs_of(database_url: str, chat: int) -> list[str]:
    """Return the answers of every form of ``chat``, one after the other."""
    database = open_database(database_url)
    with database.unit() as unit:
        state = unit.session.scalars(
            select(Conversation.dialogue_state)
            .join(Address, Address.conversation_id == Conversation.id)
            .where(Address.chat == str(chat))
        ).one()
    database.close()
    slots = state["slots"]
    answers = [answer for pair in slots.get("pairs", []) for answer in pair]
    return answers + ([slots["first"]] if "first" in slots else [])


def being_sent(database_url: str) -> set[tuple[int, str]]:
    """Return the (chat, text) of every answer that is marked as being sent."""
    database = open_database(database_url)
    with database.unit() as unit:
        query = (
            select(Address.chat, OutboxRow.content)
            .join(OutboxRow, OutboxRow.address_id == Address.id)
            .where(OutboxRow.state == "sending")
        )
        found = {(int(chat), content["text"]) for chat, content in unit.session.execute(query)}
    database.close()
    return found


def unfinished(database_url: str) -> int:
    """Return how many kept messages were not handled, or were given up."""
    database = open_database(database_url)
    with database.unit() as unit:
        query = select(func.count()).where(InboxRow.state != "done")
        waiting = unit.session.scalar(query)
    database.close()
    return waiting or 0
