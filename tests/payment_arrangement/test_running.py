"""A running arrangement: it can be changed, is never ended by itself, and loses no cent."""

from __future__ import annotations

import json
from datetime import date

import pytest
from arrangement_facts import TODAY, MakeFacts
from hypothesis import given
from hypothesis import strategies as st

from payment_arrangement import (
    BadAmount,
    BadDate,
    Budget,
    Change,
    FactMissing,
    NoPlan,
    Reason,
    RunningPlan,
    after_missed_term,
    assess_capacity,
    pay_early,
    replay,
    standard_policy,
    weigh_change,
)
from payment_arrangement.documents import as_document
from payment_arrangement.schedule import Term, terms_for

POLICY = standard_policy()
PLAN = RunningPlan(terms_for(60_000, 7_000, "month", date(2026, 11, 27), 25), "month", 0)


def able(income_cents: int):
    return assess_capacity(Budget("single", income_cents, None, 0, 0, 0, False), TODAY)


def test_less_income_gives_lower_plans_for_the_rest(facts: MakeFacts) -> None:
    plan = RunningPlan(PLAN.terms, "month", 14_000)
    change = weigh_change(plan, facts(capacity=able(80_000)), POLICY, TODAY)
    assert isinstance(change, Change)
    assert not change.still_fits
    assert all(option.instalment_cents <= 4_000 for option in change.options)
    assert all(sum(t.amount_cents for t in option.terms) == 46_000 for option in change.options)


def test_more_income_never_raises_a_term_by_itself(facts: MakeFacts) -> None:
    change = weigh_change(PLAN, facts(capacity=able(400_000)), POLICY, TODAY)
    assert isinstance(change, Change)
    assert change.still_fits


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"disputed": True}, Reason.DISPUTED),
        ({"wage_garnishment": True}, Reason.WAGE_GARNISHMENT),
        ({"other_creditors": 2}, Reason.MORE_THAN_ONE_CREDITOR),
        ({"in_debt_help": True}, Reason.IN_DEBT_HELP),
    ],
)
def test_what_gives_help_instead_of_a_plan_does_so_here(
    facts: MakeFacts, changes: dict, reason: Reason
) -> None:
    outcome = weigh_change(PLAN, facts(**changes), POLICY, TODAY)
    assert isinstance(outcome, NoPlan)
    assert outcome.reason_code == reason


def test_what_is_paid_must_be_known_and_possible(facts: MakeFacts) -> None:
    with pytest.raises(FactMissing, match="paid"):
        weigh_change(RunningPlan(PLAN.terms, "month"), facts(), POLICY, TODAY)
    for paid in (60_000, 60_001, -1):
        with pytest.raises(BadAmount):
            weigh_change(RunningPlan(PLAN.terms, "month", paid), facts(), POLICY, TODAY)


@pytest.mark.parametrize(
    ("times", "step"), [(1, "contact"), (2, "offer_change"), (3, "colleague"), (9, "colleague")]
)
def test_a_missed_term_is_a_reason_to_ask_and_never_the_end(times: int, step: str) -> None:
    missed = after_missed_term(PLAN, date(2026, 12, 28), times, date(2027, 1, 1))
    assert (missed.step, missed.lapses) == (step, False)
    assert missed.contact_by_on == date(2027, 1, 4)


def test_a_term_that_is_not_due_yet_cannot_be_missed() -> None:
    with pytest.raises(BadDate, match="up to"):
        after_missed_term(PLAN, date(2026, 12, 28), 1, TODAY)
    with pytest.raises(BadDate, match="term was due"):
        after_missed_term(PLAN, date(2026, 12, 29), 1, date(2027, 1, 1))
    with pytest.raises(BadAmount):
        after_missed_term(PLAN, date(2026, 12, 28), 0, date(2027, 1, 1))


some_plans = st.builds(
    lambda amounts, paid: RunningPlan(
        tuple(Term(date(2027, 1, 1 + place), cents) for place, cents in enumerate(amounts)),
        "week",
        min(paid, sum(amounts)),
    ),
    st.lists(st.integers(1, 20_000), min_size=1, max_size=24),
    st.integers(0, 400_000),
)


@given(some_plans, st.integers(1, 500_000), st.sampled_from(["shorter", "skip_next"]))
def test_an_early_payment_loses_no_cent_and_raises_no_term(
    plan: RunningPlan, amount: int, effect
) -> None:
    left = pay_early(plan, amount, TODAY, effect)
    assert sum(term.amount_cents for term in left.terms) == left.rest_cents
    assert left.rest_cents + amount == plan.rest_cents + left.left_over_cents
    agreed = {term.due_on: term.amount_cents for term in plan.rest}
    assert all(term.amount_cents <= agreed[term.due_on] for term in left.terms)
    assert [term.due_on for term in left.terms] == sorted(term.due_on for term in left.terms)
    if left.terms and effect == "shorter":
        assert left.terms[0].due_on == plan.rest[0].due_on
    if left.terms and effect == "skip_next":
        assert left.terms[-1] == plan.rest[-1] or len(left.terms) == 1


def test_every_outcome_about_a_running_plan_is_replayed(facts: MakeFacts) -> None:
    for outcome in (
        weigh_change(PLAN, facts(), POLICY, TODAY),
        after_missed_term(PLAN, date(2026, 12, 28), 1, date(2027, 1, 1)),
        pay_early(PLAN, 100, TODAY, "skip_next"),
    ):
        assert outcome.receipt.sources
        kept = json.loads(json.dumps(outcome.receipt.as_dict()))
        assert replay(kept).document == as_document(outcome)
