"""Browser sessions: the id is ours and random; only its hash is kept.

A session gives access to one chat. The chat's own id is another random one, so nothing that is
shown or sent reveals the session.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select

from bot.continue_link import hashed
from bot.store import Address, Conversation, WebSession
from storage.types import new_id
from storage.unit_of_work import UnitOfWork

CHANNEL = "web"
_TOKEN = re.compile(r"[\w-]{32}", re.ASCII)
_SEEN_AGAIN_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Visit:
    """Who is there: the hash of the session's id, and the chat it gives access to."""

    token_hash: str
    chat: str


@dataclass(frozen=True)
class NewVisit:
    """A session just opened; ``token`` is its secret id (192 random bits), shown only now."""

    token: str
    visit: Visit


def open_session(unit: UnitOfWork, conversation_id: str | None = None) -> NewVisit:
    """Return a new session with a new chat.

    With ``conversation_id`` the chat is a further address of that conversation; without it the
    conversation begins with the first message.
    """
    token = secrets.token_urlsafe(24)
    visit = Visit(hashed(token), new_id())
    unit.add(
        WebSession(
            token_hash=visit.token_hash, chat=visit.chat, created_at=unit.now, seen_at=unit.now
        )
    )
    if conversation_id is not None:
        unit.add(Address(conversation_id=conversation_id, channel=CHANNEL, chat=visit.chat))
    return NewVisit(token, visit)


def find_session(unit: UnitOfWork, token: str, idle_days: int) -> Visit | None:
    """Return the session of ``token``; None when unknown, closed, or unused for ``idle_days``."""
    if not _TOKEN.fullmatch(token):
        return None
    session = unit.session.get(WebSession, hashed(token))
    if session is None or unit.now - session.seen_at > timedelta(days=idle_days):
        return None
    if unit.now - session.seen_at > _SEEN_AGAIN_AFTER:
        session.seen_at = unit.now
    return Visit(session.token_hash, session.chat)


def close_session(unit: UnitOfWork, token_hash: str) -> None:
    """Close a session on its device; the conversation itself stays."""
    unit.session.execute(delete(WebSession).where(WebSession.token_hash == token_hash))


def delete_unused_sessions(unit: UnitOfWork, idle_days: int) -> int:
    """Delete the sessions that nobody used for ``idle_days``; return their number."""
    oldest = unit.now - timedelta(days=idle_days)
    gone = unit.session.execute(delete(WebSession).where(WebSession.seen_at < oldest))
    return int(getattr(gone, "rowcount", 0))


def still_open(unit: UnitOfWork, token_hashes: Collection[str]) -> set[str]:
    """Return those of ``token_hashes`` whose session exists."""
    query = select(WebSession.token_hash).where(WebSession.token_hash.in_(token_hashes))
    return set(unit.session.scalars(query))


def sessions_of_case(unit: UnitOfWork, case_id: str) -> dict[str, list[dict[str, object]]]:
    """Return the browser sessions of a case's conversations, by table, without their secrets."""
    conversations = select(Conversation.id).where(Conversation.case_id == case_id)
    chats = select(Address.chat).where(
        Address.channel == CHANNEL, Address.conversation_id.in_(conversations)
    )
    found = unit.session.scalars(select(WebSession).where(WebSession.chat.in_(chats)))
    return {
        WebSession.__tablename__: [
            {"chat": row.chat, "created_at": row.created_at, "seen_at": row.seen_at}
            for row in found
        ]
    }
