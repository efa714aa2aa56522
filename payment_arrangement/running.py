"""A running arrangement: change it, a term that was missed, a payment that came early."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from payment_arrangement.amounts import check_amount
from payment_arrangement.calendar import next_working_day
from payment_arrangement.days import check_day
from payment_arrangement.errors import BadAmount, BadDate
from payment_arrangement.outcomes import ArrangementFacts, NoPlan, Proposal
from payment_arrangement.policy import Frequency, Policy
from payment_arrangement.proposals import most_per_term, propose
from payment_arrangement.receipt import Receipt, Rule, Source
from payment_arrangement.schedule import Term

Effect = Literal["shorter", "skip_next"]
Step = Literal["contact", "offer_change", "colleague"]

RULE = Rule(
    code="running",
    version="1",
    title="Change of a running arrangement, a missed term, an early payment",
    sources=(
        Source(
            "Decision, after SRCM (most plans fail because the instalment is too high): a missed "
            "term is a reason to ask what changed; it never ends an arrangement by itself",
            "2026-11-21, reading srcm-certificering.nl",
        ),
        Source(
            "Decision: more income never raises a term by itself; an early payment shortens the "
            "plan, or replaces the next terms if the person wants that",
            "2026-11-22, decision",
        ),
    ),
    left_out=(
        "Ending an arrangement: only a colleague does, after contact.",
        "Which payments came in: the organisation tells, unknown is not nought.",
        "Interest or costs for a missed term: never added.",
    ),
)


@dataclass(frozen=True)
class RunningPlan:
    """The terms that were agreed, in order of day, and what of them is paid, in cents."""

    terms: tuple[Term, ...]
    frequency: Frequency
    paid_cents: int | None = None

    @property
    def total_cents(self) -> int:
        """What all terms come to."""
        return sum(term.amount_cents for term in self.terms)

    @property
    def rest_cents(self) -> int:
        """What is not paid yet. Raises FactMissing, and BadAmount for more than the total."""
        paid = check_amount("paid", self.paid_cents, rule=RULE.code, zero=True)
        if paid > self.total_cents:
            raise BadAmount("paid", paid, f"at most all terms together, {self.total_cents}")
        return self.total_cents - paid

    @property
    def rest(self) -> tuple[Term, ...]:
        """The terms that are not paid, the first of them perhaps in part."""
        return _from_the_front(self.terms, self.total_cents - self.rest_cents)


@dataclass(frozen=True)
class Change:
    """What a running arrangement can become. `still_fits`: its terms are within the capacity now.

    `options`: plans for the rest; while it still fits, they are only for who wants another pace.
    """

    still_fits: bool
    options: tuple[Proposal, ...]
    receipt: Receipt


@dataclass(frozen=True)
class MissedTerm:
    """What follows a missed term: somebody asks what changed, by `contact_by_on`.

    `lapses` is never true: no machine ends an arrangement.
    """

    step: Step
    contact_by_on: date
    receipt: Receipt
    lapses: Literal[False] = False


@dataclass(frozen=True)
class EarlyPayment:
    """The terms that are left, what they come to, and what was paid too much, in cents."""

    terms: tuple[Term, ...]
    rest_cents: int
    left_over_cents: int
    receipt: Receipt


def weigh_change(
    plan: RunningPlan, facts: ArrangementFacts, policy: Policy, as_of: date
) -> Change | NoPlan:
    """Plans for the rest of `plan`, within the capacity as it is now.

    Less income gives lower plans; more income leaves the running one as it is, with faster plans
    beside it. The debt among `facts` is not looked at: the rest of the plan is.

    Source, rounding, left out: as `propose` and `RULE`.
    Raises FactMissing, BadAmount, BadDate.
    """
    rest = plan.rest
    if not rest:
        raise BadAmount("rest", 0, "something that is not paid yet")
    now = replace(facts, debt_cents=plan.rest_cents)
    outcome = propose(now, policy, as_of)
    receipt = _receipt("change", plan, as_of, **facts.as_dict(), policy=policy.settings)
    if isinstance(outcome, NoPlan):
        return NoPlan(outcome.reason_code, receipt)
    as_agreed = replace(now, frequency=plan.frequency)
    largest = max(term.amount_cents for term in rest)
    return Change(largest <= most_per_term(as_agreed), outcome.options, receipt)


def after_missed_term(
    plan: RunningPlan, missed_on: date, times_missed: int, as_of: date
) -> MissedTerm:
    """What follows a term of `plan` that was not paid on `missed_on`: contact, never a lapse.

    The first time somebody asks what changed, on the next working day; the second time another
    plan is offered with that; from the third time on a colleague calls.

    Source: decision (see `RULE`). Rounding: none. Left out on purpose: see `RULE.left_out`.
    Raises BadDate for a day that is to come, or on which no term was due, and BadAmount.
    """
    if check_day("missed_on", missed_on) > check_day("as_of", as_of):
        raise BadDate("missed_on", missed_on, f"a day up to {as_of}")
    if all(term.due_on != missed_on for term in plan.terms):
        raise BadDate("missed_on", missed_on, "a day on which a term was due")
    if not 1 <= times_missed <= len(plan.terms):
        raise BadAmount("times_missed", times_missed, f"a count from 1 to {len(plan.terms)}")
    steps: tuple[Step, ...] = ("contact", "offer_change", "colleague")
    return MissedTerm(
        step=steps[min(times_missed, len(steps)) - 1],
        contact_by_on=next_working_day(max(missed_on, as_of) + timedelta(days=1)),
        receipt=_receipt("missed", plan, as_of, missed_on=missed_on, times_missed=times_missed),
    )


def pay_early(
    plan: RunningPlan, amount_cents: int, as_of: date, effect: Effect = "shorter"
) -> EarlyPayment:
    """The terms that are left after `amount_cents` was paid on `as_of` beside the plan.

    `shorter`: the last terms fall away and the next ones stay. `skip_next`: the next terms are
    paid with it. No term becomes larger, and no amount is lost: `left_over_cents` goes back.

    Source: decision (see `RULE`). Rounding: none. Left out on purpose: see `RULE.left_out`.
    Raises FactMissing, BadAmount, BadDate.

    >>> terms = tuple(Term(date(2027, month, 1), 5_000) for month in (3, 4, 6))
    >>> left = pay_early(RunningPlan(terms, "month", 0), 7_000, date(2027, 2, 1))
    >>> [term.amount_cents for term in left.terms]
    [5000, 3000]
    """
    check_day("as_of", as_of)
    amount = check_amount("amount", amount_cents, rule=RULE.code)
    due = plan.rest_cents
    used = min(amount, due)
    if effect == "skip_next":
        left = _from_the_front(plan.rest, used)
    else:
        # The same from the other end: the last terms are taken off first.
        left = tuple(reversed(_from_the_front(tuple(reversed(plan.rest)), used)))
    receipt = _receipt("early", plan, as_of, amount_cents=amount, effect=effect)
    return EarlyPayment(left, due - used, amount - used, receipt)


def _from_the_front(terms: Iterable[Term], paid_cents: int) -> tuple[Term, ...]:
    """`terms` less `paid_cents`, counted off from the first one on."""
    left = []
    for term in terms:
        counted = min(term.amount_cents, paid_cents)
        paid_cents -= counted
        if counted < term.amount_cents:
            left.append(Term(term.due_on, term.amount_cents - counted))
    return tuple(left)


def _receipt(about: str, plan: RunningPlan, as_of: date, **more: Any) -> Receipt:
    return RULE.receipt(as_of, {"about": about, "plan": asdict(plan), **more})
