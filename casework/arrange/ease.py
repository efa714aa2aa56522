"""Give somebody another moment: pay later, pause, or another debit day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.arrange.accept import SentToColleague
from casework.context import Turn
from casework.decisions import Decision


@dataclass(frozen=True)
class Granted:
    """Granted within the organisation's limits."""

    decision: Decision


def postpone(turn: Turn, until_on: date) -> Granted | SentToColleague:
    """Pay the same amount on ``until_on``."""
    raise NotImplementedError


def pause(turn: Turn, days: int) -> Granted | SentToColleague:
    """Ask for nothing during ``days`` days."""
    raise NotImplementedError


def move_debit_day(turn: Turn, day: int) -> Granted | SentToColleague:
    """Debit on another day of the month (1 to 28)."""
    raise NotImplementedError
