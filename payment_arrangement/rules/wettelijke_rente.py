"""Wettelijke rente: statutory interest outside commercial transactions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal

from payment_arrangement.amounts import check_amount, half_up
from payment_arrangement.days import check_day
from payment_arrangement.errors import BadDate
from payment_arrangement.receipt import Receipt, Rule, Source
from payment_arrangement.rules.imputation import (
    Balance,
    Imputation,
    ImputationOrder,
    check_order,
    impute,
)
from payment_arrangement.rules.interest_run import InterestRun

DAY_COUNT = "actual/365"

RULE = Rule(
    code="wettelijke_rente",
    version="2",
    title="Statutory interest over the time of default",
    topics=("statutory_interest",),
    sources=(
        Source(
            "BW art. 6:119 lid 1 en 2, tekst mei 2017",
            "unverified",
            address="https://wetten.overheid.nl/BWBR0005289/2017-05-01",
        ),
        Source(
            f"Decision, the law gives none: day count {DAY_COUNT}; a default that began on 29 "
            "February has its anniversary on 28 February in other years",
            "2026-11-22, decision",
        ),
        Source(
            "Decision: on the day of a payment only the rest bears interest; interest added "
            "after a year is paid before running interest",
            "2026-11-22, decision",
        ),
    ),
    left_out=(
        "An agreed higher rate (6:119 lid 3).",
        "Commercial transactions (6:119a).",
        "Interest on collection costs.",
        "Payments before default: they lower the principal that is asked about.",
        "Days from 2026-07-01: the rate was not found, so ParameterMissing.",
    ),
)


@dataclass(frozen=True)
class InterestStretch:
    """Days at one rate over one sum; `base_cents` is rounded, the computation is exact."""

    from_on: date
    until_on: date
    days: int
    base_cents: int
    rate_percent: Decimal


@dataclass(frozen=True)
class InterimPayment:
    """A payment that arrived on `paid_on`."""

    paid_on: date
    amount_cents: int


@dataclass(frozen=True)
class ClaimStatement:
    """What is unpaid on `until_on`, after the payments in between.

    `interest_cents`: all interest of the whole time, paid or not. `imputations`: one a payment, in
    order of day. `left_over_cents`: paid above what was due. `day_count`: how days were counted.
    """

    unpaid: Balance
    interest_cents: int
    imputations: tuple[Imputation, ...]
    left_over_cents: int
    receipt: Receipt
    stretches: tuple[InterestStretch, ...] = ()
    day_count: str = DAY_COUNT


def statutory_interest(
    principal_cents: int, default_from_on: date, until_on: date
) -> ClaimStatement:
    """Interest from and including `default_from_on` to and including `until_on`, nothing paid.

    After each year of default, counted from its first day, the year's interest is added to the
    sum that bears interest.

    Source: BW art. 6:119 lid 1 and 2; rates from `parameters/statutory_interest.yml`.
    Rounding: once, at the end, to the nearest cent, half up (a decision; no legal rule).
    Left out on purpose: see `RULE.left_out`.
    Raises BadAmount, BadDate, and ParameterMissing for any day without a rate.

    >>> statutory_interest(100_000, date(2025, 12, 1), date(2026, 1, 31)).interest_cents
    849
    """
    return claim_statement(principal_cents, default_from_on, until_on)


def claim_statement(
    principal_cents: int,
    default_from_on: date,
    until_on: date,
    payments: Sequence[InterimPayment] = (),
    *,
    costs_cents: int = 0,
    order: ImputationOrder = "statutory",
) -> ClaimStatement:
    """What is unpaid on `until_on` (that day's interest included) of a claim in default.

    Interest as `statutory_interest`; each payment is counted by `imputation` in `order`.

    Source: BW art. 6:119 lid 1 and 2, 6:44 lid 1.
    Rounding: interest to the nearest cent, half up, at the end and when a payment leaves no whole
    cent of it (a decision); a smaller payment leaves the exact rest.
    Left out on purpose: see `RULE.left_out`.
    Raises BadAmount, BadDate (a payment before default or after `until_on`), NotModelled,
    ParameterMissing for any day without a rate.

    >>> paid = [InterimPayment(date(2026, 1, 1), 50_000)]
    >>> claim_statement(100_000, date(2025, 12, 1), date(2026, 1, 31), paid).unpaid
    Balance(costs_cents=0, interest_cents=172, principal_cents=50510)
    """
    principal = check_amount("principal_cents", principal_cents, rule=RULE.code)
    costs = check_amount("costs_cents", costs_cents, rule=RULE.code, zero=True)
    _check_days(default_from_on, until_on, payments)
    check_order(order)
    run = InterestRun(principal, default_from_on)
    imputations = _count(payments, run, costs, order)
    run.advance(until_on)
    costs_left = imputations[-1].unpaid.costs_cents if imputations else costs
    unpaid = Balance(costs_left, half_up(run.unpaid_interest), run.principal_cents)
    facts = {
        "principal_cents": principal_cents,
        "default_from_on": default_from_on,
        "until_on": until_on,
        "payments": [asdict(payment) for payment in payments],
        "costs_cents": costs_cents,
        "order": order,
    }
    counted = imputations[0].receipt.sources if imputations else ()
    rates = [period.as_source() for period in run.used]
    return ClaimStatement(
        unpaid=unpaid,
        interest_cents=unpaid.interest_cents
        + sum(done.paid.interest_cents for done in imputations),
        imputations=tuple(imputations),
        left_over_cents=sum(done.left_over_cents for done in imputations),
        receipt=RULE.receipt(until_on, facts, [*counted, *rates]),
        stretches=tuple(
            InterestStretch(first, last, days, half_up(base), rate)
            for first, last, days, base, rate in run.stretches
        ),
    )


def _count(
    payments: Sequence[InterimPayment], run: InterestRun, costs_cents: int, order: ImputationOrder
) -> list[Imputation]:
    """Each payment, in order of day, counted against what is unpaid on its day."""
    imputations: list[Imputation] = []
    for payment in sorted(payments, key=lambda payment: payment.paid_on):
        run.advance(payment.paid_on - timedelta(days=1))
        unpaid = Balance(costs_cents, half_up(run.unpaid_interest), run.principal_cents)
        done = impute(payment.amount_cents, unpaid, payment.paid_on, order=order)
        run.pay(done.paid, leaves_none=done.unpaid.interest_cents == 0)
        costs_cents = done.unpaid.costs_cents
        imputations.append(done)
    return imputations


def _check_days(default_from_on: date, until_on: date, payments: Sequence[InterimPayment]) -> None:
    check_day("default_from_on", default_from_on)
    if check_day("until_on", until_on) < default_from_on:
        raise BadDate("until_on", until_on, f"a day from {default_from_on} on")
    for payment in payments:
        if not default_from_on <= check_day("paid_on", payment.paid_on) <= until_on:
            raise BadDate("paid_on", payment.paid_on, f"a day from {default_from_on} to {until_on}")
