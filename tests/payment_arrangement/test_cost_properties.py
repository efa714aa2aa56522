"""What always holds for collection costs."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from payment_arrangement import CostFacts, maximum_collection_costs


def costs_cents(*principals_cents: int) -> int:
    facts = CostFacts(principals_cents, True, True, is_recurring_term=False)
    return maximum_collection_costs(facts, date(2026, 11, 22)).costs_cents


amounts = st.integers(0, 1_000_000_000)
COST_DAYS = st.sampled_from([date(2012, 9, 30), date(2024, 9, 30), date(2024, 10, 1)])


@given(amounts, amounts)
def test_a_larger_claim_never_lowers_what_may_be_charged(one: int, other: int) -> None:
    smaller, larger = sorted((one, other))
    assert costs_cents(smaller) <= costs_cents(larger)


@given(st.lists(st.integers(0, 10_000_000), min_size=1, max_size=8))
def test_several_claims_cost_the_same_as_their_sum(principals: list[int]) -> None:
    assert costs_cents(*principals) == costs_cents(sum(principals))


@given(amounts, st.integers(0, 1_000_000))
def test_recurring_terms_never_cost_more_than_the_cap_leaves(principal: int, charged: int) -> None:
    facts = CostFacts((principal,), True, True, False, True, charged)
    costs = maximum_collection_costs(facts, date(2026, 11, 22)).costs_cents
    assert principal >= 26_667 or costs + min(charged, 14_000) <= 14_000


@given(amounts, st.integers(0, 1_000_000), st.booleans(), st.integers(0, 20_000), COST_DAYS)
def test_a_larger_claim_never_lowers_costs_under_the_cap_or_with_vat(
    one: int, more: int, is_under_cap_and_vat: bool, charged: int, as_of: date
) -> None:
    def total(principal: int) -> int:
        flag = is_under_cap_and_vat
        facts = CostFacts((principal,), True, True, flag, flag, charged)
        return maximum_collection_costs(facts, as_of).total_cents

    assert total(one) <= total(min(one + more, 1_000_000_000))


def test_costs_of_today_rest_on_an_unread_text_and_say_so() -> None:
    facts = CostFacts((50_000,), True, True, is_recurring_term=False)
    assert not maximum_collection_costs(facts, date(2026, 11, 22)).receipt.is_checked
