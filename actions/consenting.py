"""A colleague makes the contact: offered, shown with every value, permitted, refused, withdrawn."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.dialogue import Events, Slots, clear, leave_form, store, tell, text_version
from actions.formats import day
from actions.helping import PLACES, tell_contacts
from actions.words import names_of_needs, words
from casework import consent, refer
from casework.context import Turn, current_turn
from casework.referrals.note import HandOverNote, proposed_note

ASK_TO_SHARE = "utter_ask_to_share"
WARM_SLOTS = ("warm_referral", "warm_agreed", "shared_fields")


class AskWarm(Action):
    """Asks whether a colleague may make the contact; what is passed on is shown later."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_ask_warm_form_warm_referral"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Ask; nothing is stored."""
        shown = tracker.slots["shown_help"]
        names = {f"name_{place}": help["name"] for place, help in zip(PLACES, shown, strict=False)}
        dispatcher.utter_message(response=f"utter_ask_warm_of_{len(shown)}", **names)
        return []


class AskToShare(Action):
    """Shows what the receiver would get, each field with its value, and asks whether that may."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_ask_warm_form_warm_agreed"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Return which fields were shown; their values are in no slot."""
        turn, service = current_turn.get(), _wanted(tracker.slots)
        if service is None:
            return []
        note = proposed_note(turn, service["referral"])
        dispatcher.utter_message(
            response=ASK_TO_SHARE,
            receiver=note.receiver_name,
            note=_in_words(note, turn),
            until=day(note.consent_until, turn),
        )
        return store({"shared_fields": list(note.field_names)})


class Refer(Action):
    """Keeps the permission and asks a colleague to make the contact; or leaves it to the person."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_refer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Tell the decision, and go on."""
        turn, slots = current_turn.get(), tracker.slots
        shown, chosen, service = slots["shown_help"], slots["warm_referral"], _wanted(slots)
        after = [*clear(*WARM_SLOTS), FollowupAction("action_what_next")]
        if service is not None and slots["warm_agreed"]:
            consent.give(
                turn,
                service["service"],
                slots["shared_fields"],
                text_version(ASK_TO_SHARE, turn.case.language),
            )
            tell(dispatcher, refer.choose_help(turn, service["referral"], "warm").decision)
            return after
        is_told = shown[0].get("is_told", False)
        if chosen == "self":
            tell(dispatcher, refer.choose_help(turn, shown[0]["referral"], "info").decision)
        else:
            if service is not None:
                dispatcher.utter_message(response="utter_nothing_shared")
            dispatcher.utter_message(response="utter_no_warm_told" if is_told else "utter_no_warm")
        if not is_told:
            tell_contacts(dispatcher, shown)
        return after


class WithdrawConsent(Action):
    """Takes back every yes that stands; before the yes, it leaves the question."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_withdraw_consent"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Tell each decision, and go on."""
        turn, form = current_turn.get(), tracker.active_loop_name
        withdrawn = [
            consent.withdraw(turn, row.receiver_id).decision for row in consent.standing(turn)
        ]
        for decision in withdrawn:
            if decision is not None:
                tell(dispatcher, decision)
        if not withdrawn:
            is_asked = form == "warm_form"
            said = "utter_nothing_shared" if is_asked else "utter_no_consent_stands"
            dispatcher.utter_message(response=said)
        if form not in (None, "warm_form"):
            return []
        left = leave_form(tracker, come_back=False)
        return [*left, *clear(*WARM_SLOTS), FollowupAction("action_what_next")]


def _wanted(slots: Slots) -> dict[str, Any] | None:
    """The shown service that a colleague is to contact, if the person wants that."""
    shown, chosen = slots["shown_help"], slots["warm_referral"]
    return shown[PLACES.index(chosen)] if chosen in PLACES[: len(shown)] else None


def _in_words(note: HandOverNote, turn: Turn) -> str:
    """The note, one line a field."""
    labels, needs = words(turn.case.language)["note"], names_of_needs(note.needs, turn)
    values = [*note.fields, *([("needs", ", ".join(needs))] if needs else [])]
    return "\n".join(f"{labels[name]}: {value}" for name, value in values)


ACTIONS = (AskWarm(), AskToShare(), Refer(), WithdrawConsent())
