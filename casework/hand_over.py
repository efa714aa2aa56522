"""Hand the conversation over to a colleague, and say honestly when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.context import Turn
from casework.decisions import Decision


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
    """Ask for a colleague; ``urgency``: danger, threat, over_limit, asked or normal."""
    raise NotImplementedError
