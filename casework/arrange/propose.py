"""Make proposals within the organisation's policy, and weigh what the person proposes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.context import Turn


@dataclass(frozen=True)
class BudgetFacts:
    """What the person told about money a month; None is unknown, and unknown is not nought.

    ``household``: ``single``, ``single_parent``, ``couple`` or ``couple_with_children``.
    ``other_creditors`` counts creditors beside this organisation. ``wage_garnishment``: seizure
    of wage or benefit. ``frequency``: ``monthly``, ``four_weekly`` or ``weekly``.
    """

    household: str | None = None
    income_cents: int | None = None
    fixed_costs_cents: int | None = None
    existing_arrangements_cents: int | None = None
    other_creditors: int | None = None
    wage_garnishment: bool | None = None
    frequency: str = "monthly"
    payday: int | None = None


@dataclass(frozen=True)
class ProposalFact:
    """One way to pay. ``terms`` is (day, cents) for each term; nothing is agreed yet."""

    id: str
    name: str
    total_cents: int
    instalment_cents: int
    n_terms: int
    last_term_cents: int
    first_due_on: date
    last_due_on: date
    frequency: str
    within_limits: bool
    terms: tuple[tuple[date, int], ...]


@dataclass(frozen=True)
class Proposed:
    """One to three proposals, fast first."""

    options: tuple[ProposalFact, ...]


@dataclass(frozen=True)
class NoPlan:
    """No proposal can be made; ``reason_code`` says why. A colleague decides, never the machine."""

    reason_code: str


@dataclass(frozen=True)
class Countered:
    """What the person proposed, worked out. ``option`` is None when it cannot be a plan at all.

    ``warnings`` holds codes such as ``above_capacity``; ``reasons`` why a colleague must decide.
    """

    option: ProposalFact | None
    warnings: tuple[str, ...]
    reasons: tuple[str, ...]


def propose(turn: Turn, budget: BudgetFacts) -> Proposed | NoPlan:
    """Return one to three proposals for the open claims of this organisation."""
    raise NotImplementedError


def counter(turn: Turn, budget: BudgetFacts, instalment_cents: int) -> Countered | NoPlan:
    """Work out the amount a term that the person proposes."""
    raise NotImplementedError
