"""What a person owes and wants: begin, record the claim, follow the wish."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import Accepted, answers, read
from actions.dialogue import (
    LISTEN,
    WISH_FORMS,
    Events,
    Slots,
    ask_colleague,
    clear,
    leave_form,
    needs,
    next_form,
    open_form,
    said,
    store,
)
from actions.formats import day, euro
from casework import intake
from casework.arrange import agreed_arrangement
from casework.claim_fact import ClaimFact
from casework.context import Turn, current_turn

# What a first message may already answer. An amount only where it is named as the debt: "ik kan
# 50 euro missen" is none.
FROM_FIRST_MESSAGE = ("audience", "claim_kind", "representation", "household")
CLAIM = ("of_organisation", "claim_kind", "debt_cents", "more_claims")
FROM_WISH = {"later": "until_on", "debit_day": "debit_day", "pause": "pause_days"}


class Begin(Action):
    """Starts, or goes on, with another way to pay; inside a form it only notes the wish."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_begin"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Return the slots that are known already, and the next form."""
        turn = current_turn.get()
        if tracker.slots.get("is_minor") and not said(tracker).of("age"):
            dispatcher.utter_message(response="utter_minor")
            return [*leave_form(tracker, come_back=False), FollowupAction("action_what_next")]
        if tracker.slots.get("for_someone_else"):
            dispatcher.utter_message(response="utter_only_the_person")
            return [LISTEN]
        told = {"organisation_name": turn.organisation.name, **_told(tracker, turn)}
        if len(turn.organisation.audiences) == 1:
            told["audience"] = turn.organisation.audiences[0]
        form = tracker.active_loop_name
        wishes = said(tracker).intent in answers().slots["wish"].intents
        if form is not None and not (wishes and form in WISH_FORMS.values()):
            if wishes:
                dispatcher.utter_message(response="utter_wish_heard")
            return store(told)
        if said(tracker).pressed and said(tracker).intent == "inform":
            dispatcher.utter_message(response="utter_too_late")
            return [FollowupAction("action_what_next")]
        if {**tracker.slots, **told}.get("audience") == "employee":
            slots = {**tracker.slots, **told}
            return [*leave_form(tracker), *store(told), *_help_employee(dispatcher, turn, slots)]
        claims = [claim for claim in intake.known_claims(turn) if claim.of_organisation]
        if any(claim.state == "disputed" for claim in claims):
            dispatcher.utter_message(response="utter_no_plan_disputed")
            return [*leave_form(tracker, come_back=False), FollowupAction("action_what_next")]
        if form is None and not tracker.slots.get("claims_known"):
            is_heavy = "emotional_distress" in said(tracker).also
            dispatcher.utter_message(response="utter_begin_heavy" if is_heavy else "utter_begin")
            told |= _known(dispatcher, turn, claims)
        slots = {**tracker.slots, **told}
        return [
            *leave_form(tracker),
            *clear("paused_form"),
            *store(told),
            *open_form(next_form(slots), slots),
        ]


class RecordClaim(Action):
    """Keeps the claim that the person told, then asks for the next or goes on."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_record_claim"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Return where the conversation goes after the intake."""
        turn, slots = current_turn.get(), tracker.slots
        if slots["audience"] == "employee":
            return _help_employee(dispatcher, turn, slots)
        intake.set_audience(turn, slots["audience"])
        known = slots.get("claims_known") or 0
        if not slots["of_organisation"]:
            dispatcher.utter_message(response="utter_other_creditor")
            emptied = clear(*CLAIM, "need", "threat")
            form = next_form(slots) if known else "help_form"
            return [*emptied, *open_form(form, slots)]
        if slots["debt_cents"] == "unknown":
            dispatcher.utter_message(response="utter_debt_unknown")
            return [*clear("debt_cents"), *ask_colleague("debt_unknown")]
        intake.record_claim(
            turn,
            kind=slots["claim_kind"],
            debt_cents=slots["debt_cents"],
            of_organisation=True,
        )
        told: dict[str, Any] = {"claims_known": known + 1}
        if slots["more_claims"]:
            dispatcher.utter_message(response="utter_next_claim")
            told |= dict.fromkeys(CLAIM)
            return [*store(told), *open_form("intake_form", {**slots, **told})]
        slots = {**slots, **told}
        return [*store(told), *open_form(next_form(slots), slots)]


class FollowWish(Action):
    """Opens the form that belongs to the wish."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_follow_wish"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Return the event that opens it; who decides for the person goes to a colleague."""
        representation = tracker.slots["representation"]
        intake.set_representation(current_turn.get(), representation)
        if representation != "none":
            helped = representation == "debt_help"
            response = "utter_no_plan_in_debt_help" if helped else "utter_no_plan_represented"
            dispatcher.utter_message(response=response)
            return [*clear("wish"), *ask_colleague("represented")]
        return open_form(next_form(tracker.slots), tracker.slots)


class NoteInstalment(Action):
    """Remembers the amount that a person can miss, until it can be weighed."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_note_instalment"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Return the amount and, outside a form, the next form."""
        turn, told = current_turn.get(), dict[str, Any](wish="in_parts")
        reading = read(answers().slots["proposal"], said(tracker), turn.today)
        if isinstance(reading, Accepted) and isinstance(reading.value, int):
            told["wanted_instalment_cents"] = reading.value
            dispatcher.utter_message(
                response="utter_wish_noted", instalment=euro(reading.value, turn)
            )
        going_on = [] if tracker.active_loop_name else [FollowupAction("action_begin")]
        return [*store(told), *going_on]


class TellBalance(Action):
    """Says what is open, when the organisation itself told us so, and which payments come."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_tell_balance"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Tell each claim of the organisation's file with its day; never what we cannot know."""
        turn = current_turn.get()
        is_agreed = _tell_terms_to_come(dispatcher, turn)
        claims = [claim for claim in intake.known_claims(turn) if claim.source == "organisation"]
        for claim in claims:
            dispatcher.utter_message(
                response="utter_balance",
                debt=euro(claim.debt_cents, turn),
                as_of=day(claim.as_of, turn),
            )
        if not claims and not is_agreed:
            dispatcher.utter_message(response="utter_balance_unknown")
        return []


