"""Whatever a rule is asked: an outcome with sources, or an error with a name, a cause, a remedy."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import payment_arrangement as rules
from payment_arrangement.errors import ArrangementError

amounts = st.one_of(
    st.integers(-(10**12), 10**12), st.integers(0, 500_000), st.none(), st.floats(), st.booleans()
)
days = st.one_of(
    st.dates(),
    st.dates(date(2009, 1, 1), date(2027, 12, 31)),
    st.sampled_from([date(2024, 2, 29), date.min, date.max]),
    st.none(),
    st.datetimes(),
)
flags = st.sampled_from([True, False, None])
households = st.sampled_from(["single", "married", "commune", None])
orders = st.sampled_from(["statutory", "principal_first", "other"])
balances = st.builds(rules.Balance, amounts, amounts, amounts)
cost_facts = st.builds(
    rules.CostFacts,
    st.lists(amounts, max_size=3).map(tuple),
    flags,
    flags,
    flags,
    flags,
    amounts,
)

QUESTIONS: dict[Callable[..., Any], tuple[st.SearchStrategy[Any], ...]] = {
    rules.maximum_collection_costs: (cost_facts, days),
    rules.payment_term: (days, days),
    rules.check_letter: (
        st.builds(
            rules.LetterFacts,
            term_days=amounts,
            counted_from=st.sampled_from(["receipt", "letter_date", "day_after_receipt", None]),
            last_day_on=days,
            sent_on=days,
            delivered_on=days,
            costs_claimed_cents=amounts,
            claim=cost_facts,
        ),
        days,
    ),
    rules.statutory_interest: (amounts, days, days),
    rules.claim_statement: (
        amounts,
        days,
        days,
        st.lists(st.builds(rules.InterimPayment, days, amounts), max_size=2),
    ),
    rules.impute: (amounts, balances, days),
    rules.impute_over_claims: (
        amounts,
        st.lists(
            st.builds(rules.ClaimBalance, st.sampled_from("ab"), balances, days, days, flags),
            max_size=3,
        ),
        days,
    ),
    rules.screen: (amounts, households, days),
    rules.certain_free_room: (amounts, households, days),
    rules.flag_limitation: (
        st.sampled_from(["contract", "periodic", "fine", None]),
        days,
        days,
        days,
    ),
    rules.assess_capacity: (
        st.builds(
            rules.Budget,
            household=households,
            monthly_income_cents=amounts,
            income_band=st.sampled_from(["from_1200", "rich", None]),
            fixed_costs_cents=amounts,
            other_arrangements_cents=amounts,
            other_creditors=amounts,
            wage_garnishment=flags,
        ),
        days,
    ),
    rules.wage_deduction: (
        st.builds(
            rules.WageFacts,
            st.sampled_from([*rules.Deduction, "loan", None]),
            amounts,
            amounts,
            amounts,
            flags,
            flags,
            amounts,
            households,
            amounts,
        ),
        days,
    ),
    rules.may_send_outbound: (
        st.one_of(st.datetimes(timezones=st.just(UTC)), st.datetimes(), days),
    ),
}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.__name__)
@given(data=st.data())
@settings(max_examples=80)
def test_any_facts_give_an_outcome_with_sources_or_a_named_error(
    question: Callable[..., Any], data: st.DataObject
) -> None:
    facts = [data.draw(strategy) for strategy in QUESTIONS[question]]
    try:
        outcome = question(*facts)
    except ArrangementError as error:
        assert len(str(error).split(". ")) >= 2 or ":" in str(error)
        return
    assert outcome.receipt.sources
    assert type(outcome.receipt.as_of) is date


TODAY, TOMORROW = date(2026, 11, 22), date(2026, 11, 23)
COSTS = rules.CostFacts((50_000,), True, True, is_recurring_term=False)


@pytest.mark.parametrize(
    ("ask", "cause", "remedy"),
    [
        (lambda: rules.impute(-1, rules.Balance(0, 0, 1), TODAY), "-1 cents", "expected whole"),
        (lambda: rules.impute(0, rules.Balance(0, 0, 1), TODAY), "0 cents", "expected whole"),
        (
            lambda: rules.statutory_interest(10**12, TODAY, TODAY),
            "1000000000000 cents",
            "10 million euro",
        ),
        (
            lambda: rules.maximum_collection_costs(COSTS, date(2012, 6, 30)),
            "its oldest value starts on 2012-07-01",
            "Add the value with its source",
        ),
        (
            lambda: rules.payment_term(TOMORROW, as_of=TODAY),
            "'sent_on' is 2026-11-23",
            "no later than 2026-11-22",
        ),
        (
            lambda: rules.screen(100_000, "single", date(2025, 6, 1)),
            "the norms of 2025 were not found",
            "ask about a day it covers",
        ),
        (
            lambda: rules.statutory_interest(100, TODAY, datetime.now(UTC)),
            "cannot be right",
            "a day from 1900-01-01",
        ),
        (
            lambda: rules.may_send_outbound(datetime(2026, 11, 22, 12)),
            "'at_local'",
            "a moment with a time zone",
        ),
    ],
)
def test_an_error_says_what_is_wrong_and_what_to_do(
    ask: Callable[[], Any], cause: str, remedy: str
) -> None:
    with pytest.raises(ArrangementError) as caught:
        ask()
    assert cause in str(caught.value)
    assert remedy in str(caught.value)


def test_29_february_is_a_day_like_any_other() -> None:
    leap_day = date(2024, 2, 29)
    assert rules.payment_term(leap_day).last_day_on == date(2024, 3, 16)
    assert rules.flag_limitation("contract", leap_day, TODAY).earliest_end_on == date(2029, 3, 1)
    assert rules.statutory_interest(100_000, leap_day, leap_day).interest_cents == 19
    assert rules.maximum_collection_costs(COSTS, leap_day).costs_cents == 7_500


PARTS = ("Source:", "Rounding:", "Left out on purpose:", "Raises ", ">>> ")


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.__name__)
def test_every_rule_tells_its_story_in_the_same_order(question: Callable[..., Any]) -> None:
    told = inspect.getdoc(question) or ""
    places = [told.find(part) for part in PARTS]
    assert -1 not in places, f"missing: {PARTS[places.index(-1)]}"
    assert places == sorted(places)


def test_a_term_is_never_shorter_than_fourteen_days_after_sending() -> None:
    for number in range(366):
        sent = date(2026, 1, 1) + timedelta(days=number)
        term = rules.payment_term(sent)
        assert term.last_day_on >= sent + timedelta(days=16)
        assert term.last_day_if_extended_on >= term.last_day_on
