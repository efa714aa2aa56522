"""Proposals: up to three plans that a person can keep, and the answer to a plan of their own."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from payment_arrangement.amounts import ceil_div, check_amount
from payment_arrangement.days import check_day
from payment_arrangement.errors import BadDate, FactMissing
from payment_arrangement.limits import weigh_against_limits
from payment_arrangement.obstacles import plan_obstacle, room_per_month
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
    number_of_terms,
    per_term,
    terms_for,
)

CALM_FIRST: tuple[ProposalName, ...] = ("calm", "middle", "fast")

RULE = Rule(
    code="proposals",
    version="2",
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
        "Whether the person had an arrangement before: the caller knows that, not the rule.",
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
    debt = _checked_debt(facts, as_of)
    receipt = _receipt(facts, policy, as_of)
    if reason := plan_obstacle(facts, policy, RULE.code):
        return NoPlan(reason, receipt)
    ceiling = most_per_term(facts)
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
    the limits allow it fits, but a colleague decides; the machine never refuses it, and `nearest`
    is the lowest plan that may be granted at once, if there is one.

    Source, rounding, left out: as `propose`; the person's amount is never changed.
    Raises FactMissing, BadAmount, BadDate.
    """
    debt = _checked_debt(facts, as_of)
    check_amount("instalment", instalment_cents, rule=RULE.code)
    receipt = _receipt(facts, policy, as_of, instalment_cents=instalment_cents)
    if reason := plan_obstacle(facts, policy, RULE.code):
        return NoPlan(reason, receipt)
    ceiling = most_per_term(facts)
    instalment = min(instalment_cents, debt)
    if instalment > ceiling:
        nearest = None
        if not _is_too_long(debt, ceiling, facts, policy):
            nearest = _proposal("own", debt, ceiling, facts, policy, as_of)
        return CounterOutcome(False, False, None, nearest, Reason.ABOVE_CAPACITY, receipt)
    if _is_too_long(debt, instalment, facts, policy):
        # Too long to write out term by term; a colleague looks at it with the figures.
        nearest = _lowest_within_limits(debt, ceiling, facts, policy, as_of)
        return CounterOutcome(True, False, None, nearest, Reason.OVER_MAX_MONTHS, receipt)
    own = _proposal("own", debt, instalment, facts, policy, as_of)
    nearest = None
    if not own.within_limits:
        nearest = _lowest_within_limits(debt, ceiling, facts, policy, as_of)
    return CounterOutcome(True, own.within_limits, own, nearest, own.reasons[0], receipt)


def work_out(
    facts: ArrangementFacts,
    name: ProposalName | Literal["own"],
    instalment_cents: int,
    policy: Policy,
    as_of: date,
) -> Proposal:
    """One plan term by term, as `propose` and `check_counter_proposal` make it.

    Raises FactMissing, BadAmount, BadDate.
    """
    debt = _checked_debt(facts, as_of)
    check_amount("instalment", instalment_cents, rule=RULE.code)
    return _proposal(name, debt, min(instalment_cents, debt), facts, policy, as_of)


def _lowest_within_limits(
    debt: int, ceiling: int, facts: ArrangementFacts, policy: Policy, as_of: date
) -> Proposal | None:
    """The plan with the lowest instalment that the assistant may grant, within the capacity."""
    most_terms = policy.assistant.max_terms[facts.frequency]
    # Weekends and holidays may move a last term beyond the months; one term less is then enough.
    for terms in (most_terms, most_terms - 1):
        if terms < 1:
            break
        instalment = min(debt, max(ceil_div(debt, terms), policy.min_instalment_cents))
        if instalment <= ceiling and not _is_too_long(debt, instalment, facts, policy):
            plan = _proposal("own", debt, instalment, facts, policy, as_of)
            if plan.within_limits:
                return plan
    return None


def _checked_debt(facts: ArrangementFacts, as_of: date) -> int:
    check_day("as_of", as_of, rule=RULE.code)
    if facts.claim_kinds == ():
        raise FactMissing("claim_kinds", RULE.code)
    if facts.income_day is not None and not 1 <= facts.income_day <= 31:
        raise BadDate("income_day", facts.income_day, "a day of the month from 1 to 31")
    return check_amount("debt", facts.debt_cents, rule=RULE.code)


def most_per_term(facts: ArrangementFacts) -> int:
    """The most that may be asked per term, in cents; at least one: nought is stopped before.

    Raises FactMissing.
    """
    return max(1, per_term(room_per_month(facts, RULE.code), facts.frequency))


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
    terms = terms_for(
        debt, instalment, facts.frequency, first_possible_on, facts.income_day, facts.income_on
    )
    over, decides = weigh_against_limits(debt, instalment, terms, facts, policy)
    return Proposal(
        name=name,
        instalment_cents=instalment,
        n_terms=len(terms),
        last_term_cents=terms[-1].amount_cents,
        terms=terms,
        frequency=facts.frequency,
        within_limits=not over,
        reasons=over or (Reason.FITS,),
        decides=decides,
        receipt=_receipt(facts, policy, as_of, proposal=name, instalment_cents=instalment),
    )


def _receipt(facts: ArrangementFacts, policy: Policy, as_of: date, **more: Any) -> Receipt:
    used = () if facts.capacity is None else facts.capacity.receipt.sources
    return RULE.receipt(as_of, {**facts.as_dict(), "policy": policy.settings, **more}, used)
