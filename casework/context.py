"""The turn a use case works in: whose case, which conversation and organisation, which moment."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

from casework.opening import LOCAL_TIME
from casework.organisation import Organisation
from casework.store import Case
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Turn:
    """One turn of a conversation. What is decided in it is committed with it, or not at all."""

    unit: UnitOfWork
    case: Case
    conversation_id: str
    channel: str
    organisation: Organisation

    @property
    def today(self) -> date:
        """The day of the turn in Europe/Amsterdam."""
        return self.unit.now.astimezone(LOCAL_TIME).date()


current_turn: ContextVar[Turn] = ContextVar("current_turn")
