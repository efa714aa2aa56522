"""Which of our own buttons a person pressed, or typed: only these reach Rasa as an intent."""

from __future__ import annotations

import re

from sqlalchemy import select

from bot.before_understanding import Heard
from bot.messages import Kind
from bot.safeguards.folding import fold
from bot.store import OutboxRow

RESUME = "/resume"
_LATEST = 4
_LONGEST_TITLE = 60


def pressed(heard: Heard) -> str | None:
    """Return the payload of the button that this message is, or None.

    Typing the words of a button under the latest answer counts as pressing it.
    """
    match Kind(heard.inbox.kind):
        case Kind.START:
            return RESUME
        case Kind.BUTTON:
            return _by_token(heard)
        case _:
            return _by_title(heard)


def _by_token(heard: Heard) -> str | None:
    outbox_id, _, place = heard.inbox.text.partition(".")
    if not (outbox_id.isascii() and outbox_id.isdigit() and place.isascii() and place.isdigit()):
        return None
    row = heard.turn.unit.session.get(OutboxRow, int(outbox_id))
    if row is None or row.conversation_id != heard.conversation.id:
        return None
    buttons = row.content.get("buttons", [])
    return str(buttons[int(place)]["payload"]) if int(place) < len(buttons) else None


def _by_title(heard: Heard) -> str | None:
    typed = _plain(heard.inbox.text)
    if not typed or len(typed) > _LONGEST_TITLE:
        return None
    query = (
        select(OutboxRow.content)
        .where(OutboxRow.conversation_id == heard.conversation.id)
        .order_by(OutboxRow.id.desc())
        .limit(_LATEST)
    )
    for content in heard.turn.unit.session.scalars(query):
        if content.get("buttons"):
            titles = {_plain(each["title"]): str(each["payload"]) for each in content["buttons"]}
            return titles.get(typed)
    return None


def _plain(text: str) -> str:
    return re.sub(r"[^\w\s]", "", fold(text)).strip()
