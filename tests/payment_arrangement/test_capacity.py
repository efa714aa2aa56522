from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from payment_arrangement import Budget, assess_capacity, income_bands

AS_OF = st.sampled_from([date(2026, 1, 1), date(2026, 6, 30), date(2026, 11, 22)])
HOUSEHOLDS = st.sampled_from(["single", "single_parent", "married", "married_with_children"])
MONEY = st.integers(0, 600_000)
ALLOWANCE = st.none() | st.integers(0, 200_000)

budgets = st.builds(
    Budget,
    household=HOUSEHOLDS,
    monthly_income_cents=MONEY,
    fixed_costs_cents=MONEY,
    other_arrangements_cents=MONEY,
    other_creditors=st.integers(0, 20),
    wage_garnishment=st.booleans(),
)


@given(budgets, MONEY, AS_OF, ALLOWANCE)
def test_more_income_never_lowers_capacity(
    budget: Budget, more: int, as_of: date, allowance: int | None
) -> None:
    richer = replace(budget, monthly_income_cents=(budget.monthly_income_cents or 0) + more)
    before = assess_capacity(budget, as_of, living_allowance_cents=allowance)
    after = assess_capacity(richer, as_of, living_allowance_cents=allowance)
    assert before.cents_per_month <= after.cents_per_month


@given(budgets, st.integers(1, 5), AS_OF, ALLOWANCE)
def test_more_creditors_never_raise_capacity(
    budget: Budget, more: int, as_of: date, allowance: int | None
) -> None:
    crowded = replace(budget, other_creditors=(budget.other_creditors or 0) + more)
    before = assess_capacity(budget, as_of, living_allowance_cents=allowance)
    after = assess_capacity(crowded, as_of, living_allowance_cents=allowance)
    assert before.cents_per_month >= after.cents_per_month


@given(budgets, AS_OF, ALLOWANCE)
def test_capacity_is_never_below_nought_nor_above_what_is_left(
    budget: Budget, as_of: date, allowance: int | None
) -> None:
    capacity = assess_capacity(budget, as_of, living_allowance_cents=allowance)
    left = (budget.monthly_income_cents or 0) - (budget.fixed_costs_cents or 0)
    assert 0 <= capacity.cents_per_month <= max(0, left)
    assert capacity.receipt.sources


def test_bands_follow_on_each_other_without_a_gap() -> None:
    bands = income_bands()
    assert bands[0].from_cents == 0
    assert bands[-1].below_cents is None
    assert [band.below_cents for band in bands[:-1]] == [band.from_cents for band in bands[1:]]


def test_without_unverified_norms_a_capacity_today_rests_on_checked_sources_only() -> None:
    budget = Budget("single", 141_946, None, 100_000, 0, 0, False)
    assert assess_capacity(budget, date(2026, 11, 22)).receipt.is_checked


def test_a_capacity_that_needs_the_norms_says_that_they_are_unverified() -> None:
    budget = Budget("single", 200_000, None, 60_000, 0, 0, False)
    capacity = assess_capacity(budget, date(2026, 11, 22), living_allowance_cents=50_000)
    assert not capacity.receipt.is_checked
