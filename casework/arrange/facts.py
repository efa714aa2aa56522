"""The facts that the rules need, from what the person told and from what the case holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import payment_arrangement as rules
from casework.arrange.claims import ClaimsToArrange
from casework.context import Turn
from casework.store import Dispute, rows_of

# The shortest term that exists: whoever may be time-barred under it goes to a colleague.
_SHORTEST_LIMITATION: Literal["consumer_purchase"] = "consumer_purchase"
_DECISION_MAKERS = ("bewindvoerder", "wsnp", "other")


@dataclass(frozen=True)
class BudgetFacts:
    """What the person told about one month; None is unknown, and unknown is not nought.

    ``household``: ``single``, ``single_parent``, ``married`` or ``married_with_children``.
    ``monthly_income_cents``: net; or else ``income_band``, a code of
    ``payment_arrangement.income_bands()``. ``fixed_costs_cents``: what must be paid each month,
    current bills included; or else ``fixed_costs_band``, of ``fixed_cost_bands()``.
    ``other_arrangements_cents``: instalments to others. ``other_creditors``: how many there are
    besides this organisation. ``wage_garnishment``: seizure of wage or benefit. ``frequency``:
    ``month``, ``four_weeks`` or ``week``. ``income_day``: day of the month (1 to 31) on which
    income arrives.
    """

    household: str | None = None
    monthly_income_cents: int | None = None
    income_band: str | None = None
    fixed_costs_cents: int | None = None
    other_arrangements_cents: int | None = None
    other_creditors: int | None = None
    wage_garnishment: bool | None = None
    frequency: str = "month"
    income_day: int | None = None
    fixed_costs_band: str | None = None


def fact_to_ask(error: rules.FactMissing) -> str:
    """Return which question gives the missing fact: one answer tells who decides and who helps."""
    asked = {"represented": "representation", "in_debt_help": "representation"}
    return asked.get(error.fact, error.fact)


def claim_facts(turn: Turn, claims: ClaimsToArrange) -> rules.ArrangementFacts:
    """Return what is known of the claims and of who decides; unknown facts are None."""
    representation = turn.case.representation
    is_known = representation is not None
    disputes = rows_of(turn.unit, Dispute, turn.case.id)
    return rules.ArrangementFacts(
        debt_cents=claims.total_cents or None,
        disputed=any(row.state == "received" for row in disputes),
        possibly_time_barred=_possibly_time_barred(turn, claims),
        in_debt_help=representation == "debt_help" if is_known else None,
        represented=representation in _DECISION_MAKERS if is_known else None,
    )


def arrangement_facts(
    turn: Turn, budget: BudgetFacts, claims: ClaimsToArrange
) -> rules.ArrangementFacts:
    """Return all facts for a plan, with the capacity where nothing stands in the way of a plan.

    A known obstacle goes before an unknown fact, so that nobody is asked for an income in vain.
    Raises ``payment_arrangement.FactMissing`` and its other errors.
    """
    facts = replace(
        claim_facts(turn, claims),
        frequency=budget.frequency,  # type: ignore[arg-type]
        income_day=budget.income_day,
        other_creditors=budget.other_creditors,
        wage_garnishment=budget.wage_garnishment,
    )
    try:
        rules.propose(facts, turn.organisation.policy, turn.today)
    except rules.FactMissing as error:
        if error.fact == "capacity":
            return replace(facts, capacity=_capacity(turn, budget))
        raise
    return facts


def _capacity(turn: Turn, budget: BudgetFacts) -> rules.Capacity:
    told = rules.Budget(
        household=budget.household,  # type: ignore[arg-type]
        monthly_income_cents=budget.monthly_income_cents,
        income_band=budget.income_band,
        fixed_costs_cents=budget.fixed_costs_cents,
        other_arrangements_cents=budget.other_arrangements_cents,
        other_creditors=budget.other_creditors,
        wage_garnishment=budget.wage_garnishment,
        fixed_costs_band=budget.fixed_costs_band,
    )
    allowance = None
    if told.household is not None:
        allowance = turn.organisation.policy.living_allowance_for(told.household)
    return rules.assess_capacity(told, turn.today, living_allowance_cents=allowance)


def _possibly_time_barred(turn: Turn, claims: ClaimsToArrange) -> bool | None:
    """Whether the oldest claim may be time-barred; None when no age is known."""
    days = [row.due_on or row.invoice_on for row in claims.rows]
    known = [day for day in days if day is not None]
    if known:
        flag = rules.flag_limitation(_SHORTEST_LIMITATION, min(known), turn.today)
        if flag.is_possible:
            return True
    if len(known) == len(days) or turn.organisation.claims_are_recent:
        return False
    return None
