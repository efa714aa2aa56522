"""Rights: to complain, to dispute, to know, to be forgotten."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.dialogue import (
    Events,
    clear,
    leave_form,
    needs,
    open_form,
    required_slots,
    said,
    store,
    tell,
)
from casework import complain, dispute, forget
from casework.context import current_turn


class OpenForm(Action):
    """Opens the form that belongs to the need; what was open can be resumed."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_open_form"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Return the form, emptied; nothing when it is open already."""
        form = needs()["form"][said(tracker).intent]
        if tracker.active_loop_name == form:
            return []
        emptied = dict.fromkeys(required_slots()[form])
        named = {slot: said(tracker).of(slot) for slot in emptied}
        told = emptied | {slot: values[0] for slot, values in named.items() if len(values) == 1}
        return [*leave_form(tracker), *store(told), *open_form(form, told)]


class FileComplaint(Action):
    """Files the complaint under its theme."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_file_complaint"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Tell the decision, and go on."""
        filed = complain.file_complaint(current_turn.get(), tracker.slots["complaint_theme"])
        tell(dispatcher, filed.decision)
        return [*clear("complaint_theme"), FollowupAction("action_what_next")]


class Dispute(Action):
    """Freezes the claims; whatever was being arranged for them stops."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_dispute"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Tell the decision, and leave the form."""
        reason = tracker.slots.get("dispute_reason")
        disputed = dispute.dispute(
            current_turn.get(), reason or needs()["dispute"][said(tracker).intent]
        )
        tell(dispatcher, disputed.decision)
        left = leave_form(tracker, come_back=False)
        return [
            *left,
            *clear("dispute_reason", "paused_form", "wish"),
            FollowupAction("action_what_next"),
        ]


class MyData(Action):
    """Says how much the case holds, by kind."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_my_data"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Tell it; nothing is stored."""
        tables = forget.what_we_know(current_turn.get()).tables
        counts = {table: str(len(rows)) for table, rows in tables.items()}
        dispatcher.utter_message(response="utter_my_data", **counts)
        return []


class Erase(Action):
    """Asks a colleague to forget the person, when the person is sure."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_erase"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Tell the decision, or that everything stays."""
        if tracker.slots["erase_wanted"]:
            tell(dispatcher, forget.request_erasure(current_turn.get()).decision)
        else:
            dispatcher.utter_message(response="utter_not_erased")
        return [*clear("erase_wanted"), FollowupAction("action_what_next")]


ACTIONS = (OpenForm(), FileComplaint(), Dispute(), MyData(), Erase())
