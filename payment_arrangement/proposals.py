"""Proposals: up to three plans that a person can keep, and the answer to a plan of their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from dateutil.relativedelta import relativedelta

from payment_arrangement.amounts import check_amount
from payment_arrangement.errors import BadDate
from payment_arrangement.obstacles import known_capacity, plan_obstacle
from payment_arrangement.outcomes import (
    ArrangementFacts,
    CounterOutcome,
    NoPlan,
    Proposal,
    Proposals,
    Reason,
)
from payment_arrangement.policy import Policy, ProposalName
from payment_arrangement.receipt import Receipt, Rule, Source
from payment_arrangement.schedule import (
    PERIODS_PER_YEAR,
    Term,
    number_of_terms,
    per_term,
    terms_for,
)

CALM_FIRST: tuple[ProposalName, ...] = ("calm", "middle", "fast")

RULE = Rule(
    code="proposals",
    version="1",
    title="Plans that repay a debt within what a person can pay",
    sources=(
        Source(
            "Decision, after Gbo (take capacity into account) and SRCM (most plans fail because "
            "the instalment is too high): never above capacity, at most three, the last one calm",
            "2026-11-21, reading keurmerkgbo.nl and srcm-certificering.nl",
        ),
    ),
    left_out=(
        "Partial remission and settlements (schuldregeling): a debt helper's work.",
        "Interest or a fee on a plan: never added.",
        "Several claims in one plan: add them up first, or pass to a colleague.",
        "More than one creditor, wage garnishment, debt help, a representative, a dispute or a "
        "claim that may be time-barred: NoPlan.",
    ),
)


def propose(facts: ArrangementFacts, policy: Policy, as_of: date) -> Proposals | NoPlan:
    """One to three plans, largest instalment first, or the reason why there is none.

    Every plan repays the debt to the cent, no term is above capacity, the last term is the
    smallest. A plan outside the policy's limits is still there, with `within_limits=False`.
    Equal plans are named once, by the calmest name.

    Source: decision (see `RULE`).
    Rounding: instalments down to whole euros where the capacity allows, else to the cent.
    Left out on purpose: see `RULE.left_out`.
    Raises FactMissing naming the first fact to ask, BadAmount, BadDate.
    """
    debt = _checked_debt(facts)
    receipt = _receipt(facts, policy, as_of)
    if reason := plan_obstacle(facts, RULE.code):
        return NoPlan(reason, receipt)
    if facts.frequency not in policy.frequencies:
        return NoPlan(Reason.FREQUENCY_NOT_OFFERED, receipt)
    ceiling = _ceiling(facts)
    options: list[Proposal] = []
    for name in CALM_FIRST:
        instalment = _instalment(debt, ceiling, policy.shares_percent[name], policy)
        is_new = all(instalment != option.instalment_cents for option in options)
        if is_new and not _is_too_long(debt, instalment, facts, policy):
            options.append(_proposal(name, debt, instalment, facts, policy, as_of))
    if not options:
        return NoPlan(Reason.DEBT_TOO_LARGE_FOR_CAPACITY, receipt)
    return Proposals(tuple(reversed(options)), receipt)


def check_counter_proposal(
    facts: ArrangementFacts, instalment_cents: int, policy: Policy, as_of: date
) -> CounterOutcome | NoPlan:
    """The answer to an instalment that the person names, per term of `facts.frequency`.

    Above capacity it does not fit and `nearest` is the plan closest to it that does. Below what
    the limits allow it fits, but a colleague decides; the machine never refuses it.

    Source, rounding, left out: as `propose`; the person's amount is never changed.
    Raises FactMissing, BadAmount, BadDate.
    """
    debt = _checked_debt(facts)
    check_amount("instalment", instalment_cents, rule=RULE.code)
    receipt = _receipt(facts, policy, as_of, instalment_cents=instalment_cents)
    if reason := plan_obstacle(facts, RULE.code):
        return NoPlan(reason, receipt)
    if facts.frequency not in policy.frequencies:
        return NoPlan(Reason.FREQUENCY_NOT_OFFERED, receipt)
    ceiling = _ceiling(facts)
    instalment = min(instalment_cents, debt)
    if instalment > ceiling:
        nearest = None
        if not _is_too_long(debt, ceiling, facts, policy):
            nearest = _proposal("own", debt, ceiling, facts, policy, as_of)
        return CounterOutcome(False, False, None, nearest, Reason.ABOVE_CAPACITY, receipt)
    if _is_too_long(debt, instalment, facts, policy):
        # Too long to write out term by term; a colleague looks at it with the figures.
        return CounterOutcome(True, False, None, None, Reason.OVER_MAX_MONTHS, receipt)
    own = _proposal("own", debt, instalment, facts, policy, as_of)
    return CounterOutcome(True, own.within_limits, own, None, own.reasons[0], receipt)


def _checked_debt(facts: ArrangementFacts) -> int:
    if facts.income_day is not None and not 1 <= facts.income_day <= 31:
        raise BadDate("income_day", facts.income_day, "a day of the month from 1 to 31")
    return check_amount("debt", facts.debt_cents, rule=RULE.code)


def _ceiling(facts: ArrangementFacts) -> int:
    """The most per term, in cents; at least one, because nought was stopped before."""
    capacity = known_capacity(facts, RULE.code)
    return max(1, per_term(capacity.cents_per_month, facts.frequency))


def _instalment(debt: int, ceiling: int, share_percent: Decimal, policy: Policy) -> int:
    """A share of the ceiling in whole euros, not under the policy's minimum if that fits."""
    share = int(ceiling * share_percent / 100)
    in_euros = share // 100 * 100 or share
    return min(max(in_euros, policy.min_instalment_cents), ceiling, debt)


