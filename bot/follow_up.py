"""The answer to "Is het gelukt?", given with a button: no understanding is needed for it."""

from __future__ import annotations

from bot.before_understanding import Heard
from casework import consent
from casework.decisions import as_ref
from casework.errors import CaseworkError
from casework.referrals import closing
from casework.referrals.pause import note_told, rest_while_help_starts

QUESTION = "notices:is_help_found"
PREFIX = "referral"


def payloads_of(referral_id: str) -> str:
    """Return what stands before each button's payload, so that it names its referral."""
    return f"{PREFIX}:{referral_id}:"


def answer_follow_up(heard: Heard, payload: str | None) -> bool:
    """Do what the pressed button says about a referral; return whether it was such a button."""
    prefix, _, rest = (payload or "").partition(":")
    if prefix != PREFIX:
        return False
    referral_id, _, answer = rest.partition(":")
    try:
        _answer(heard, referral_id, answer)
    except CaseworkError:
        heard.replies.say("notices:old_button")
    return True


def _answer(heard: Heard, referral_id: str, answer: str) -> None:
    turn, replies = heard.turn, heard.replies
    if answer == "not_yet":
        closing.referral_of(turn, referral_id)
        replies.say("notices:help_not_yet")
    elif answer == "no_question":
        closing.want_no_question(turn, referral_id)
        replies.say("notices:no_more_question")
    elif answer == "needs_help":
        replies.say_decision(as_ref(closing.ask_for_other_help(turn, referral_id)))
    else:
        decision = closing.close_referral(turn, referral_id, answer, "person")
        if answer == "no_longer_wanted":
            consent.withdraw(turn, closing.referral_of(turn, referral_id).service_id)
        replies.say_decision(as_ref(decision))
        if answer == "got_help":
            rest = rest_while_help_starts(turn, referral_id)
            replies.say_decision(as_ref(rest))
            note_told(turn.unit, turn.case.id, rest.id)
        if answer == "could_not_reach":
            replies.say_decision(as_ref(closing.ask_for_other_help(turn, referral_id)))
