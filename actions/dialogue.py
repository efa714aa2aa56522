"""What every action needs of Rasa: the latest message, events, moving between forms."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml
from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import Said
from casework.decisions import Decision, as_ref
from casework.locales import DUTCH

# The action that does what a complete form was for. bot/dialogue/rules/forms.yml says the same.
DONE_ACTIONS = {
    "intake_form": "action_record_claim",
    "wish_form": "action_follow_wish",
    "postpone_form": "action_postpone",
    "part_form": "action_pay_part",
    "pause_form": "action_pause",
    "debit_day_form": "action_move_debit_day",
    "budget_form": "action_propose",
    "choice_form": "action_answer_proposal",
    "pay_day_form": "action_propose",
    "threat_form": "action_find_help",
    "help_form": "action_find_help",
    "warm_form": "action_refer",
    "complaint_form": "action_file_complaint",
    "dispute_form": "action_dispute",
    "erase_form": "action_erase",
    "resume_form": "action_answer_resume",
}
WISH_FORMS = {
    "in_parts": "budget_form",
    "later": "postpone_form",
    "part": "part_form",
    "pause": "pause_form",
    "debit_day": "debit_day_form",
}
# Forms a person comes back to after a detour.
JOURNEY = ("intake_form", "wish_form", *WISH_FORMS.values(), "choice_form")

_DOMAIN = Path(__file__).parents[1] / "bot" / "domain"
_TEXTS = Path(__file__).parents[1] / "bot" / "texts"

# After an action that was not predicted by a rule, Rasa must be told to wait for the person.
LISTEN = FollowupAction("action_listen")

# A number and nothing else only answers; it is no telephone number (those begin with 0 or +).
_NUMBER_ALONE = re.compile(
    r"(?!\+|0[\d\s-]{8,})[€\s-]*\d[\d.,\s-]*(?:e\d+)?(?:\s*euros?)?\W*", re.IGNORECASE
)

Events = list[EventType]
Slots = Mapping[str, Any]


@cache
def needs() -> dict[str, dict[str, Any]]:
    """Return what is done with each need, from ``needs.yml``."""
    text = Path(__file__).with_name("needs.yml").read_text(encoding="utf-8")
    table: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return table


@cache
def required_slots() -> dict[str, list[str]]:
    """Return the slots of each form, in order, from Rasa's own domain file."""
    data = yaml.safe_load((_DOMAIN / "forms.yml").read_text(encoding="utf-8"))
    return {form: row["required_slots"] for form, row in data["forms"].items()}


@cache
def text_version(response: str, language: str) -> str:
    """Return the response's name with a short hash of its words: the version that was shown."""
    if language != DUTCH:
        for path in sorted((_TEXTS / language / "responses").glob("*.yml")):
            rows = yaml.safe_load(path.read_text(encoding="utf-8"))
            if response in rows:
                return _version(response, rows[response]["text"])
    for path in sorted((_DOMAIN / "responses").glob("*.yml")):
        texts = yaml.safe_load(path.read_text(encoding="utf-8"))["responses"]
        if response in texts:
            return _version(response, texts[response][0]["text"])
    raise KeyError(f"{response} is in none of bot/domain/responses/*.yml; add it there.")


def _version(response: str, text: str) -> str:
    return f"{response}@{sha256(text.encode()).hexdigest()[:8]}"


def said(tracker: Tracker) -> Said:
    """Return the latest message of the person."""
    message = tracker.latest_message or {}
    entities = message.get("entities") or []
    text = str(message.get("text") or "")
    understood = (message.get("intent") or {}).get("name") or ""
    intent = "inform" if _NUMBER_ALONE.fullmatch(text.strip()) else understood
    values = tuple((entity["entity"], entity["value"]) for entity in entities)
    return Said(
        intent,
        values,
        pressed=text.startswith("/"),
        is_bare_number=re.fullmatch(r"\W*\d{4}\W*", text) is not None,
        text=text,
        confidence=float((message.get("intent") or {}).get("confidence") or 0.0),
        range_cents=_range(entities),
        also=tuple(message.get("also") or ()),
    )


def _range(entities: Sequence[Mapping[str, Any]]) -> tuple[int, int] | None:
    """The two amounts that were read from one and the same place, if any."""
    amounts = [each for each in entities if each["entity"] == "money_cents"]
    if len(amounts) != 2 or len({(each.get("start"), each.get("end")) for each in amounts}) != 1:
        return None
    return min(each["value"] for each in amounts), max(each["value"] for each in amounts)


def store(values: Slots) -> Events:
    """Return the events that fill slots."""
    return [SlotSet(name, value) for name, value in values.items()]


def clear(*slots: str) -> Events:
    """Return the events that empty slots."""
    return [SlotSet(slot, None) for slot in slots]


def tell(dispatcher: CollectingDispatcher, decision: Decision) -> None:
    """Refer to a decision; its words are made from the row, once it is committed."""
    dispatcher.utter_message(json_message={"decision": as_ref(decision)})


def leave_form(tracker: Tracker, come_back: bool = True) -> Events:
    """Return the events that leave the form that is open; ``come_back``: it may be resumed."""
    form = tracker.active_loop_name
    if form is None:
        return []
    kept = store({"paused_form": form, "wants_resume": None})
    left = kept if come_back and form in JOURNEY else []
    return [ActiveLoop(None), SlotSet("requested_slot", None), *left]


def open_form(form: str, slots: Slots) -> Events:
    """Return the event that asks what ``form`` still needs, or does what it was for."""
    open_slots = [slot for slot in required_slots()[form] if slots.get(slot) is None]
    return [FollowupAction(form if open_slots else DONE_ACTIONS[form])]


def ask_colleague(reason: str, then: str | None = None) -> Events:
    """Return the events that hand over for ``reason``, and open the form ``then`` afterwards."""
    return [
        *store({"colleague_reason": reason, "after_colleague": then}),
        FollowupAction("action_hand_over"),
    ]


def next_form(slots: Slots) -> str:
    """Return the next form on the way to another way of paying."""
    if slots.get("audience") == "employee":
        return "help_form"
    if not slots.get("claims_known"):
        return "intake_form"
    if slots.get("wish") is None or slots.get("representation") is None:
        return "wish_form"
    return WISH_FORMS[slots["wish"]]
