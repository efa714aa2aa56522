"""What an employer may keep back from a wage: never below the beslagvrije voet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payment_arrangement import (
    BadAmount,
    Deduction,
    FactMissing,
    NotModelled,
    WageFacts,
    wage_deduction,
)

TODAY = date(2026, 11, 22)
FACTS = WageFacts(
    kind=Deduction.FINE,
    claim_cents=50_000,
    wage_cents=200_000,
    garnished_cents=0,
    is_in_writing=True,
    employment_ends=False,
    beslagvrije_voet_cents=180_000,
    money_wage_cents=250_000,
)
cents = st.integers(0, 1_000_000)
kinds = st.sampled_from(sorted(Deduction))


@given(kinds, st.integers(1, 1_000_000), cents, cents, cents, cents)
def test_a_wage_is_never_taken_below_the_beslagvrije_voet(
    kind: Deduction, claim: int, wage: int, garnished: int, floor: int, money_wage: int
) -> None:
    facts = replace(
        FACTS,
        kind=kind,
        claim_cents=claim,
        wage_cents=wage,
        garnished_cents=garnished,
        beslagvrije_voet_cents=floor,
        money_wage_cents=money_wage,
    )
    result = wage_deduction(facts, TODAY)
    assert 0 <= result.at_most_cents <= claim
    assert result.at_most_cents == 0 or wage - garnished - result.at_most_cents >= floor
    assert result.receipt.sources


@given(st.integers(0, 1_000_000), st.sampled_from(["single", "married"]))
def test_without_the_formal_amount_at_least_95_percent_below_the_cap_stays(
    wage: int, household: Any
) -> None:
    facts = replace(
        FACTS,
        kind=Deduction.OVERPAID_WAGE,
        claim_cents=1_000_000,
        wage_cents=wage,
        beslagvrije_voet_cents=None,
        household=household,
    )
    left = wage - wage_deduction(facts, date(2026, 6, 30)).at_most_cents
    cap = {"single": 219_142, "married": 288_141}[household]
    assert left >= min(cap, wage * 95 // 100)


@pytest.mark.parametrize(
    ("fact", "change"),
    [
        ("kind", {"kind": None}),
        ("employment_ends", {"employment_ends": None}),
        ("is_in_writing", {"is_in_writing": None}),
        ("claim", {"claim_cents": None}),
        ("wage", {"wage_cents": None}),
        ("garnished", {"garnished_cents": None}),
        ("household", {"beslagvrije_voet_cents": None}),
        ("money_wage", {"money_wage_cents": None}),
    ],
)
def test_an_unknown_fact_is_asked_and_never_taken_for_nought(
    fact: str, change: dict[str, Any]
) -> None:
    with pytest.raises(FactMissing) as caught:
        wage_deduction(replace(FACTS, **change), TODAY)
    assert caught.value.fact == fact


@pytest.mark.parametrize("change", [{"employment_ends": True}, {"kind": "loan"}])
def test_what_the_rule_does_not_cover_goes_to_a_colleague(change: dict[str, Any]) -> None:
    with pytest.raises(NotModelled):
        wage_deduction(replace(FACTS, **change), TODAY)


@pytest.mark.parametrize(
    "name",
    ["claim_cents", "wage_cents", "garnished_cents", "beslagvrije_voet_cents", "money_wage_cents"],
)
@pytest.mark.parametrize("amount", [-1, 1_000_000_001, 0.5, True])
def test_an_amount_that_cannot_be_right_is_refused(name: str, amount: Any) -> None:
    with pytest.raises(BadAmount):
        wage_deduction(replace(FACTS, **{name: amount}), TODAY)


def test_only_a_mandate_can_be_withdrawn_by_the_employee_at_any_time() -> None:
    revocable = {
        kind for kind in Deduction if wage_deduction(replace(FACTS, kind=kind), TODAY).is_revocable
    }
    assert revocable == {Deduction.MANDATE}
