"""Answers somebody who writes another language, in that language; the choice stays with them.

English has all texts, so there the answer asks whether to go on in it (language_choice.py).
"""

from __future__ import annotations

from bot.before_understanding import Heard
from bot.buttons import pressed
from bot.languages import recognise
from bot.messages import Kind
from bot.replies import text_id
from evidence_log import record


def answer_other_language(heard: Heard) -> bool:
    """Say in the language that was written what this is, and how to reach a person and help.

    A form that is open stays open, so an answer in Dutch goes on with it.
    """
    if heard.inbox.kind != Kind.TEXT or heard.danger or pressed(heard):
        return False
    language = recognise(heard.inbox.text)
    if language in (None, heard.turn.case.language):
        return False
    key = f"languages:{language}"
    heard.replies.say(key)
    codes = {"language": language, "text_id": text_id(key, heard.turn.case.language)}
    record(heard.turn.unit, "language_recognised", heard.turn.case.ref, codes)
    return True
