"""What is answered without any understanding: danger, a person wanted, and what is not text.

Each function returns whether it answered; the first that does ends the turn's search.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property

from bot.messages import MAX_CHARACTERS, Kind
from bot.replies import Replies, text_id
from bot.safeguards.bsn import MASK
from bot.safeguards.danger import Danger, find_danger
from bot.safeguards.person_wanted import wants_person
from bot.store import Conversation, InboxRow
from casework.context import Turn
from casework.decisions import as_ref
from casework.hand_over import hand_over
from evidence_log import record

_SILENT_KINDS = {
    Kind.PHOTO: "notices:photo",
    Kind.VOICE: "notices:voice",
    Kind.STICKER: "notices:sticker",
    Kind.OTHER: "notices:other",
    Kind.EDITED: "notices:edited",
}


@dataclass(frozen=True)
class Heard:
    """One message in its turn."""

    turn: Turn
    conversation: Conversation
    inbox: InboxRow
    replies: Replies

    @cached_property
    def danger(self) -> Danger | None:
        """The danger in what was said."""
        return None if self.inbox.kind == Kind.BUTTON else find_danger(self.inbox.text)


def answer_danger(heard: Heard) -> bool:
    """Answer urgent words of danger with their fixed text, and ask a colleague, every time."""
    return heard.danger is not None and heard.danger.is_urgent and _answer(heard, heard.danger)


def answer_while_waiting(heard: Heard) -> bool:
    """Answer new danger in a conversation that waits for the dialogue service to come back."""
    is_new = heard.conversation.not_before is not None and heard.inbox.attempts == 0
    return is_new and answer_without_dialogue(heard)


def answer_without_dialogue(heard: Heard) -> bool:
    """Answer any danger, also what the dialogue would go on with: it cannot, or may not now."""
    return heard.danger is not None and _answer(heard, heard.danger)


def answer_after_danger(heard: Heard) -> bool:
    """While danger is flagged, whatever is said: no talk of money. Only a colleague clears it."""
    if heard.conversation.danger is None:
        return False
    heard.replies.say(_again(heard.conversation))
    return True


def answer_person_wanted(heard: Heard) -> bool:
    """Hand over when a person is plainly asked for, in every state and without Rasa."""
    if heard.inbox.kind == Kind.BUTTON or not wants_person(heard.inbox.text):
        return False
    record(heard.turn.unit, "person_requested", heard.turn.case.ref, {"by": "words"})
    _ask_colleague(heard, "asked_for_person", "asked")
    return True


def answer_what_is_not_text(heard: Heard) -> bool:
    """Answer photos, voice, stickers, edits, nothing at all and far too much."""
    key = _SILENT_KINDS.get(Kind(heard.inbox.kind)) or _unreadable(heard.inbox)
    if key is None:
        return False
    heard.replies.say(key)
    return True


def mention_masked_number(heard: Heard) -> None:
    """Tell the person that a number was taken out."""
    if MASK in heard.inbox.text:
        heard.replies.say("notices:bsn_masked")


def _answer(heard: Heard, danger: Danger) -> bool:
    """Say the fixed text, flag what stops the talk of money, and ask a colleague."""
    conversation = heard.conversation
    text_key = danger.text_key
    if danger.stops:
        if danger.danger_class == conversation.danger:
            text_key = _again(conversation)
        conversation.danger = conversation.danger or danger.danger_class
    heard.replies.say(text_key)
    codes = {
        "danger_class": danger.danger_class,
        "text_id": text_id(text_key, heard.turn.case.language),
        "urgency": danger.urgency,
    }
    record(heard.turn.unit, "danger_flagged", heard.turn.case.ref, codes)
    _ask_colleague(heard, danger.danger_class, danger.urgency)
    return True


def _again(conversation: Conversation) -> str:
    about_suicide = str(conversation.danger).startswith("suicide")
    again = "suicide_again" if about_suicide else "danger_again"
    return f"safeguards:{again}"


def _ask_colleague(heard: Heard, reason_code: str, urgency: str) -> None:
    handed = hand_over(heard.turn, reason_code, urgency)
    heard.replies.say_decision(as_ref(handed.decision))


def _unreadable(inbox: InboxRow) -> str | None:
    if inbox.kind != Kind.TEXT:
        return None
    text = inbox.text
    if not text.strip():
        return "notices:empty"
    if len(text) > MAX_CHARACTERS:
        return "notices:too_long"
    if not any(unicodedata.category(sign)[0] in "LN" for sign in text):
        return "notices:only_signs"
    return None
