"""The conversation itself: hello, unclear, what next, stop, go on, begin again."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.dialogue import (
    LISTEN,
    WISH_FORMS,
    Events,
    ask_colleague,
    clear,
    leave_form,
    needs,
    open_form,
    said,
    store,
)
from actions.other_needs import label, likeliest, offer_other_need, take_up

# What a person need not tell again after beginning anew.
KEPT_AT_RESTART = frozenset(
    {
        "organisation_name",
        "audience",
        "postcode",
        "requested_slot",
        "is_minor",
        "age_band",
        "contact_name",
        "contact_reach",
    }
)
# From this time on that one need is answered, a person is offered with the answer.
SAME_NEED_BEFORE_OFFER = 3


class Greet(Action):
    """Says hello, and picks up what was left open."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_greet"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Return the question to go on, if there is something to go on with."""
        dispatcher.utter_message(response="utter_hello")
        if tracker.active_loop_name:
            return []
        if tracker.slots.get("paused_form"):
            return [*clear("wants_resume"), FollowupAction("resume_form")]
        dispatcher.utter_message(response="utter_what_can_i_do")
        return []


class NameLanguages(Action):
    """Names the languages, unless one was chosen: then the conversation goes on in it already."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_name_languages"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Return the wait for the choice; nothing when it was made, so that the form asks on."""
        if not said(tracker).of("language"):
            dispatcher.utter_message(response="utter_language_switch")
            return [] if tracker.active_loop_name else [LISTEN]
        return []


class Unclear(Action):
    """Asks once what is meant, with what is likeliest; the second time a person is offered."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_unclear"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Return how often in a row the assistant did not understand."""
        times = (tracker.slots.get("unclear_in_a_row") or 0) + 1
        response = "utter_unclear" if times == 1 else "utter_offer_person"
        in_form = "_in_form" if tracker.active_loop_name else ""
        choice: dict[str, str] = {}
        for place, need in enumerate(likeliest(tracker), start=1):
            choice |= {f"need_{place}": need, f"label_{place}": label(need)}
        dispatcher.utter_message(response=f"{response}{in_form}", **choice)
        return store({"unclear_in_a_row": times})


class SayYes(Action):
    """A "ja" outside every form: to the offered person, or to nothing in particular."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_say_yes"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Return the need or the hand-over that was offered just now."""
        if offered := tracker.slots.get("offered_need"):
            return take_up(offered)
        if tracker.slots.get("refused"):
            left = leave_form(tracker, come_back=False)
            return [*left, *clear("refused"), *ask_colleague("question_not_answered")]
        if tracker.slots.get("for_someone_else"):
            return [*clear("for_someone_else"), FollowupAction("action_begin")]
        times = tracker.slots.get("unclear_in_a_row") or 0
        if times > 1:
            return [*clear("unclear_in_a_row"), *ask_colleague("not_understood")]
        dispatcher.utter_message(
            response="utter_offer_person" if times == 1 else "utter_what_can_i_do"
        )
        return store({"unclear_in_a_row": times + 1})


class SayNo(Action):
    """A "nee": to another moment to pay, or to anything more."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_say_no"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Return the question what else would fit, when another moment was asked for."""
        form = tracker.active_loop_name
        if tracker.slots.get("offered_need"):
            return [*clear("offered_need"), FollowupAction("action_what_next")]
        if form not in WISH_FORMS.values():
            dispatcher.utter_message(response="utter_goodbye")
            return []
        dispatcher.utter_message(response="utter_wish_dropped")
        left = leave_form(tracker, come_back=False)
        return [*left, *clear("wish"), FollowupAction("wish_form")]


class WhatNext(Action):
    """Ends no turn in nothing: the open form asks, else what was left, else an open question."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_what_next"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Return the form that asks whether to go on, if something was left."""
        message = said(tracker)
        same = message.intent == tracker.slots.get("latest_need") and message.intent != "inform"
        times = (tracker.slots.get("same_need_in_a_row") or 0) + 1 if same else 1
        heard = [
            *clear("unclear_in_a_row"),
            *store({"latest_need": message.intent, "same_need_in_a_row": times}),
        ]
        if tracker.active_loop_name:
            return heard
        if times >= SAME_NEED_BEFORE_OFFER:
            dispatcher.utter_message(response="utter_offer_person_same_need")
            return [*store({"unclear_in_a_row": 2, "same_need_in_a_row": 0}), LISTEN]
        if needs()["goes_on"].keys() & set(message.also) and not tracker.slots.get("claims_known"):
            return [*heard, FollowupAction("action_begin")]
        if tracker.slots.get("paused_form") and tracker.slots.get("wants_resume") is None:
            return [*heard, FollowupAction("resume_form")]
        if offered := offer_other_need(dispatcher, tracker):
            return [*heard, *offered]
        dispatcher.utter_message(response="utter_what_next")
        return [*heard, LISTEN]


class Leave(Action):
    """Leaves the form; what was said is kept."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_leave"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Return the events that leave it."""
        return leave_form(tracker)


class Resume(Action):
    """Goes on where the person was."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_resume"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Return the form to go on with."""
        if tracker.active_loop_name:
            dispatcher.utter_message(response="utter_resume")
            return []
        return _go_on(dispatcher, tracker)


class AnswerResume(Action):
    """Goes on or waits, as the person wants."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_answer_resume"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Return the form to go on with, if the person wants to."""
        if tracker.slots["wants_resume"]:
            return _go_on(dispatcher, tracker)
        dispatcher.utter_message(response="utter_continue_later")
        return []


class Restart(Action):
    """Begins again; what was decided stays decided."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_restart"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Return the events that leave the form and empty what need not be kept."""
        dispatcher.utter_message(response="utter_restart")
        dispatcher.utter_message(response="utter_what_can_i_do")
        told = sorted(set(tracker.slots) - KEPT_AT_RESTART)
        return [*leave_form(tracker, come_back=False), *clear(*told), LISTEN]


def _go_on(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
    form = tracker.slots.get("paused_form")
    if form is None:
        dispatcher.utter_message(response="utter_nothing_to_resume")
        dispatcher.utter_message(response="utter_what_can_i_do")
        return []
    dispatcher.utter_message(response="utter_resume")
    return [*clear("paused_form", "wants_resume"), *open_form(form, tracker.slots)]


ACTIONS = (
    Greet(),
    NameLanguages(),
    Unclear(),
    SayYes(),
    SayNo(),
    WhatNext(),
    Leave(),
    Resume(),
    AnswerResume(),
    Restart(),
)
