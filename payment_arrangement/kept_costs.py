"""What an organisation charges of the collection costs while an arrangement is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from payment_arrangement.amounts import check_amount
from payment_arrangement.policy import Policy
from payment_arrangement.receipt import Receipt, Rule, Source

RULE = Rule(
    code="kept_costs",
    version="1",
    title="Collection costs while an arrangement is kept",
    sources=(
        Source(
            "Decision, after Gbo (lower or even no costs): none unless the policy says otherwise, "
            "and never above what the law allows",
            "2026-11-22, decision",
        ),
    ),
    left_out=("Costs after an arrangement has ended: a colleague decides.",),
)


@dataclass(frozen=True)
class KeptCosts:
    """What is charged, in cents, while the arrangement is kept."""

    charged_cents: int
    receipt: Receipt


def costs_while_kept(maximum_cents: int, policy: Policy, as_of: date) -> KeptCosts:
    """The costs by the policy, at most `maximum_cents`, the most that the law allows.

    Source: decision (see `RULE`). Rounding: none. Left out on purpose: see `RULE.left_out`.
    Raises BadAmount.

    >>> from payment_arrangement import standard_policy
    >>> costs_while_kept(4000, standard_policy(), date(2026, 11, 22)).charged_cents
    0
    """
    check_amount("maximum", maximum_cents, rule=RULE.code, zero=True)
    facts = {"maximum_cents": maximum_cents, "policy": policy.settings}
    return KeptCosts(policy.costs_while_kept(maximum_cents), RULE.receipt(as_of, facts))