def _is_too_long(debt: int, instalment: int, facts: ArrangementFacts, policy: Policy) -> bool:
    most_terms = policy.longest_plan_months * PERIODS_PER_YEAR[facts.frequency] // 12
    return number_of_terms(debt, instalment) > most_terms


def _proposal(
    name: ProposalName | Literal["own"],
    debt: int,
    instalment: int,
    facts: ArrangementFacts,
    policy: Policy,
    as_of: date,
) -> Proposal:
    first_possible_on = as_of + timedelta(days=policy.first_term_after_days)
    terms = terms_for(debt, instalment, facts.frequency, first_possible_on, facts.income_day)
    over = _limits_exceeded(debt, instalment, terms, facts, policy)
    return Proposal(
        name=name,
        instalment_cents=instalment,
        n_terms=len(terms),
        last_term_cents=terms[-1].amount_cents,
        terms=terms,
        frequency=facts.frequency,
        within_limits=not over,
        reasons=over or (Reason.FITS,),
        receipt=_receipt(facts, policy, as_of, proposal=name, instalment_cents=instalment),
    )


def _limits_exceeded(
    debt: int, instalment: int, terms: tuple[Term, ...], facts: ArrangementFacts, policy: Policy
) -> tuple[Reason, ...]:
    last_day = terms[0].due_on + relativedelta(months=policy.max_months)
    checks: Mapping[Reason, bool] = {
        Reason.OVER_MAX_TOTAL: debt > policy.max_total_cents,
        Reason.OVER_MAX_TERMS: len(terms) > policy.max_terms[facts.frequency],
        Reason.OVER_MAX_MONTHS: terms[-1].due_on > last_day,
        Reason.BELOW_MIN_INSTALMENT: instalment < min(policy.min_instalment_cents, debt),
    }
    return tuple(reason for reason, is_over in checks.items() if is_over)


def _receipt(facts: ArrangementFacts, policy: Policy, as_of: date, **more: Any) -> Receipt:
    used = () if facts.capacity is None else facts.capacity.receipt.sources
    return RULE.receipt(as_of, {**facts.as_dict(), "policy": policy.as_dict(), **more}, used)
