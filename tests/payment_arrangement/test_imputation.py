"""What a payment is counted against: no cent appears and none is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payment_arrangement import (
    BadAmount,
    BadDate,
    Balance,
    ClaimBalance,
    FactMissing,
    InterimPayment,
    NotModelled,
    claim_statement,
    impute,
    impute_over_claims,
    statutory_interest,
)

TODAY = date(2026, 11, 22)
cents = st.integers(0, 2_000_000)
balances = st.builds(Balance, cents, cents, cents)
orders = st.sampled_from(["statutory", "principal_first"])
claim_lists = st.lists(
    st.builds(
        ClaimBalance,
        claim_id=st.uuids().map(str),
        unpaid=balances,
        due_on=st.dates(date(2026, 11, 1), date(2026, 12, 31)),
        arose_on=st.sampled_from([date(2026, 9, 1), date(2026, 10, 1)]),
        burden=st.integers(0, 2),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda claim: claim.claim_id,
)


@given(st.integers(1, 10_000_000), balances, orders)
def test_a_payment_and_a_claim_are_kept_to_the_cent(paid: int, before: Balance, order: Any) -> None:
    result = impute(paid, before, TODAY, order=order)
    assert result.paid.total_cents + result.left_over_cents == paid
    assert result.paid.total_cents + result.unpaid.total_cents == before.total_cents
    assert min(result.unpaid.__dict__.values()) >= 0
    assert result.left_over_cents == 0 or result.unpaid.total_cents == 0


@given(st.integers(1, 10_000_000), claim_lists, orders)
def test_a_payment_over_claims_is_kept_to_the_cent(
    paid: int, claims: list[ClaimBalance], order: Any
) -> None:
    result = impute_over_claims(paid, claims, TODAY, order=order)
    parts = result.by_claim.values()
    assert sum(part.paid.total_cents for part in parts) + result.left_over_cents == paid
    assert all(part.left_over_cents == 0 for part in parts)
    owed = sum(claim.unpaid.total_cents for claim in claims)
    assert result.left_over_cents == max(0, paid - owed)
    assert result.receipt.sources


def claim(name: str, **changes: Any) -> ClaimBalance:
    known = ClaimBalance(name, Balance(0, 0, 10_000), date(2026, 10, 1), date(2026, 9, 1), 0)
    return replace(known, **changes)


def shares(paid: int, claims: list[ClaimBalance], **more: Any) -> dict[str, int]:
    result = impute_over_claims(paid, claims, TODAY, **more)
    return {name: part.paid.total_cents for name, part in result.by_claim.items()}


def test_the_claim_that_the_person_points_out_goes_first() -> None:
    claims = [claim("old", arose_on=date(2026, 1, 1)), claim("heavy", burden=9), claim("mine")]
    assert shares(10_500, claims, designated="mine") == {"mine": 10_000, "heavy": 500}


def test_a_claim_that_is_due_goes_before_one_that_is_not() -> None:
    claims = [claim("later", due_on=TODAY + timedelta(days=1), burden=9), claim("due")]
    assert shares(10_001, claims) == {"due": 10_000, "later": 1}


def test_a_claim_is_due_on_its_day() -> None:
    claims = [claim("later", due_on=TODAY + timedelta(days=1)), claim("today", due_on=TODAY)]
    assert shares(1, claims) == {"today": 1}


def test_the_heaviest_claim_goes_before_the_oldest() -> None:
    claims = [claim("old", arose_on=date(2020, 1, 1)), claim("heavy", burden=1)]
    assert shares(1, claims) == {"heavy": 1}


def test_of_claims_that_weigh_the_same_the_oldest_goes_first() -> None:
    assert shares(1, [claim("new"), claim("old", arose_on=date(2026, 8, 31))]) == {"old": 1}


def test_equal_claims_share_in_proportion_to_the_cent() -> None:
    claims = [claim("a"), claim("b", unpaid=Balance(0, 0, 20_000))]
    assert shares(10_000, claims) == {"a": 3_333, "b": 6_667}


def test_equal_halves_of_an_odd_cent_go_in_the_order_given() -> None:
    assert shares(101, [claim("a"), claim("b")]) == {"a": 51, "b": 50}


@pytest.mark.parametrize("fact", ["due_on", "burden", "arose_on"])
def test_which_of_two_claims_is_paid_is_never_guessed(fact: str) -> None:
    with pytest.raises(FactMissing) as caught:
        impute_over_claims(100, [claim("a"), claim("b", **{fact: None})], TODAY)
    assert caught.value.fact == fact


def test_for_one_claim_nothing_more_need_be_known() -> None:
    one = ClaimBalance("only", Balance(0, 0, 500))
    assert shares(600, [one]) == {"only": 500}


@pytest.mark.parametrize(
    ("claims", "designated", "error"),
    [
        ([], None, FactMissing),
        ([claim("a"), claim("a")], None, NotModelled),
        ([claim("a")], "b", NotModelled),
        ([claim("a", unpaid=Balance(0, -1, 0))], None, BadAmount),
    ],
)
def test_claims_that_cannot_be_right_are_refused(
    claims: list[ClaimBalance], designated: str | None, error: type[Exception]
) -> None:
    with pytest.raises(error):
        impute_over_claims(100, claims, TODAY, designated=designated)


@pytest.mark.parametrize("amount", [0, -1, 1_000_000_001, 12.5, None])
def test_a_payment_that_cannot_be_right_is_refused(amount: Any) -> None:
    with pytest.raises((BadAmount, FactMissing)):
        impute(amount, Balance(0, 0, 100), TODAY)


def test_an_order_that_nobody_promised_is_not_modelled() -> None:
    with pytest.raises(NotModelled):
        impute(100, Balance(0, 0, 100), TODAY, order="interest_first")  # type: ignore[arg-type]


START, END = date(2019, 2, 28), date(2026, 6, 30)
payments = st.lists(
    st.builds(InterimPayment, st.dates(START, END), st.integers(1, 60_000)), max_size=6
)


@given(st.integers(1, 100_000), payments, st.integers(0, 10_000), orders)
def test_a_statement_keeps_every_cent(
    principal: int, paid: list[InterimPayment], costs: int, order: Any
) -> None:
    result = claim_statement(principal, START, END, paid, costs_cents=costs, order=order)
    total = sum(payment.amount_cents for payment in paid)
    owed = principal + costs + result.interest_cents
    assert total + result.unpaid.total_cents == owed + result.left_over_cents


@given(st.integers(1, 100_000), payments)
def test_principal_first_never_costs_the_person_more_interest(
    principal: int, paid: list[InterimPayment]
) -> None:
    statutory = claim_statement(principal, START, END, paid)
    kind = claim_statement(principal, START, END, paid, order="principal_first")
    # Each payment may round the interest by half a cent, and that half bears interest.
    assert kind.interest_cents <= statutory.interest_cents + 2 * len(paid)


@given(st.integers(1, 100_000), payments)
def test_paying_never_raises_the_interest(principal: int, paid: list[InterimPayment]) -> None:
    without = statutory_interest(principal, START, END).interest_cents
    assert claim_statement(principal, START, END, paid).interest_cents <= without + 2 * len(paid)


def test_a_payment_of_everything_ends_the_interest() -> None:
    day = date(2025, 12, 1)
    owed = 100_000 + statutory_interest(100_000, START, day - timedelta(days=1)).interest_cents
    after = claim_statement(100_000, START, END, [InterimPayment(day, owed)])
    assert after.unpaid == Balance(0, 0, 0)
    assert after.left_over_cents == 0


def test_each_stretch_names_its_days_its_rate_and_its_base() -> None:
    stretches = claim_statement(
        100_000, date(2025, 12, 1), date(2026, 1, 31), [InterimPayment(date(2026, 1, 11), 100_000)]
    ).stretches
    told = [(str(s.from_on), str(s.until_on), s.days, s.rate_percent) for s in stretches]
    assert told == [
        ("2025-12-01", "2025-12-31", 31, 6),
        ("2026-01-01", "2026-01-10", 10, 4),
        ("2026-01-11", "2026-01-31", 21, 4),
    ]
    assert [s.base_cents for s in stretches] == [100_000, 100_000, 619]


@pytest.mark.parametrize("day", [START - timedelta(days=1), END + timedelta(days=1)])
def test_a_payment_outside_the_time_of_default_is_refused(day: date) -> None:
    with pytest.raises(BadDate):
        claim_statement(100_000, START, END, [InterimPayment(day, 1)])
