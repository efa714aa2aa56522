"""Answers a pasted letter: its kind, its days, and what is wrong with its wording or costs."""

from __future__ import annotations

from bot.before_understanding import Heard
from bot.explaining import ask_again
from bot.letters import PastedLetter, read_pasted
from bot.messages import Kind
from bot.replies import text_id
from evidence_log import record
from payment_arrangement import Fault

_COSTS = {Fault.COSTS_ABOVE_MAXIMUM, Fault.COSTS_NOT_STATED}


def answer_letter(heard: Heard) -> bool:
    """Explain a pasted letter; return whether the message was one. Its words go nowhere else."""
    if heard.inbox.kind != Kind.TEXT or heard.danger:
        return False
    letter = read_pasted(heard.inbox.text, heard.turn.today)
    if letter is None:
        return False
    heard.replies.say(f"letters:{letter.kind}")
    _say_days(heard, letter)
    if letter.fault is not None:
        heard.replies.say(
            "letters:costs_wrong" if letter.fault in _COSTS else "letters:wording_wrong"
        )
    version = text_id(f"letters:{letter.kind}", heard.turn.case.language)
    codes = {"kind": letter.kind, "text_id": version}
    if letter.fault is not None:
        codes["fault"] = letter.fault.value
    record(heard.turn.unit, "letter_explained", heard.turn.case.ref, codes)
    ask_again(heard)
    return True


def _say_days(heard: Heard, letter: PastedLetter) -> None:
    if letter.last_day_on is not None:
        heard.replies.say("letters:last_day", last_day_on=letter.last_day_on)
    elif letter.days:
        heard.replies.say("letters:days", days=list(letter.days))
