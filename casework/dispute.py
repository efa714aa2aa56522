"""Note that a person disputes the claim: it is frozen and a colleague looks."""

from __future__ import annotations

from dataclasses import dataclass

from casework.context import Turn
from casework.decisions import Decision


@dataclass(frozen=True)
class Disputed:
    """The claims are frozen: no proposals until a colleague has looked."""

    decision: Decision


def dispute(turn: Turn, reason_code: str) -> Disputed:
    """Freeze the claims of this organisation; an open dispute is returned."""
    raise NotImplementedError
