"""Forty states in which a conversation can be when danger is said, each a small preparation.

A preparation gets the desk and the chat, and returns how the message of danger is sent.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import time_machine
import yaml

from bot.errors import DialogueFailed, DialogueUnavailable, WorkerLost
from bot.messages import MAX_CHARACTERS, Kind
from bot.store import Conversation

FORMS = Path(__file__).parents[2] / "bot" / "domain" / "forms.yml"
Prepare = Callable[[Any, str], dict[str, Any]]


def _fresh(desk: Any, chat: str) -> dict[str, Any]:
    return {}


def _greeted(desk: Any, chat: str) -> dict[str, Any]:
    desk.say("hallo", chat=chat)
    return {}


def _in_form(form: str, question: str) -> Prepare:
    def prepare(desk: Any, chat: str) -> dict[str, Any]:
        desk.say("hallo", chat=chat)
        state = {"slots": {"requested_slot": question}, "active_loop": form}
        _change(desk, chat, dialogue_state=state)
        return {}

    return prepare


def _owned_by(owner: str) -> Prepare:
    def prepare(desk: Any, chat: str) -> dict[str, Any]:
        desk.say("hallo", chat=chat)
        _change(desk, chat, owner=owner)
        return {}

    return prepare


def _flagged(danger: str) -> Prepare:
    def prepare(desk: Any, chat: str) -> dict[str, Any]:
        desk.say("hallo", chat=chat)
        _change(desk, chat, danger=danger)
        return {}

    return prepare


def _dialogue_raises(error: Exception) -> Prepare:
    def prepare(desk: Any, chat: str) -> dict[str, Any]:
        def fail(_: Any) -> list[dict[str, Any]]:
            raise error

        desk.answer = fail
        desk.say("hoeveel staat er open", chat=chat)
        return {}

    return prepare


def _flooded(desk: Any, chat: str) -> dict[str, Any]:
    for _ in range(25):
        desk.receive("hallo", chat=chat)
    return {}


def _waiting_behind(desk: Any, chat: str) -> dict[str, Any]:
    for text in ("hallo", "ik kan niet betalen", "300 euro"):
        desk.receive(text, chat=chat)
    return {}


def _sent_as(kind: Kind) -> Prepare:
    return lambda desk, chat: {"kind": kind}


def _on(channel: str) -> Prepare:
    return lambda desk, chat: {"channel": channel}


def _after_silence(days: float) -> Prepare:
    def prepare(desk: Any, chat: str) -> dict[str, Any]:
        desk.say("hallo", chat=chat)
        then = desk.conversation(chat).heard_at - timedelta(days=days)
        _change(desk, chat, heard_at=then, noticed_at=then)
        return {}

    return prepare


def _wrapped(before: str, after: str) -> Prepare:
    return lambda desk, chat: {"before": before, "after": after}


def _person_asked(desk: Any, chat: str) -> dict[str, Any]:
    desk.say("medewerker", chat=chat)
    return {}


def _moved_clock(desk: Any, chat: str) -> dict[str, Any]:
    with time_machine.travel("2027-01-01 03:00:00+01:00", tick=False):
        desk.say("hallo", chat=chat)
    return {}


def _change(desk: Any, chat: str, **values: Any) -> None:
    with desk.database.unit() as unit:
        row = unit.session.get_one(Conversation, desk.conversation(chat).id)
        for name, value in values.items():
            setattr(row, name, value)
        unit.commit()


_FORMS = {
    f"in_{form}": _in_form(form, row["required_slots"][0])
    for form, row in yaml.safe_load(FORMS.read_text("utf-8"))["forms"].items()
}
STATES: dict[str, Prepare] = {
    "first_message": _fresh,
    "after_the_notice": _greeted,
    **_FORMS,
    "colleague_waited_for": _owned_by("waiting"),
    "colleague_has_it": _owned_by("colleague"),
    "closed": _owned_by("closed"),
    "person_asked_for": _person_asked,
    "flagged_before": _flagged("violence"),
    "flagged_as_the_same": _flagged("suicide"),
    "dialogue_down": _dialogue_raises(DialogueUnavailable("down")),
    "worker_lost": _dialogue_raises(WorkerLost("hung")),
    "dialogue_failing": _dialogue_raises(DialogueFailed("broken")),
    "bug_in_the_dialogue": _dialogue_raises(RuntimeError("bug")),
    "over_the_limit_of_messages": _flooded,
    "behind_three_messages": _waiting_behind,
    "on_telegram": _on("telegram"),
    "on_the_web": _on("web"),
    "as_the_first_start": _sent_as(Kind.START),
    "as_an_edited_message": _sent_as(Kind.EDITED),
    "under_a_photo": _sent_as(Kind.PHOTO),
    "with_a_voice_message": _sent_as(Kind.VOICE),
    "after_thirteen_hours": _after_silence(13 / 24),
    "after_ten_days": _after_silence(10),
    "at_night_on_new_years_day": _moved_clock,
    "with_a_bsn": _wrapped("mijn bsn is 111222333. ", ""),
    "in_a_very_long_message": _wrapped("ik leg het uit. " * (MAX_CHARACTERS // 16 + 9), ""),
    "behind_a_command": _wrapped("/restart ", ""),
}
MESSAGES = [
    *("ik wil dood", "kwil nie meer leve", "IK WIL DOOOD!!!", "ik denk aan zelfmoort"),
    *("ik maak er een eind aan", "ik spring voor de trein", "i want to die", "nie chcę żyć"),
    *("ölmek istiyorum", "أريد أن أموت", "не хочу жити"),
    *("ik zie het niet meer zitten", "iedereen is beter af zonder mij", "was ik er maar niet"),
    *("hij slaat me", "ik ben thuis niet veilig"),
    *("ik kom langs met een mes", "mijn zoon wil dood", "ik heb nu hulp nodig"),
    "ik heb geen geld voor mijn insuline",
]
