"""The person chooses the language, with a button or in a word; then we go on in it."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from bot.before_understanding import Heard
from bot.languages import asked_language, recognise
from bot.messages import Kind
from bot.store import InboxRow
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


def switch(heard: Heard, choice: str) -> Heard | None:
    """Go on in the language of ``choice``; return the message that waited for it, if one did.

    The message is the one to which we answered with the question which language it should be.
    """
    language = _PAYLOADS[choice]
    choose_language(heard.turn, language)
    heard.replies.say("notices:language_chosen")
    waited = heard.turn.unit.session.scalar(
        select(InboxRow)
        .where(InboxRow.conversation_id == heard.conversation.id, InboxRow.id < heard.inbox.id)
        .order_by(InboxRow.id.desc())
        .limit(1)
    )
    if waited is None or waited.kind != Kind.TEXT or recognise(waited.text) != language:
        return None
    return replace(heard, inbox=waited)


def open_in_language(heard: Heard) -> str:
    """Take the language in which the chat was opened; return the token of a personal link."""
    language, _, token = heard.inbox.text.rpartition(IN_LANGUAGE)
    if language in LOCALES and language != heard.turn.case.language:
        choose_language(heard.turn, language)
    return token
