"""A later date, a pause, another debit date: what the assistant may grant at once."""

from __future__ import annotations

from datetime import date
from typing import Any

from payment_arrangement.amounts import check_amount
from payment_arrangement.calendar import next_working_day
from payment_arrangement.errors import BadAmount, BadDate
from payment_arrangement.obstacles import claim_obstacle
from payment_arrangement.outcomes import ArrangementFacts, Decides, Grantable, Reason
from payment_arrangement.policy import Policy
from payment_arrangement.receipt import Receipt, Rule, Source

RULE = Rule(
    code="grants",
    version="2",
    title="Postponement, part payment, pause, another debit date and remission within the limits",
    sources=(
        Source(
            "Decision: the organisation's policy sets the days; beyond them a colleague decides, "
            "the machine refuses nothing",
            "2026-11-22, decision",
        ),
    ),
    left_out=(
        "Pauses that follow from a Kennisgeving or the Pauzeknop: a colleague enters those.",
        "How often a grant was given before: the caller counts.",
    ),
)


def check_postponement(
    facts: ArrangementFacts, until_on: date, policy: Policy, as_of: date
) -> Grantable:
    """Whether the whole debt may be paid later, on `until_on`.

    A day in a weekend or on a holiday moves to the next working day, and that move is free.

    Source: decision (see `RULE`). Rounding: none. Left out on purpose: see `RULE.left_out`.
    Raises FactMissing, BadAmount.
    """
    debt = check_amount("debt", facts.debt_cents, rule=RULE.code)
    days = (until_on - as_of).days
    reason = claim_obstacle(facts, RULE.code) or _first(
        (days < 0, Reason.DATE_IN_PAST),
        (_is_over(debt, policy), Reason.OVER_MAX_TOTAL),
        (days > policy.assistant.postponement_max_days, Reason.OVER_MAX_DAYS),
    )
    return Grantable(
        kind="postponement",
        within_limits=reason is None,
        from_on=as_of,
        until_on=next_working_day(until_on),
        days=days,
        amount_cents=debt,
        reason_code=reason or Reason.FITS,
        receipt=_receipt(facts, policy, as_of, kind="postponement", until_on=until_on),
        decides=_decides(reason, days, policy.staff.postponement_max_days),
    )


def check_part_payment(
    facts: ArrangementFacts, amount_cents: int, until_on: date, policy: Policy, as_of: date
) -> Grantable:
    """Whether a part of the debt may be paid on `until_on`; `rest_cents` stays due after it.

    The rest gets no date here: it goes on in a plan, or with a colleague.

    Source: decision (see `RULE`). Rounding: none. Left out on purpose: see `RULE.left_out`.
    Raises FactMissing, BadAmount (also for a part that is not smaller than the debt).
    """
    debt = check_amount("debt", facts.debt_cents, rule=RULE.code)
    part = check_amount("amount", amount_cents, rule=RULE.code)
    if part >= debt:
        raise BadAmount("amount", part, f"less than the debt of {debt} cents")
    days = (until_on - as_of).days
    reason = claim_obstacle(facts, RULE.code) or _first(
        (days < 0, Reason.DATE_IN_PAST),
        (days > policy.assistant.postponement_max_days, Reason.OVER_MAX_DAYS),
    )
    return Grantable(
        kind="part_payment",
        within_limits=reason is None,
        from_on=as_of,
        until_on=next_working_day(until_on),
        days=days,
        amount_cents=part,
        reason_code=reason or Reason.FITS,
        receipt=_receipt(
            facts, policy, as_of, kind="part_payment", amount_cents=part, until_on=until_on
        ),
        decides=_decides(reason, days, policy.staff.postponement_max_days),
        rest_cents=debt - part,
    )


