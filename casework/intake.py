"""Take in what a person tells: whose question it is, and which claims there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.context import Turn
from casework.store import Case
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ClaimFact:
    """One claim. ``source`` is ``organisation`` or ``person``; ``as_of`` dates the amount."""

    id: str
    kind: str
    debt_cents: int
    of_organisation: bool
    source: str
    as_of: date
    state: str
    invoice_number: str | None = None
    invoice_on: date | None = None
    due_on: date | None = None


def open_case(unit: UnitOfWork, *, audience: str | None = None, language: str = "nl") -> Case:
    """Return a new case with its pseudonym; written when ``unit`` is committed."""
    raise NotImplementedError


def known_claims(turn: Turn) -> tuple[ClaimFact, ...]:
    """Return the claims of the case, oldest first, without closed ones."""
    raise NotImplementedError


def record_claim(turn: Turn, *, kind: str, debt_cents: int, of_organisation: bool) -> ClaimFact:
    """Keep a claim as the person states it; the same kind again corrects the amount."""
    raise NotImplementedError


def set_audience(turn: Turn, audience: str) -> None:
    """Keep for whom the conversation is: ``customer`` or ``employee``."""
    raise NotImplementedError


def set_representation(turn: Turn, representation: str) -> None:
    """Keep who acts for the person: ``none``, ``bewindvoerder``, ``wsnp``, ``debt_help``, ``other``."""
    raise NotImplementedError


def record_contact(
    turn: Turn, *, name: str | None = None, phone: str | None = None, email: str | None = None
) -> None:
    """Keep how a colleague reaches the person; what is None stays as it was."""
    raise NotImplementedError
