"""Help: danger to a home, a service nearby, a colleague."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import Accepted, answers, read
from actions.dialogue import (
    Events,
    ask_colleague,
    leave_form,
    needs,
    open_form,
    required_slots,
    said,
    store,
    tell,
)
from actions.formats import day
from actions.reasons import with_reasons
from actions.told import known
from casework import hand_over, refer
from casework.context import Turn, current_turn
from casework.refer import ContactFact, HelpOption

PLACES = ("first", "second")
ADULT = 18
ASKED = ("need", "threat", "threat_on")
# What need not be said once something stronger was said.
SAID_BY = {
    "referral_option_stale": {"referral_all_stale_colleague_checks"},
    "referral_contact_old": {"referral_all_stale_colleague_checks", "referral_option_stale"},
}


class NeedHelp(Action):
    """Looks for help with what the person named, after the postcode."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_need_help"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Return the need and the question that is still open."""
        intent = said(tracker).intent
        if tracker.active_loop_name == "help_form":
            return store({"need": needs()["help"][intent]})
        told = {"need": needs()["help"][intent], "threat": None, "threat_on": None}
        named = [intent] if intent in answers().slots else []
        told |= _also_told(tracker, *required_slots()["help_form"], *named) | _child(tracker)
        slots = {**tracker.slots, **told}
        return [*leave_form(tracker), *store(told), *open_form("help_form", slots)]


class Bailiff(NeedHelp):
    """Looks for legal help for a court's letter, or a bailiff who comes on a day that is named."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_bailiff"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Return the way to help, or leave it at the explanation."""
        if said(tracker).of("date", "legal_letter"):
            return await super().run(dispatcher, tracker, domain)
        return [] if tracker.active_loop_name else [FollowupAction("action_what_next")]


class AssureEmployee(Action):
    """Says that the employer learns nothing; asks first who is speaking, and assumes nothing."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_assure_employee"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Return the way to help, or to the question who is speaking."""
        if tracker.slots.get("audience") == "employee":
            dispatcher.utter_message(response="utter_employee_safe")
            return [] if tracker.active_loop_name else [FollowupAction("action_what_next")]
        dispatcher.utter_message(response="utter_employer_learns_nothing")
        return [] if tracker.active_loop_name else [FollowupAction("action_begin")]


class Threat(Action):
    """Warns a colleague at once, then asks what urgent help needs to know."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_threat"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Tell that a colleague is asked, and return the questions."""
        threat = needs()["threat"][said(tracker).intent]
        handed = hand_over.hand_over(current_turn.get(), threat, "threat")
        tell(dispatcher, handed.decision)
        told = {"threat": threat, "need": threat, "threat_on": None} | _child(tracker)
        told |= _also_told(tracker, *required_slots()["threat_form"])
        slots = {**tracker.slots, **told}
        return [*leave_form(tracker), *store(told), *open_form("threat_form", slots)]


class FindHelp(Action):
    """Shows at most two services, the preferred one first.

    A colleague who makes the contact is offered before any phone number; when it is urgent, or
    nobody can make the contact, how to reach them is said at once.
    """

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_find_help"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Return the services shown, and whether a colleague may make the contact."""
        turn, slots = current_turn.get(), tracker.slots
        threat_on = known(slots, "threat_on")
        found = refer.find_help(
            turn,
            needs=[slots.get("need") or "debts_and_arrears"],
            postcode=known(slots, "postcode"),
            threat=slots.get("threat"),
            threat_on=date.fromisoformat(threat_on) if threat_on else None,
            other_creditors=known(slots, "other_creditors"),
            age_band=slots.get("age_band"),
        )
        for text_key in found.text_keys:
            dispatcher.utter_message(response=f"utter_{text_key}")
        shown = [_shown(option, found.text_keys, turn) for option in found.options]
        for place, option in zip(PLACES, found.options, strict=False):
            response = f"utter_help_{place}_{option.reasons[0]}"
            name = with_reasons(option, turn.case.language)
            dispatcher.utter_message(response=response, name=name)
        # A colleague who makes the contact would learn of an employee's worries.
        is_employee = slots.get("audience") == "employee"
        may_be_warm = bool(shown) and found.options[0].may_be_warm and not is_employee
        is_told = found.urgent or not may_be_warm
        if is_told:
            tell_contacts(dispatcher, shown)
        if found.fallback is not None:
            fallback = _line(found.fallback, turn)
            dispatcher.utter_message(response="utter_help_fallback", contact=fallback)
        shown = [option | {"is_told": is_told} for option in shown]
        told = {"shown_help": shown} | dict.fromkeys(("warm_referral", "warm_agreed", *ASKED))
        if not shown:
            return [*store(told), *ask_colleague("no_help_found")]
        if not may_be_warm:
            return [*store(told), FollowupAction("action_what_next")]
        return [*store(told), FollowupAction("warm_form")]


def _child(tracker: Tracker) -> dict[str, Any]:
    """What is remembered of a child whose danger went first: no arrangement later either."""
    ages = [age for age in said(tracker).of("age") if age < ADULT]
    if not ages:
        return {}
    return {"is_minor": True, "age_band": "under_16" if ages[0] < 16 else "16_to_27"}


def _also_told(tracker: Tracker, *slots: str) -> dict[str, Any]:
    """What the same message answers already ("dinsdag zetten ze me eruit")."""
    message, today = said(tracker), current_turn.get().today
    if message.pressed:
        return {}
    readings = {slot: read(answers().slots[slot], message, today) for slot in slots}
    return {slot: got.value for slot, got in readings.items() if isinstance(got, Accepted)}


def _shown(option: HelpOption, said_already: Sequence[str], turn: Turn) -> dict[str, Any]:
    """What is kept of an option until the person chose: only what may be shown today."""
    said = {*said_already, *option.text_keys}
    return {
        "referral": option.referral_id,
        "service": option.service_id,
        "name": option.name,
        "contact": "\n".join(_line(contact, turn) for contact in option.contacts),
        "warnings": [
            key
            for key in option.text_keys
            if key not in said_already and not said & SAID_BY.get(key, set())
        ],
    }


def tell_contacts(dispatcher: CollectingDispatcher, shown: Sequence[dict[str, Any]]) -> None:
    """Say how to reach each service, with its warnings; each warning once."""
    for option in shown:
        if option["contact"]:
            contact = {key: option[key] for key in ("name", "contact")}
            dispatcher.utter_message(response="utter_help_contact", **contact)
    for warning in dict.fromkeys(key for option in shown for key in option["warnings"]):
        dispatcher.utter_message(response=f"utter_{warning}")


def _line(contact: ContactFact, turn: Turn) -> str:
    """What may be shown, with the day on which it was checked."""
    checked = f" ({day(contact.confirmed_on, turn)})" if contact.confirmed_on else ""
    return f"{contact.value}{checked}"


ACTIONS = (
    NeedHelp(),
    Bailiff(),
    AssureEmployee(),
    Threat(),
    FindHelp(),
)
