"""One-time links: the same conversation goes on in the browser."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256

from bot.store import ContinueLink, Conversation
from casework.language import language_of
from storage.unit_of_work import UnitOfWork

VALID = timedelta(hours=24)


def new_link(unit: UnitOfWork, conversation_id: str) -> str:
    """Return a token of 192 random bits that continues ``conversation_id`` once, for a day.

    Only its hash is kept; the link itself stands in the message that the person gets.
    """
    token = secrets.token_urlsafe(24)
    link = ContinueLink(
        token_hash=hashed(token), conversation_id=conversation_id, valid_until=unit.now + VALID
    )
    unit.add(link)
    return token


def use_link(unit: UnitOfWork, token: str) -> str | None:
    """Return the conversation of ``token`` and use the link up; None when used, old or unknown."""
    link = unit.session.get(ContinueLink, hashed(token))
    if link is None or link.used_at is not None or link.valid_until < unit.now:
        return None
    link.used_at = unit.now
    return link.conversation_id


def language_behind(unit: UnitOfWork, token_hash: str) -> str | None:
    """Return the language of the conversation of a link, used and old ones too; None if unknown."""
    link = unit.session.get(ContinueLink, token_hash)
    conversation = unit.session.get(Conversation, link.conversation_id) if link else None
    return language_of(unit, conversation.case_id) if conversation else None


def hashed(token: str) -> str:
    """Return the SHA-256 of ``token`` in hexadecimal: enough for a token of full randomness."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()
