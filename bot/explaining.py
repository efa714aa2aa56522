"""Answers a question about letters, costs, seizure or help, and asks again what was open.

Needs no dialogue service: the form that was open stays as it was.
"""

from __future__ import annotations

from sqlalchemy import select

from bot.before_understanding import Heard
from bot.buttons import pressed
from bot.explanations import figures, find_explanation
from bot.messages import Kind
from bot.replies import DECISION, text_id
from bot.store import OutboxRow
from evidence_log import record
from payment_arrangement import ParameterMissing

_LATEST = 4


def answer_question(heard: Heard) -> bool:
    """Explain what is asked, with source and date; return whether there was such a question."""
    if heard.inbox.kind != Kind.TEXT or heard.danger or pressed(heard):
        return False
    language = heard.turn.case.language
    name = find_explanation(heard.inbox.text, language)
    if name is None:
        return False
    key = f"explanations:{name}"
    try:
        heard.replies.say(key, **figures(heard.turn.today))
    except ParameterMissing:
        return False
    codes = {"text_id": text_id(key, language)}
    record(heard.turn.unit, "explained", heard.turn.case.ref, codes)
    ask_again(heard)
    return True


def ask_again(heard: Heard) -> None:
    """Ask the question that was open, with its buttons; without a form, what else there is."""
    question = _open_question(heard)
    if question is None:
        heard.replies.say("notices:anything_else")
    else:
        heard.replies.say_again(question.content)


def _open_question(heard: Heard) -> OutboxRow | None:
    """Return the question of an open form: the last thing said that is no decision.

    A decision is said from its row only, so its words are never said again as plain text.
    """
    if heard.conversation.dialogue_state.get("active_loop") is None:
        return None
    query = (
        select(OutboxRow)
        .where(OutboxRow.conversation_id == heard.conversation.id)
        .where(OutboxRow.author == "assistant")
        .order_by(OutboxRow.id.desc())
        .limit(_LATEST)
    )
    latest = heard.turn.unit.session.scalars(query)
    return next((row for row in latest if DECISION not in row.content), None)