def check_pause(
    facts: ArrangementFacts, from_on: date, until_on: date, policy: Policy, as_of: date
) -> Grantable:
    """Whether nothing need be paid from and including `from_on` to and including `until_on`.

    Source: decision (see `RULE`). Rounding: none. Left out on purpose: see `RULE.left_out`.
    Raises FactMissing, BadDate.
    """
    if until_on < from_on:
        raise BadDate("until_on", until_on, f"a day from {from_on} on")
    days = (until_on - from_on).days + 1
    reason = claim_obstacle(facts, RULE.code) or _first(
        (from_on < as_of, Reason.DATE_IN_PAST),
        (days > policy.assistant.pause_max_days, Reason.OVER_MAX_DAYS),
    )
    return Grantable(
        kind="pause",
        within_limits=reason is None,
        from_on=from_on,
        until_on=until_on,
        days=days,
        amount_cents=None,
        reason_code=reason or Reason.FITS,
        receipt=_receipt(facts, policy, as_of, kind="pause", from_on=from_on, until_on=until_on),
        decides=_decides(reason, days, policy.staff.pause_max_days),
    )


def check_debit_date(
    facts: ArrangementFacts, current_on: date, new_on: date, policy: Policy, as_of: date
) -> Grantable:
    """Whether a debit on `current_on` may move to `new_on`; `days` is how far, negative if earlier.

    Source: decision (see `RULE`). Rounding: none. Left out on purpose: see `RULE.left_out`.
    Raises FactMissing.
    """
    days = (new_on - current_on).days
    reason = claim_obstacle(facts, RULE.code) or _first(
        (min(new_on, current_on) < as_of, Reason.DATE_IN_PAST),
        (days == 0, Reason.NO_CHANGE),
        (abs(days) > policy.assistant.debit_date_max_shift_days, Reason.OVER_MAX_DAYS),
    )
    return Grantable(
        kind="debit_date",
        within_limits=reason is None,
        from_on=current_on,
        until_on=new_on,
        days=days,
        amount_cents=None,
        reason_code=reason or Reason.FITS,
        receipt=_receipt(
            facts, policy, as_of, kind="debit_date", current_on=current_on, new_on=new_on
        ),
        decides=_decides(reason, abs(days), policy.staff.debit_date_max_shift_days),
    )


def check_remission(
    facts: ArrangementFacts, amount_cents: int, policy: Policy, as_of: date
) -> Grantable:
    """Whether `amount_cents` may be forgiven: only by a colleague, where the policy has it.

    Source: decision (see `RULE`). Rounding: none. Left out on purpose: see `RULE.left_out`.
    Raises FactMissing, BadAmount (also for more than the debt).
    """
    debt = check_amount("debt", facts.debt_cents, rule=RULE.code)
    forgiven = check_amount("amount", amount_cents, rule=RULE.code)
    if forgiven > debt:
        raise BadAmount("amount", forgiven, f"at most the debt of {debt} cents")
    reason = claim_obstacle(facts, RULE.code)
    offered = Reason.COLLEAGUE_DECIDES if policy.remission else Reason.REMISSION_NOT_OFFERED
    return Grantable(
        kind="remission",
        within_limits=False,
        from_on=as_of,
        until_on=as_of,
        days=0,
        amount_cents=forgiven,
        reason_code=reason or offered,
        receipt=_receipt(facts, policy, as_of, kind="remission", amount_cents=forgiven),
        decides="staff" if policy.remission else "above_staff",
        rest_cents=debt - forgiven,
    )


def _is_over(debt_cents: int, policy: Policy) -> bool:
    most = policy.assistant.max_total_cents
    return most is not None and debt_cents > most


def _decides(reason: Reason | None, days: int, most_days_of_staff: int) -> Decides:
    if reason is None:
        return "assistant"
    return "above_staff" if days > most_days_of_staff else "staff"


def _first(*checks: tuple[bool, Reason]) -> Reason | None:
    return next((reason for is_so, reason in checks if is_so), None)


def _receipt(facts: ArrangementFacts, policy: Policy, as_of: date, **more: Any) -> Receipt:
    return RULE.receipt(as_of, {**facts.as_dict(), "policy": policy.settings, **more})