def _tell_terms_to_come(dispatcher: CollectingDispatcher, turn: Turn) -> bool:
    """Say the next and the last term of the arrangement that runs; return whether there is one."""
    agreed = agreed_arrangement(turn.unit, turn.case.id)
    terms = agreed.running_plan(turn.today).terms if agreed else ()
    to_come = [term for term in terms if term.due_on >= turn.today]
    if to_come:
        dispatcher.utter_message(
            response="utter_terms_to_come",
            instalment=euro(to_come[0].amount_cents, turn),
            due_on=day(to_come[0].due_on, turn),
            last_due_on=day(to_come[-1].due_on, turn),
        )
    return bool(to_come)


def _help_employee(dispatcher: CollectingDispatcher, turn: Turn, slots: Slots) -> Events:
    """No arrangement with an employer: say that it stays between us, and look for help outside."""
    intake.set_audience(turn, "employee")
    dispatcher.utter_message(response="utter_employee_safe")
    confidant = turn.organisation.vertrouwenspersoon
    if confidant is None:
        dispatcher.utter_message(response="utter_employee_help")
    else:
        dispatcher.utter_message(
            response="utter_employee_vertrouwenspersoon",
            name=confidant.name,
            contact=confidant.contact,
        )
    return [*store({"need": "employee"}), *open_form("help_form", slots)]


def _told(tracker: Tracker, turn: Turn) -> dict[str, Any]:
    """What the latest message answers already, of the questions to come."""
    message, table = said(tracker), answers().slots
    told: dict[str, Any] = {}
    said_wishes = [needs()["goes_on"].get(need) for need in message.also]
    wish = table["wish"].intents.get(message.intent) or next(filter(None, said_wishes), None)
    wish = wish or tracker.slots.get("wish")
    if wish is not None:
        told["wish"] = wish
    # A "ja" or "nee" answers the question that was asked, and none of those to come.
    ahead = () if message.intent in ("affirm", "deny") else FROM_FIRST_MESSAGE
    for slot in (*ahead, FROM_WISH.get(wish or "")):
        if slot is None or tracker.slots.get(slot) is not None or message.pressed:
            continue
        reading = read(table[slot], message, turn.today)
        if isinstance(reading, Accepted):
            told[slot] = reading.value
    if (debts := message.of("debt_cents")) and not message.pressed:
        told["debt_cents"] = debts[0]
    if ages := message.of("age"):
        told |= {"is_minor": None, "age_band": "16_to_27" if ages[0] <= 27 else "28_plus"}
    return told


def _known(
    dispatcher: CollectingDispatcher, turn: Turn, claims: Sequence[ClaimFact]
) -> dict[str, Any]:
    """What need not be asked, because the claims of the organisation are known already."""
    for claim in claims:
        if claim.state == "open":
            dispatcher.utter_message(
                response="utter_known_claim",
                debt=euro(claim.debt_cents, turn),
                as_of=day(claim.as_of, turn),
            )
    return {"claims_known": len(claims), "audience": "customer"} if claims else {}


ACTIONS = (Begin(), RecordClaim(), FollowWish(), NoteInstalment(), TellBalance())
