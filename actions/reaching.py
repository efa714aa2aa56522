"""To a colleague: asked for, because the person is a child, or with a name and a number."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions import contact
from actions.dialogue import (
    LISTEN,
    Events,
    ask_colleague,
    clear,
    leave_form,
    needs,
    open_form,
    said,
    store,
    tell,
)
from casework import hand_over
from casework.context import current_turn


class Minor(Action):
    """Makes no arrangement with a child: a colleague looks, and help for young people is sought."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_minor"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Return what is remembered, and the way to a colleague and to help."""
        dispatcher.utter_message(response="utter_minor")
        ages = said(tracker).of("age")
        age_band = "under_16" if ages and min(ages) < 16 else "16_to_27"
        told = {"is_minor": True, "age_band": age_band, "need": "youth"}
        return [
            *leave_form(tracker, come_back=False),
            *clear("wish", "paused_form", "shown_proposals", "proposal", "threat", "threat_on"),
            *store(told),
            *ask_colleague("minor", then="help_form"),
        ]


class SomeoneElse(Action):
    """Somebody speaks for another: a colleague explains how; nothing of the other is asked."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_someone_else"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Return what is remembered; a form that is open was the person's own."""
        return [] if tracker.active_loop_name else store({"for_someone_else": True})


class KeepContact(Action):
    """Keeps a name and how to reach the person, said unasked."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_keep_contact"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Return which of them are known now, never what they are."""
        found = contact.found(said(tracker))
        dispatcher.utter_message(response="utter_contact_kept" if found else "utter_contact_ask")
        if not found:
            return [] if tracker.active_loop_name else [LISTEN]
        contact.keep(current_turn.get(), found)
        told = {f"contact_{k}": "told" for k, v in contact.KINDS.items() if found.keys() & set(v)}
        goes_on = [] if tracker.active_loop_name else [FollowupAction("action_what_next")]
        return [*store(told), *goes_on]


class HandOver(Action):
    """Asks for a colleague; the reason is the need, or what an action before it found."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_hand_over"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Tell when a colleague answers; the form goes on unless the need stops it."""
        reason = tracker.slots.get("colleague_reason")
        then = tracker.slots.get("after_colleague")
        named = {"reason": reason, "urgency": "normal"} if reason else None
        need = named or needs()["hand_over"][said(tracker).intent]
        handed = hand_over.hand_over(current_turn.get(), need["reason"], need["urgency"])
        tell(dispatcher, handed.decision)
        asked = clear("colleague_reason", "after_colleague")
        if need.get("stops"):
            if need["reason"] == "asked_for_person" and not tracker.slots.get("contact_reach"):
                dispatcher.utter_message(response="utter_may_leave_contact")
            return [*asked, *leave_form(tracker), LISTEN]
        going_on = open_form(then, tracker.slots) if then else [FollowupAction("action_what_next")]
        return [*asked, *([] if tracker.active_loop_name else going_on)]


ACTIONS = (Minor(), SomeoneElse(), KeepContact(), HandOver())
