"""Paying in parts: proposals, the person's own amount, all terms, acceptance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.dialogue import Events, Slots, ask_colleague, clear, store, tell
from actions.formats import day, euro
from actions.told import budget_of, claim_of
from actions.words import per_term
from casework import arrange, intake
from casework.arrange import NoPlan, ProposalFact
from casework.context import Turn, current_turn

# Reasons that are explained in their own words; the others get the general sentence.
EXPLAINED = frozenset(
    {
        "represented",
        "in_debt_help",
        "disputed",
        "time_barred",
        "possibly_time_barred",
        "frequency_not_offered",
        "excluded_by_policy",
        "wage_garnishment",
        "more_than_one_creditor",
        "capacity_nothing",
        "debt_too_large_for_capacity",
        "arrangement_running",
        "fact_missing",
    }
)
# Reasons for which help beside us is better than only a colleague.
HELPED = frozenset(
    {
        "wage_garnishment",
        "more_than_one_creditor",
        "capacity_nothing",
        "debt_too_large_for_capacity",
    }
)
# Where a proposal stands among those shown, the largest instalment first.
PLACES = {"highest": 0, "middle": 1, "lowest": -1}
CHOICE = ("proposal", "asks_own_amount", "wanted_instalment_cents")


class Propose(Action):
    """Shows up to three ways to pay, or says why there is none."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_propose"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Return the options shown and the form in which the person chooses."""
        turn, slots = current_turn.get(), tracker.slots
        if wanted := slots.get("wanted_instalment_cents"):
            _keep_correction(turn, slots)
            return [
                *clear("wanted_instalment_cents"),
                *store({"proposal": wanted}),
                FollowupAction("action_answer_proposal"),
            ]
        _keep_correction(turn, slots)
        outcome = arrange.propose(turn, budget_of(slots))
        if isinstance(outcome, NoPlan):
            return _explain_no_plan(dispatcher, outcome)
        intro = "utter_change_intro" if outcome.replaces else "utter_proposals_intro"
        dispatcher.utter_message(response=intro)
        if outcome.still_fits:
            dispatcher.utter_message(response="utter_change_still_fits")
        return _show(dispatcher, turn, [(option.name, option) for option in outcome.options])


class AskProposal(Action):
    """Asks which of the options it will be, or which amount."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_ask_choice_form_proposal"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Ask; nothing is stored."""
        turn = current_turn.get()
        shown = tracker.slots.get("shown_proposals") or []
        if tracker.slots.get("asks_own_amount") or not shown:
            per = per_term(budget_of(tracker.slots).frequency, turn)
            dispatcher.utter_message(response="utter_ask_instalment", per=per)
            return []
        values: dict[str, str] = {}
        for place, option in enumerate(shown, start=1):
            values[f"proposal_{place}"] = option["id"]
            values[f"instalment_{place}"] = euro(option["instalment_cents"], turn)
        dispatcher.utter_message(response=f"utter_choose_of_{len(shown)}", **values)
        return []


class AskPayDay(Action):
    """Asks when income arrives, in the rhythms that the organisation offers."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_ask_pay_day_form_pay_day"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Ask; nothing is stored."""
        offers_weeks = len(current_turn.get().organisation.policy.frequencies) > 1
        response = "utter_ask_pay_day" if offers_weeks else "utter_ask_pay_day_month"
        dispatcher.utter_message(response=response)
        return []


class AnswerProposal(Action):
    """Does what the person chose: accept, another amount, all terms."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_answer_proposal"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Return what follows the choice."""
        turn, slots = current_turn.get(), tracker.slots
        shown, chosen = slots.get("shown_proposals") or [], slots["proposal"]
        if chosen == "schedule":
            return _show_terms(dispatcher, turn, shown)
        if chosen == "pay_day":
            return [*store({"proposal": None, "pay_day": None}), FollowupAction("pay_day_form")]
        if chosen == "other" or (chosen == "yes_please" and len(shown) != 1):
            own_amount = chosen == "other"
            return _ask_again({"asks_own_amount": own_amount or None})
        if chosen in PLACES and len(shown) > PLACES[chosen]:
            chosen = shown[PLACES[chosen]]["id"]
        accepted = [
            o["id"] for o in shown if chosen in ("yes_please", o["id"], o["instalment_cents"])
        ]
        if accepted:
            outcome = arrange.accept(turn, accepted[0])
            tell(dispatcher, outcome.decision)
            return [*clear(*CHOICE, "shown_proposals", "wish"), FollowupAction("action_what_next")]
        if not isinstance(chosen, int):
            return _ask_again({})
        return _weigh(dispatcher, turn, slots, chosen)


def _weigh(
    dispatcher: CollectingDispatcher, turn: Turn, slots: Slots, instalment_cents: int
) -> Events:
    """Work out the person's own amount and show what becomes of it."""
    outcome = arrange.counter(turn, budget_of(slots), instalment_cents)
    if isinstance(outcome, NoPlan):
        return _explain_no_plan(dispatcher, outcome)
    option = outcome.option or outcome.nearest
    if option is None:
        dispatcher.utter_message(response="utter_counter_impossible")
        return [*clear(*CHOICE), *ask_colleague(outcome.reason_code)]
    if outcome.replaces and not slots.get("shown_proposals"):
        dispatcher.utter_message(response="utter_change_intro")
    if outcome.option is not None:
        shown = [(option.name, option)]
        if outcome.nearest is not None:
            shown.append(("at_once", outcome.nearest))
        return _show(dispatcher, turn, shown)
    why = "utter_counter_impossible" if outcome.fits else "utter_warning_above_capacity"
    dispatcher.utter_message(response=why)
    return _show(dispatcher, turn, [("nearest", option)])


