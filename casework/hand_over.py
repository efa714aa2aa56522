"""Hand the conversation over to a colleague, and say honestly when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.context import Turn
from casework.decisions import Decision
from casework.desk import ask_colleague
from storage.unit_of_work import UnitOfWork

_WANTS_COLLEAGUE = "wants_colleague"


@dataclass(frozen=True)
class HandedOver:
    """A colleague was asked. ``callback_on`` is the last day by which one answers.

    ``wants_colleague`` tells the conversation to wait for a colleague: its owner becomes
    ``waiting``.
    """

    decision: Decision
    is_open_now: bool
    callback_on: date
    wants_colleague: bool = True


def hand_over(turn: Turn, reason_code: str, urgency: str) -> HandedOver:
    """Ask a colleague to take the conversation.

    ``urgency``: ``danger``, ``threat``, ``over_limit``, ``asked`` or ``normal``; the first two mean
    the same day, or the next open day. Asking again returns the same hand-over with the higher
    urgency. Raises :class:`casework.errors.BadRequest` for another urgency or no code as reason.
    """
    row = ask_colleague(turn, reason_code, urgency)
    turn.unit.notes[_WANTS_COLLEAGUE] = True
    return HandedOver(Decision("handover", row.id), row.is_open_now, row.callback_on)


def wants_colleague(unit: UnitOfWork) -> bool:
    """Whether in this unit a colleague was asked to take the conversation.

    A question beside it (a plan over the limits, a complaint) does not count: the assistant can
    go on meanwhile.
    """
    return _WANTS_COLLEAGUE in unit.notes
