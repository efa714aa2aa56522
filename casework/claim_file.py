"""Read the claims that the organisation knows, and give them to whoever has the personal link."""

from __future__ import annotations

from casework.context import Turn
from casework.intake import ClaimFact


def claims_for_token(turn: Turn, token: str) -> tuple[ClaimFact, ...]:
    """Return the claims behind a personal link, and keep them in the case; none for an unknown one."""
    raise NotImplementedError
