"""Another moment to pay: later, a pause, another debit day."""

from __future__ import annotations

from datetime import date
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.dialogue import Events, clear, tell
from casework import arrange
from casework.context import current_turn
from casework.errors import BadRequest


class Ease(Action):
    """Asks the use case for another moment and refers to what was decided."""

    def __init__(self, name: str, slot: str) -> None:
        self._name = name
        self._slot = slot

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return self._name

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Tell the decision; the wish is fulfilled or with a colleague."""
        turn, value = current_turn.get(), tracker.slots[self._slot]
        if self._slot == "until_on":
            outcome = arrange.postpone(turn, date.fromisoformat(value))
        elif self._slot == "pause_days":
            outcome = arrange.pause(turn, value)
        else:
            outcome = arrange.move_debit_day(turn, value)
        tell(dispatcher, outcome.decision)
        return [*clear(self._slot, "wish"), FollowupAction("action_what_next")]


class PayPart(Action):
    """Asks the use case whether a part may be paid on a day, and refers to what was decided."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_pay_part"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Tell the decision; an amount that is no part is asked again."""
        slots = tracker.slots
        try:
            outcome = arrange.pay_part(
                current_turn.get(), slots["part_cents"], date.fromisoformat(slots["part_on"])
            )
        except BadRequest:
            dispatcher.utter_message(response="utter_part_is_all")
            return [*clear("part_cents"), FollowupAction("part_form")]
        tell(dispatcher, outcome.decision)
        return [*clear("part_cents", "part_on", "wish"), FollowupAction("action_what_next")]


ACTIONS = (
    PayPart(),
    Ease("action_postpone", "until_on"),
    Ease("action_pause", "pause_days"),
    Ease("action_move_debit_day", "debit_day"),
)
