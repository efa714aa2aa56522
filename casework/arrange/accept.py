"""Accept a proposal: agreed at once within the limits, else a colleague decides."""

from __future__ import annotations

from dataclasses import dataclass

from casework.context import Turn
from casework.decisions import Decision


@dataclass(frozen=True)
class Accepted:
    """Agreed within the organisation's limits."""

    decision: Decision


@dataclass(frozen=True)
class SentToColleague:
    """A colleague decides. ``reason_code`` is the first of the reasons."""

    decision: Decision
    reason_code: str


def accept(turn: Turn, proposal_id: str) -> Accepted | SentToColleague:
    """Accept a proposal of this case; accepting it again returns the same decision."""
    raise NotImplementedError
