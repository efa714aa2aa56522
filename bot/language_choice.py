"""The person chooses the language: with a button, in a word, or by writing on in it."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from bot.before_understanding import Heard
from bot.languages import asked_language, leans_to
from bot.messages import Kind
from bot.safeguards.person_wanted import wants_person
from bot.store import InboxRow, OutboxRow
from bot.texts.texts import all_texts
from casework.language import choose_language
from casework.locales import DUTCH, LOCALES

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


def follow_what_cannot_wait(heard: Heard) -> None:
    """Take the language in which danger, or the wish for a person, is written: unasked."""
    if heard.inbox.kind != Kind.TEXT:
        return
    if heard.danger is not None:
        _follow(heard, leans_to(heard.inbox.text) or _only_language(heard.danger.text_key))
    elif wants_person(heard.inbox.text):
        _follow(heard, leans_to(heard.inbox.text))


def writes_on_in_it(heard: Heard, payload: str | None) -> bool:
    """Take the language we asked about when the person goes on in it; return whether that is so.

    Any of the question's other buttons is in that language too, so who presses it reads it.
    """
    asked = _asked_about(heard)
    if asked in (None, heard.turn.case.language):
        return False
    if payload is None and leans_to(heard.inbox.text) != asked:
        return False
    _follow(heard, asked)
    return True


def what_tells_most(heard: Heard, payload: str | None) -> Heard:
    """Return what to answer of two messages: the one that waited, or the one in which we go on.

    The second is often no more than a "yes" or the same once more; a pressed button always counts.
    """
    waited = waited_for_language(heard)
    if payload is not None or waited is None:
        return heard
    return max(waited, heard, key=lambda each: len(each.inbox.text.split()))


def waited_for_language(heard: Heard) -> Heard | None:
    """Return the message before this one, if we answered it by asking for the language."""
    if _asked_about(heard) is None:
        return None
    heard_before = heard.turn.unit.session.scalar(
        select(InboxRow)
        .where(
            InboxRow.conversation_id == heard.conversation.id,
            InboxRow.id < heard.inbox.id,
            InboxRow.kind == Kind.TEXT,
        )
        .order_by(InboxRow.id.desc())
        .limit(1)
    )
    return replace(heard, inbox=heard_before) if heard_before is not None else None


def open_in_language(heard: Heard) -> str:
    """Take the language in which the chat was opened; return the token of a personal link."""
    language, _, token = heard.inbox.text.rpartition(IN_LANGUAGE)
    _follow(heard, language)
    return token


def _follow(heard: Heard, language: str | None) -> None:
    if language in LOCALES and language != heard.turn.case.language:
        choose_language(heard.turn, language)


def _only_language(text_key: str) -> str | None:
    """Return the language of a text that exists in another language than Dutch only."""
    language: str = all_texts()[text_key].get("metadata", {}).get("language", DUTCH)
    return None if language == DUTCH else language


def _asked_about(heard: Heard) -> str | None:
    """Return the language that the last thing we said asks about, or None."""
    said = heard.turn.unit.session.scalar(
        select(OutboxRow)
        .where(OutboxRow.conversation_id == heard.conversation.id)
        .order_by(OutboxRow.id.desc())
        .limit(1)
    )
    key = None if said is None else said.content.get("key")
    return next((code for code in LOCALES if key == f"languages:{code}"), None)
