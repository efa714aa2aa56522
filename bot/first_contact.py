"""The first words: who this is, that it is a computer, what is kept, and the way to a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bot.before_understanding import Heard
from bot.language_choice import open_in_language
from bot.languages import recognise
from bot.messages import Kind
from bot.replies import text_id
from casework.claim_file import claims_for_token
from casework.locales import LOCALES
from evidence_log import record
from storage.unit_of_work import UnitOfWork

NOTICE_AGAIN_AFTER = timedelta(hours=24)
PHONE = "phone"
LONG_SILENCE = timedelta(hours=12)


def open_personal_link(heard: Heard) -> None:
    """Take the claims behind the link that opened the chat, and the language of its page."""
    if heard.inbox.kind == Kind.START and (token := open_in_language(heard)):
        claims_for_token(heard.turn, token)


def greet(heard: Heard, make_link: Callable[[UnitOfWork, str], str]) -> None:
    """Say the notice at the first message and after a day of silence; welcome back who was busy.

    The notice is the law's (AI Act art. 50(1)): at the latest at the first contact.
    """
    silence = _silence(heard)
    if silence is None or silence >= NOTICE_AGAIN_AFTER:
        _give_notice(heard, make_link)
    if silence is not None and silence >= LONG_SILENCE and _is_busy(heard):
        heard.replies.say("notices:welcome_back")
        codes = {"days_away": silence.days}
        record(heard.turn.unit, "returned", heard.turn.case.ref, codes)


def say_it_is_a_computer(heard: Heard) -> None:
    """Where danger went before the notice, say in one line what is talking (AI Act 50(1))."""
    if heard.conversation.heard_at is not None:
        return
    key = "safeguards:computer"
    heard.replies.say(key)
    codes = {"text_id": text_id(key, heard.turn.case.language), "channel": heard.turn.channel}
    record(heard.turn.unit, "ai_notice_shown", heard.turn.case.ref, codes)


def is_only_a_start(heard: Heard) -> bool:
    """Whether the message only opens the chat and nothing was being done."""
    return heard.inbox.kind == Kind.START and not _is_busy(heard)


def _give_notice(heard: Heard, make_link: Callable[[UnitOfWork, str], str]) -> None:
    turn, replies, language = heard.turn, heard.replies, _language_of_notice(heard)
    organisation = turn.organisation
    key = "notices:welcome_phone" if turn.channel == PHONE else "notices:welcome"
    replies.say_in(
        language,
        key,
        organisation=organisation.name,
        assistant_name=organisation.assistant_name,
        retention_days=organisation.retention.conversation_days,
    )
    codes = {"text_id": text_id(key, language), "channel": turn.channel}
    record(turn.unit, "ai_notice_shown", turn.case.ref, codes)
    if turn.channel == "telegram" and heard.conversation.noticed_at is None:
        link = make_link(turn.unit, heard.conversation.id)
        replies.say_in(language, "notices:telegram", link=link)
        codes = {"text_id": text_id("notices:telegram", language)}
        record(turn.unit, "telegram_notice_shown", turn.case.ref, codes)
    heard.conversation.noticed_at = turn.unit.now


def _language_of_notice(heard: Heard) -> str:
    """Return the language of the first message, when it shows: a notice must be understood."""
    written = recognise(heard.inbox.text) if heard.inbox.kind == Kind.TEXT else None
    return written if written in LOCALES else heard.turn.case.language


def _silence(heard: Heard) -> timedelta | None:
    if heard.conversation.noticed_at is None:
        return None
    last = heard.conversation.heard_at or heard.conversation.noticed_at
    return heard.turn.unit.now - last


def _is_busy(heard: Heard) -> bool:
    return heard.conversation.dialogue_state.get("active_loop") is not None
