"""Who may grant a plan by the organisation's policy: the assistant, staff, or somebody above."""

from __future__ import annotations

from collections.abc import Mapping

from dateutil.relativedelta import relativedelta

from payment_arrangement.outcomes import ArrangementFacts, Decides, Reason
from payment_arrangement.policy import Limits, Policy
from payment_arrangement.schedule import Term

# A low instalment is no limit of staff: they see the budget behind it.
_STAFF_MAY = {Reason.BELOW_MIN_INSTALMENT}


def weigh_against_limits(
    debt: int,
    instalment: int,
    terms: tuple[Term, ...],
    facts: ArrangementFacts,
    policy: Policy,
) -> tuple[tuple[Reason, ...], Decides]:
    """Each limit of the assistant that a plan exceeds, and who may grant it."""
    over = _exceeded(policy.assistant, debt, instalment, terms, facts, policy)
    if not over:
        return (), "assistant"
    over_staff = _exceeded(policy.staff, debt, instalment, terms, facts, policy)
    return over, "above_staff" if set(over_staff) - _STAFF_MAY else "staff"


def _exceeded(
    limits: Limits,
    debt: int,
    instalment: int,
    terms: tuple[Term, ...],
    facts: ArrangementFacts,
    policy: Policy,
) -> tuple[Reason, ...]:
    """Each of `limits` that the plan exceeds."""
    last_day = terms[0].due_on + relativedelta(months=limits.max_months)
    bill, most_bills = facts.current_bill_cents, limits.max_current_bills
    checks: Mapping[Reason, bool] = {
        Reason.OVER_MAX_TOTAL: limits.max_total_cents is not None and debt > limits.max_total_cents,
        Reason.CURRENT_BILL_UNKNOWN: most_bills is not None and bill is None,
        Reason.OVER_MAX_CURRENT_BILLS: most_bills is not None
        and bill is not None
        and debt > most_bills * bill,
        Reason.UNDER_MIN_TOTAL: debt < limits.min_total_cents,
        Reason.OVER_MAX_TERMS: len(terms) > limits.max_terms[facts.frequency],
        Reason.OVER_MAX_MONTHS: terms[-1].due_on > last_day,
        Reason.BELOW_MIN_INSTALMENT: instalment < min(policy.min_instalment_cents, debt),
    }
    return tuple(reason for reason, is_over in checks.items() if is_over)