def _show(
    dispatcher: CollectingDispatcher,
    turn: Turn,
    options: Sequence[tuple[str, ProposalFact]],
) -> Events:
    for name, option in options:
        dispatcher.utter_message(
            response=f"utter_proposal_{name}",
            instalment=euro(option.instalment_cents, turn),
            per=per_term(option.frequency, turn),
            n_terms=str(option.n_terms),
            last_term=euro(option.last_term_cents, turn),
            first_due_on=day(option.first_due_on, turn),
            last_due_on=day(option.last_due_on, turn),
        )
        if not option.within_limits:
            dispatcher.utter_message(
                response="utter_colleague_decides",
                instalment=euro(option.instalment_cents, turn),
                per=per_term(option.frequency, turn),
            )
    shown = [
        {
            "id": option.id,
            "instalment_cents": option.instalment_cents,
            "terms": [[due_on.isoformat(), cents] for due_on, cents in option.terms],
        }
        for _, option in options
    ]
    return _ask_again({"shown_proposals": shown, "asks_own_amount": None})


def _show_terms(
    dispatcher: CollectingDispatcher, turn: Turn, shown: Sequence[dict[str, Any]]
) -> Events:
    for option in shown:
        lines = [
            f"{place}. {day(date.fromisoformat(due_on), turn)}: {euro(cents, turn)}"
            for place, (due_on, cents) in enumerate(option["terms"], start=1)
        ]
        dispatcher.utter_message(
            response="utter_schedule",
            instalment=euro(option["instalment_cents"], turn),
            schedule="\n".join(lines),
        )
    return _ask_again({})


def _ask_again(told: Slots) -> Events:
    return [*store({**told, "proposal": None}), FollowupAction("choice_form")]


def _explain_no_plan(dispatcher: CollectingDispatcher, outcome: NoPlan) -> Events:
    """Say why; then a colleague, and help where that is better than a plan."""
    code = outcome.reason_code
    explained = f"utter_no_plan_{code}" if code in EXPLAINED else "utter_no_plan"
    dispatcher.utter_message(response=explained)
    if code not in HELPED:
        return [*clear(*CHOICE, "wish"), *ask_colleague(code)]
    return [
        *clear(*CHOICE, "wish"),
        *store({"need": "no_capacity"}),
        *ask_colleague(code, then="help_form"),
    ]


def _keep_correction(turn: Turn, slots: Slots) -> None:
    """A debt that was corrected after the intake counts before anything is worked out."""
    if (claim := claim_of(slots)) is not None:
        intake.record_claim(turn, **claim)


ACTIONS = (Propose(), AskProposal(), AskPayDay(), AnswerProposal())
