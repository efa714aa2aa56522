"""The clock on words: what people wrote and what we answered goes after its term; facts stay."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import delete, or_, select

from bot.store import ContinueLink, Conversation, InboxRow, OutboxRow
from storage.unit_of_work import UnitOfWork


def remove_old_words(
    unit: UnitOfWork, days: int, held_cases: Collection[str] = ()
) -> dict[str, int]:
    """Delete messages of conversations that were silent for ``days``; return rows by table.

    What is still waiting to be handled or sent stays, and so do those of ``held_cases``. A second
    run deletes nothing.
    """
    before = unit.now - timedelta(days=days)
    silent = select(Conversation.id).where(
        or_(Conversation.heard_at < before, Conversation.heard_at.is_(None)),
        Conversation.created_at < before,
        or_(Conversation.case_id.is_(None), Conversation.case_id.not_in(held_cases)),
    )
    removed = {}
    for table, condition in (
        (OutboxRow, OutboxRow.state.in_(("sent", "undeliverable", "uncertain"))),
        (InboxRow, InboxRow.state != "pending"),
        (ContinueLink, ContinueLink.valid_until < unit.now),
    ):
        result = unit.session.execute(
            delete(table)
            .where(table.conversation_id.in_(silent), condition)
            .execution_options(synchronize_session=False)
        )
        removed[table.__tablename__] = int(getattr(result, "rowcount", 0))
    return removed
