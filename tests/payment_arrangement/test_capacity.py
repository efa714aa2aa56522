from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payment_arrangement import (
    BadAmount,
    Budget,
    FactMissing,
    assess_capacity,
    fixed_cost_bands,
    income_bands,
)
from payment_arrangement.budget_bands import BudgetBand

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


@pytest.mark.parametrize("bands", [income_bands(), fixed_cost_bands()], ids=["income", "costs"])
def test_bands_follow_on_each_other_without_a_gap(bands: tuple[BudgetBand, ...]) -> None:
    assert bands[0].from_cents == 0
    assert bands[-1].below_cents is None
    assert [band.below_cents for band in bands[:-1]] == [band.from_cents for band in bands[1:]]


@given(budgets, st.sampled_from(fixed_cost_bands()[:-1]), AS_OF, ALLOWANCE, st.data())
def test_a_band_of_costs_never_gives_more_than_an_amount_in_it(
    budget: Budget, band: BudgetBand, as_of: date, allowance: int | None, data: st.DataObject
) -> None:
    assert band.below_cents is not None
    amount = data.draw(st.integers(band.from_cents, band.below_cents - 1))
    in_band = replace(budget, fixed_costs_cents=None, fixed_costs_band=band.code)
    exact = replace(budget, fixed_costs_cents=amount)
    by_band = assess_capacity(in_band, as_of, living_allowance_cents=allowance)
    by_amount = assess_capacity(exact, as_of, living_allowance_cents=allowance)
    assert by_band.cents_per_month <= by_amount.cents_per_month


def test_the_highest_band_of_costs_is_no_amount_so_it_is_asked() -> None:
    budget = Budget("single", 400_000, None, None, 0, 0, False, fixed_cost_bands()[-1].code)
    with pytest.raises(FactMissing) as caught:
        assess_capacity(budget, date(2026, 11, 22))
    assert caught.value.fact == "fixed_costs"


def test_costs_above_the_income_are_named_so_that_help_is_offered() -> None:
    budget = Budget("single", 141_946, None, 160_000, 2_000, 1, False)
    capacity = assess_capacity(budget, date(2026, 11, 22))
    assert (capacity.cents_per_month, capacity.shortfall_cents) == (0, 20_054)


def test_costs_below_the_income_leave_no_shortfall() -> None:
    budget = Budget("single", 141_946, None, 141_946, 0, 0, False)
    assert assess_capacity(budget, date(2026, 11, 22)).shortfall_cents == 0


@pytest.mark.parametrize("count", [-1, 1_001, 1.5, True])
def test_a_number_of_creditors_that_cannot_be_right_is_refused(count: Any) -> None:
    with pytest.raises(BadAmount):
        assess_capacity(Budget("single", 1, None, 1, 0, count, False), date(2026, 11, 22))


def test_without_unverified_norms_a_capacity_today_rests_on_checked_sources_only() -> None:
    budget = Budget("single", 141_946, None, 100_000, 0, 0, False)
    assert assess_capacity(budget, date(2026, 11, 22)).receipt.is_checked


def test_a_capacity_that_needs_the_norms_says_that_they_are_unverified() -> None:
    budget = Budget("single", 200_000, None, 60_000, 0, 0, False)
    capacity = assess_capacity(budget, date(2026, 11, 22), living_allowance_cents=50_000)
    assert not capacity.receipt.is_checked
