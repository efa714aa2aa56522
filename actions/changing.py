"""A running arrangement that no longer fits: another plan for what is left."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.arranging import CHOICE
from actions.dialogue import Events, clear, leave_form, open_form, required_slots, said, store
from actions.intake import Begin
from actions.reaching import HandOver
from casework.arrange import agreed_arrangement
from casework.context import current_turn

# What is asked again: it may be what changed.
ASKED_AGAIN = (*required_slots()["budget_form"], *CHOICE, "shown_proposals")


class ChangeArrangement(Action):
    """Asks what somebody can pay now; the running arrangement goes on until another is chosen.

    Without a running arrangement that we know of, less income is a reason to begin, and every
    other change is a colleague's.
    """

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_change_arrangement"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Return the budget form, empty; or what follows without a running arrangement."""
        turn = current_turn.get()
        if agreed_arrangement(turn.unit, turn.case.id) is None or tracker.slots.get("is_minor"):
            other = Begin() if said(tracker).intent == "income_drop" else HandOver()
            return await other.run(dispatcher, tracker, domain)
        dispatcher.utter_message(response="utter_change_begin")
        emptied = dict.fromkeys(ASKED_AGAIN)
        told = {**emptied, "wish": "in_parts", "paused_form": None}
        return [
            *leave_form(tracker, come_back=False),
            *clear("requested_slot"),
            *store(told),
            *open_form("budget_form", {**tracker.slots, **told}),
        ]


ACTIONS = (ChangeArrangement(),)
