"""Costs against a second, independent reading: the table of cumulative amounts."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from payment_arrangement import CostFacts, maximum_collection_costs

# Lower bound of the band, costs at that bound, rate above it: read from art. 2 as a table.
TABLE = (
    (Decimal(200_000), Decimal(2775), Decimal("0.005")),
    (Decimal(10_000), Decimal(875), Decimal("0.01")),
    (Decimal(5_000), Decimal(625), Decimal("0.05")),
    (Decimal(2_500), Decimal(375), Decimal("0.10")),
    (Decimal(0), Decimal(0), Decimal("0.15")),
)


def oracle_cents(principal_cents: int) -> int:
    if principal_cents == 0:
        return 0
    principal = Decimal(principal_cents) / 100
    bound, at_bound, rate = next(row for row in TABLE if principal > row[0])
    exact = min(max(at_bound + (principal - bound) * rate, Decimal(40)), Decimal(6775))
    return int((exact * 100).quantize(Decimal(1), ROUND_HALF_UP))


def costs_cents(*principals_cents: int) -> int:
    facts = CostFacts(principals_cents, True, True, is_recurring_term=False)
    return maximum_collection_costs(facts, date(2026, 11, 22)).costs_cents


amounts = st.integers(0, 1_000_000_000)


@given(amounts)
def test_costs_equal_the_table_read_independently(principal_cents: int) -> None:
    assert costs_cents(principal_cents) == oracle_cents(principal_cents)


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


def test_costs_of_today_rest_on_an_unread_text_and_say_so() -> None:
    facts = CostFacts((50_000,), True, True, is_recurring_term=False)
    assert not maximum_collection_costs(facts, date(2026, 11, 22)).receipt.is_checked
