"""One mechanism for all forms: what may be stored, what is asked again, what interrupts.

Rasa's rule: a validation that sets no slot rejects the form, so that the rule of the need answers
and the form asks its question again. So an interruption returns nothing, and everything else
sets a slot, if only to empty.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import contact
from actions.answers import Accepted, Refused, Rule, Said, answers, is_answer, read
from actions.dialogue import DONE_ACTIONS, Events, required_slots, said
from actions.formats import euro_or_day
from casework.context import current_turn

REFUSALS_BEFORE_OFFER = 3
# Kinds of question that a "nee" answers: then not this other moment to pay.
CAN_BE_DROPPED = frozenset({"date", "day_of_month", "days"})
# Plain words that are never a name.
NO_NAME = frozenset({"affirm", "deny", "dont_know", "ask_why", "go_back"})


class FormValidation(Action):
    """``validate_<form>``: reads the latest message as the answer to the open question."""

    def __init__(self, form: str) -> None:
        self.form = form

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return f"validate_{self.form}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Return the slots to set; none when the message is no answer to this form."""
        requested = tracker.slots.get("requested_slot")
        if tracker.active_loop_name != self.form or requested is None:
            return []
        message = said(tracker)
        rule = answers().slots[requested]
        if told := _contact(rule, message):
            return told
        if not is_answer(rule, message):
            return []
        step = _Step(dispatcher, tracker, required_slots()[self.form], requested, message)
        special = {"ask_why": step.explain, "go_back": step.back, "correct_value": step.correct}
        return special.get(message.intent, step.answer)(self.form)


class _Step:
    """One answer in one form."""

    def __init__(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        slots: list[str],
        requested: str,
        message: Said,
    ) -> None:
        self.dispatcher = dispatcher
        self.tracker = tracker
        self.slots = slots
        self.requested = requested
        self.message = message
        self.today = current_turn.get().today
        slot, times = tracker.slots.get("refused") or (requested, 0)
        self.refused = times if slot == requested else 0

    def answer(self, form: str) -> Events:
        """Take the value over, or say what would be right."""
        pressed = self._pressed_slot()
        if pressed not in (None, *self.slots):
            return self._again("utter_question_is_over")
        rule = answers().slots[pressed or self.requested]
        reading = read(rule, self.message, self.today)
        also = self._also_said(is_answered=isinstance(reading, Accepted))
        if isinstance(reading, Accepted):
            return [*also, *_stored(rule, reading.value)]
        if also:
            return [*also, SlotSet(self.requested, None)]
        return self._refuse(rule, reading)

    def _refuse(self, rule: Rule, reading: Refused) -> Events:
        """Say what would be right; the third time offer to skip the question, or a colleague."""
        if self.message.intent == "deny" and rule.kind in CAN_BE_DROPPED:
            return []  # The rule of "nee" answers: it asks what would fit instead.
        offered = self.refused >= REFUSALS_BEFORE_OFFER
        if offered and self.message.intent == "affirm":
            # Without events the rule of "ja" answers: it asks a colleague.
            return [] if rule.dont_know is None else _stored(rule, rule.dont_know)
        response, values = reading.response, reading.values
        if self.refused + 1 >= REFUSALS_BEFORE_OFFER:
            skip = "utter_offer_colleague" if rule.dont_know is None else "utter_offer_skip"
            response, values = skip, {}
        refused = SlotSet("refused", [self.requested, self.refused + 1])
        turn = current_turn.get()
        shown = {name: euro_or_day(value, turn) for name, value in values.items()}
        return [*self._again(response, **shown), refused]

    def explain(self, form: str) -> Events:
        """Say why we ask, and ask again."""
        return self._again(f"utter_why_{self.requested}")

    def back(self, form: str) -> Events:
        """Ask the question before this one again."""
        earlier = self.slots[: self.slots.index(self.requested)]
        if not earlier:
            return self._again("utter_first_question")
        return [*self._again("utter_went_back"), SlotSet(earlier[-1], None)]

    def correct(self, form: str) -> Events:
        """Change the latest earlier answer that the value fits; the open question stays open."""
        earlier = list(reversed(self.slots[: self.slots.index(self.requested)]))
        for slot in [*earlier, *answers().corrects_earlier.get(form, ())]:
            rule = answers().slots[slot]
            if not self._may_correct(rule):
                continue
            reading = read(rule, self._corrected(), self.today)
            if isinstance(reading, Accepted) and self.tracker.slots.get(slot) is not None:
                return [*self._again("utter_corrected"), *_stored(rule, reading.value)]
        rule = answers().slots[self.requested]
        if not self._may_correct(rule):
            return self.answer(form)
        reading = read(rule, self._corrected(), self.today)
        if isinstance(reading, Accepted):
            return _stored(rule, reading.value)
        return self._again("utter_correct_what")

    def _may_correct(self, rule: Rule) -> bool:
        """Of two amounts ("niet 600 maar 500") one is what the slot holds; else it is a guess."""
        amounts = self.message.of("money_cents")
        is_one = rule.kind != "money" or len(amounts) < 2
        return is_one or self.tracker.slots.get(rule.slot) in amounts[:-1]

    def _corrected(self) -> Said:
        """In "niet 60 maar 50" the last value of each kind counts."""
        return Said("inform", tuple(dict(self.message.values).items()))

    def _pressed_slot(self) -> str | None:
        """The slot whose button was pressed: a button names its slot, so a late press is known."""
        names = [name for name, _ in self.message.values if name in answers().slots]
        return names[0] if self.message.pressed and names else None

    def _also_said(self, is_answered: bool) -> Events:
        """Answers to other questions of the form in the same text ("huur, 600 euro").

        An amount alone may be anything, so it counts only beside the answer that was asked.
        """
        if self.message.pressed or self.message.intent != "inform":
            return []
        empty = [slot for slot in self.slots if self.tracker.slots.get(slot) is None]
        rules = [answers().slots[slot] for slot in empty if slot != self.requested]
        readings = {
            rule.slot: read(rule, self.message, self.today)
            for rule in rules
            if rule.with_others and (is_answered or rule.kind == "choice")
        }
        return [
            SlotSet(slot, reading.value)
            for slot, reading in readings.items()
            if isinstance(reading, Accepted)
        ]

    def _again(self, response: str, **values: str) -> Events:
        self.dispatcher.utter_message(response=response, **values)
        return [SlotSet(self.requested, None)]


def _stored(rule: Rule, value: Any) -> Events:
    ends = [SlotSet("requested_slot", None)] if value in rule.ends_form else []
    heard = [SlotSet("unclear_in_a_row", None), SlotSet("refused", None)]
    return [*heard, SlotSet(rule.slot, value), *ends]


def _contact(rule: Rule, message: Said) -> Events:
    """Keep a name and how to reach the person; the slots only say that it was told."""
    wanted = contact.KINDS.get(rule.kind)
    is_plain = message.intent in NO_NAME and message.confidence >= answers().sure_from
    found = contact.found(message) if wanted and not is_plain else {}
    if wanted is None or not found.keys() & {*wanted, "phone", "email"}:
        return []
    contact.keep(current_turn.get(), found)
    told = {f"contact_{kind}" for kind, keys in contact.KINDS.items() if found.keys() & set(keys)}
    return [SlotSet("refused", None), *(SlotSet(slot, "told") for slot in sorted(told))]


def form_validations() -> list[FormValidation]:
    """Return the validation of every form."""
    return [FormValidation(form) for form in DONE_ACTIONS]
