"""The person chooses the language, with a button or in a word; then we go on in it."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from bot.before_understanding import Heard
from bot.languages import asked_language
from bot.store import InboxRow, OutboxRow
from casework.language import choose_language
from casework.locales import LOCALES

_PAYLOADS = {f'/language_switch{{"language": "{code}"}}': code for code in LOCALES}
# A chat is opened in a language by this sign between it and the token of a personal link.
IN_LANGUAGE = ":"


def choice_in(heard: Heard, payload: str | None) -> str | None:
    """Return the payload of the language that was pressed, or asked for in so many words."""
    if payload in _PAYLOADS:
        return payload
    asked = None if payload or heard.danger else asked_language(heard.inbox.text)
    return next((each for each, code in _PAYLOADS.items() if code == asked), None)


def switch(heard: Heard, choice: str) -> None:
    """Keep the language of ``choice``: everything is said in it from now on."""
    choose_language(heard.turn, _PAYLOADS[choice])


def waited_for_language(heard: Heard) -> Heard | None:
    """Return the message before this one, if we answered it by asking for the language."""
    session, conversation_id = heard.turn.unit.session, heard.conversation.id
    said = session.scalar(
        select(OutboxRow)
        .where(OutboxRow.conversation_id == conversation_id)
        .order_by(OutboxRow.id.desc())
        .limit(1)
    )
    heard_before = session.scalar(
        select(InboxRow)
        .where(InboxRow.conversation_id == conversation_id, InboxRow.id < heard.inbox.id)
        .order_by(InboxRow.id.desc())
        .limit(1)
    )
    was_asked = said is not None and said.content.get("key") == _question(heard)
    return replace(heard, inbox=heard_before) if was_asked and heard_before is not None else None


def _question(heard: Heard) -> str:
    return f"languages:{heard.turn.case.language}"


def open_in_language(heard: Heard) -> str:
    """Take the language in which the chat was opened; return the token of a personal link."""
    language, _, token = heard.inbox.text.rpartition(IN_LANGUAGE)
    if language in LOCALES and language != heard.turn.case.language:
        choose_language(heard.turn, language)
    return token
