"""Links to the days of an arrangement, for the person's own calendar.

The address is 192 random bits: it tells nothing about who owes what.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from bot.before_understanding import Heard
from bot.continue_link import hashed
from bot.replies import DECISION, Replies
from bot.store import ContinueLink, Conversation
from bot.texts.texts import render
from casework.arrange import agreed_arrangement
from casework.decisions import Decision, as_ref
from casework.language import language_of
from payment_arrangement import calendar_file
from storage.unit_of_work import UnitOfWork

VALID = timedelta(days=7)
# The channels in which a person can open a link.
_WITH_LINKS = ("web", "telegram")


def new_agenda_link(unit: UnitOfWork, conversation_id: str) -> str:
    """Return a token that gives the days of this conversation's arrangement, for seven days."""
    token = secrets.token_urlsafe(24)
    link = ContinueLink(
        token_hash=hashed_for_agenda(token),
        conversation_id=conversation_id,
        valid_until=unit.now + VALID,
    )
    unit.add(link)
    return token


def calendar_behind(unit: UnitOfWork, token: str) -> bytes | None:
    """Return the calendar file of ``token``; None when the link or the arrangement is no more."""
    link = unit.session.get(ContinueLink, hashed_for_agenda(token)) if token.isascii() else None
    if link is None or link.valid_until < unit.now:
        return None
    conversation = unit.session.get(Conversation, link.conversation_id)
    case_id = conversation.case_id if conversation else None
    agreed = agreed_arrangement(unit, case_id) if case_id else None
    if agreed is None:
        return None
    return calendar_file(
        agreed.due_on,
        title=render("notices:agenda_title", language=language_of(unit, case_id)).text,
        arrangement_id=agreed.row.id,
        made_at=unit.now,
    )


def offer_agenda(
    heard: Heard,
    said: Replies,
    message: Mapping[str, Any],
    make_link: Callable[[UnitOfWork, str], str],
) -> None:
    """Say where the days are, when ``message`` tells that an arrangement was agreed just now."""
    reference = (message.get("custom") or {}).get(DECISION)
    if not reference or heard.inbox.channel not in _WITH_LINKS:
        return
    agreed = agreed_arrangement(heard.turn.unit, heard.turn.case.id)
    if agreed and reference == as_ref(Decision("arrangement", agreed.row.id)):
        said.say("notices:agenda", link=make_link(heard.turn.unit, heard.conversation.id))


def hashed_for_agenda(token: str) -> str:
    """Not the hash of a link that continues the conversation: this one opens the days only."""
    return hashed(f"agenda:{token}")
