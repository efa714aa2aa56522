"""A message may hold several needs: the most urgent is answered, the others wait their turn.

Which is the most urgent stands in ``config.yml`` (``goes_first``).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, SlotSet, UserUttered
from rasa_sdk.executor import CollectingDispatcher

from actions.dialogue import LISTEN, Events, needs, said, store
from casework.context import current_turn
from nlu.needs import intents_by_need

# What a person is offered when nothing likelier is left to offer.
USUAL = ("cannot_pay", "ask_debt_help", "talk_to_human")
# Answers to the offer; anything else leaves it.
ANSWERS = frozenset({"affirm", "deny"})
_ALWAYS_THERE = "nl"


class NoteOtherNeeds(Action):
    """Runs for each message, before it is answered: remembers the needs that must wait."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_note_other_needs"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Return the needs that wait, without the one that is answered now."""
        message = said(tracker)
        waiting = tracker.slots.get("other_needs") or []
        told = [need for need in message.also if need in labels()]
        if message.intent in needs()["goes_on"]:
            told = [need for need in told if need not in needs()["goes_on"]]
        together = dict.fromkeys([*waiting, *told])
        kept = [need for need in together if need != message.intent]
        dropped = [] if message.intent in ANSWERS else [SlotSet("offered_need", None)]
        changed = [] if kept == waiting else [SlotSet("other_needs", kept or None)]
        return [*changed, *(dropped if tracker.slots.get("offered_need") else [])]


def offer_other_need(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
    """Ask whether to go on with the next need that waits; return nothing when none does.

    Another way to pay is what a recorded claim was about already.
    """
    spent = needs()["goes_on"] if tracker.slots.get("claims_known") else {}
    waiting = [need for need in tracker.slots.get("other_needs") or [] if need not in spent]
    if not waiting:
        return []
    first, *rest = waiting
    dispatcher.utter_message(response="utter_other_need", label=label(first), need=first)
    return [*store({"offered_need": first, "other_needs": rest or None}), LISTEN]


def take_up(need: str) -> Events:
    """Return the events that go on as if ``need`` had been said."""
    heard = {"intent": {"name": need, "confidence": 1.0}, "entities": []}
    return [
        SlotSet("offered_need", None),
        ActionExecuted("action_listen"),
        UserUttered(text=f"/{need}", parse_data=heard),
    ]


def likeliest(tracker: Tracker) -> Sequence[str]:
    """Return three needs to choose from: the likeliest of this message, else the usual ones."""
    understood = (tracker.latest_message or {}).get("needs") or []
    intents = [intents_by_need()[each["name"]][0] for each in understood]
    return [*dict.fromkeys(need for need in (*intents, *USUAL) if need in labels())][:3]


def label(need: str) -> str:
    """Return the words of the button for ``need``, in the language of the case."""
    words = labels()[need]
    return words.get(current_turn.get().case.language, words[_ALWAYS_THERE])


@cache
def labels() -> dict[str, dict[str, str]]:
    """Return the words of each need by language, from ``need_labels.yml``."""
    text = Path(__file__).with_name("need_labels.yml").read_text(encoding="utf-8")
    table: dict[str, dict[str, str]] = yaml.safe_load(text)
    return table


ACTIONS = (NoteOtherNeeds(),)
