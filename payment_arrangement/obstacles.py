"""What stands in the way of an arrangement made by the assistant."""

from __future__ import annotations

from payment_arrangement.amounts import check_amount
from payment_arrangement.capacity import Capacity
from payment_arrangement.errors import FactMissing
from payment_arrangement.outcomes import ArrangementFacts, Reason
from payment_arrangement.policy import Policy

# The order matters: first who decides, then whether the claim stands, then what is possible.
CLAIM_OBSTACLES = (
    ("represented", Reason.REPRESENTED),
    ("in_debt_help", Reason.IN_DEBT_HELP),
    ("disputed", Reason.DISPUTED),
    ("time_barred", Reason.TIME_BARRED),
    ("possibly_time_barred", Reason.POSSIBLY_TIME_BARRED),
)
PLAN_OBSTACLES = (
    *CLAIM_OBSTACLES,
    ("wage_garnishment", Reason.WAGE_GARNISHMENT),
    ("other_creditors", Reason.MORE_THAN_ONE_CREDITOR),
)


def claim_obstacle(facts: ArrangementFacts, rule: str) -> Reason | None:
    """The first reason to stop that lies in the claim or in who decides; None if there is none.

    A known reason stops before an unknown fact is asked. Raises FactMissing for the first unknown.
    """
    return _first(facts, CLAIM_OBSTACLES, rule)


def plan_obstacle(facts: ArrangementFacts, policy: Policy, rule: str) -> Reason | None:
    """The first reason not to propose instalments; None if there is none.

    A known reason stops before an unknown fact is asked. Raises FactMissing for the first unknown.
    """
    if reason := _first(facts, PLAN_OBSTACLES, rule) or _policy_obstacle(facts, policy, rule):
        return reason
    return Reason.CAPACITY_NOTHING if room_per_month(facts, rule) <= 0 else None


def room_per_month(facts: ArrangementFacts, rule: str) -> int:
    """What is left for terms in a month, in cents: the capacity, less the current bill.

    The current bill goes first; it is taken off unless the budget counts it already.
    """
    capacity = known_capacity(facts, rule).cents_per_month
    if facts.current_bill_in_budget:
        return capacity
    bill = check_amount("current_bill", facts.current_bill_cents, rule=rule, zero=True)
    return max(0, capacity - bill)


def _policy_obstacle(facts: ArrangementFacts, policy: Policy, rule: str) -> Reason | None:
    if facts.frequency not in policy.frequencies:
        return Reason.FREQUENCY_NOT_OFFERED
    if not policy.excluded_claims:
        return None
    if facts.claim_kinds is None:
        raise FactMissing("claim_kinds", rule)
    is_excluded = any(kind in policy.excluded_claims for kind in facts.claim_kinds)
    return Reason.EXCLUDED_BY_POLICY if is_excluded else None


def known_capacity(facts: ArrangementFacts, rule: str) -> Capacity:
    """The capacity among `facts`. Raises FactMissing when it was not assessed."""
    if facts.capacity is None:
        raise FactMissing("capacity", rule)
    return facts.capacity


def _first(
    facts: ArrangementFacts, table: tuple[tuple[str, Reason], ...], rule: str
) -> Reason | None:
    for name, reason in table:
        if getattr(facts, name):
            return reason
    for name, _ in table:
        if getattr(facts, name) is None:
            raise FactMissing(name, rule)
    return None
