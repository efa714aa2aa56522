"""Answers "is it arranged?" and "when do I hear?": what was decided, said again from its row."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.dialogue import Events, tell
from casework.context import current_turn
from casework.standing import what_stands


class TellWhatStands(Action):
    """Tells the decisions that are not over; without any, that nothing is agreed yet."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_tell_what_stands"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Tell them in the order that matters; changes nothing."""
        decisions = what_stands(current_turn.get())
        for decision in decisions:
            tell(dispatcher, decision)
        if not decisions:
            dispatcher.utter_message(response="utter_nothing_agreed_yet")
        return []


ACTIONS = (TellWhatStands(),)
