"""A later date, a pause, another debit date: what the assistant may grant at once."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from payment_arrangement.amounts import check_amount
from payment_arrangement.calendar import next_working_day
from payment_arrangement.errors import BadDate
from payment_arrangement.obstacles import claim_obstacle
from payment_arrangement.outcomes import ArrangementFacts, Grantable, Reason
from payment_arrangement.policy import Policy
from payment_arrangement.receipt import Receipt, Rule, Source

RULE = Rule(
    code="grants",
    version="1",
    title="Postponement, pause and another debit date within the organisation's limits",
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
        (debt > policy.max_total_cents, Reason.OVER_MAX_TOTAL),
        (days > policy.postponement_max_days, Reason.OVER_MAX_DAYS),
    )
    receipt = _receipt(facts, policy, as_of, until_on=until_on)
    due_on = next_working_day(until_on)
    return _grantable("postponement", as_of, due_on, days, debt, reason, receipt)


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
        (days > policy.pause_max_days, Reason.OVER_MAX_DAYS),
    )
    receipt = _receipt(facts, policy, as_of, from_on=from_on, until_on=until_on)
    return _grantable("pause", from_on, until_on, days, None, reason, receipt)


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
        (abs(days) > policy.debit_date_max_shift_days, Reason.OVER_MAX_DAYS),
    )
    receipt = _receipt(facts, policy, as_of, current_on=current_on, new_on=new_on)
    return _grantable("debit_date", current_on, new_on, days, None, reason, receipt)


def _first(*checks: tuple[bool, Reason]) -> Reason | None:
    return next((reason for is_so, reason in checks if is_so), None)


def _grantable(
    kind: Literal["postponement", "pause", "debit_date"],
    from_on: date,
    until_on: date,
    days: int,
    amount_cents: int | None,
    reason: Reason | None,
    receipt: Receipt,
) -> Grantable:
    return Grantable(
        kind=kind,
        within_limits=reason is None,
        from_on=from_on,
        until_on=until_on,
        days=days,
        amount_cents=amount_cents,
        reason_code=reason or Reason.FITS,
        receipt=receipt,
    )


def _receipt(facts: ArrangementFacts, policy: Policy, as_of: date, **more: Any) -> Receipt:
    return RULE.receipt(as_of, {**facts.as_dict(), "policy": policy.as_dict(), **more})
