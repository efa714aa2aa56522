from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from arrangement_facts import TODAY, MakeFacts
from hypothesis import given
from hypothesis import strategies as st

from payment_arrangement import (
    ArrangementFacts,
    BadAmount,
    BadDate,
    Capacity,
    FactMissing,
    NoPlan,
    Proposals,
    Reason,
    Receipt,
    answer,
    check_counter_proposal,
    propose,
    schema_of,
    standard_policy,
)
from payment_arrangement.calendar import is_working_day
from payment_arrangement.schedule import per_term

RECEIPT = Receipt("test", "1", TODAY, {}, ())


def proposals_for(facts: ArrangementFacts) -> Proposals:
    outcome = propose(facts, standard_policy(), TODAY)
    assert isinstance(outcome, Proposals)
    return outcome


def able(cents_per_month: int) -> Capacity:
    return Capacity(cents_per_month, "certain_free_room", RECEIPT)


@st.composite
def some_facts(draw: st.DrawFn) -> ArrangementFacts:
    return ArrangementFacts(
        debt_cents=draw(st.integers(1, 2_000_000)),
        capacity=able(draw(st.integers(1, 300_000))),
        frequency=draw(st.sampled_from(["month", "four_weeks", "week"])),
        income_day=draw(st.none() | st.integers(1, 31)),
        disputed=False,
        possibly_time_barred=False,
        other_creditors=0,
        wage_garnishment=False,
        in_debt_help=False,
        represented=False,
    )


some_day = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@given(some_facts(), some_day)
def test_every_plan_can_be_kept_and_repays_exactly_the_debt(
    facts: ArrangementFacts, as_of: date
) -> None:
    outcome = propose(facts, standard_policy(), as_of)
    assert outcome.receipt.sources
    if isinstance(outcome, NoPlan):
        assert outcome.reason_code == Reason.DEBT_TOO_LARGE_FOR_CAPACITY
        return
    assert facts.capacity
    ceiling = max(1, per_term(facts.capacity.cents_per_month, facts.frequency))
    for plan in outcome.options:
        amounts = [term.amount_cents for term in plan.terms]
        days = [term.due_on for term in plan.terms]
        assert sum(amounts) == facts.debt_cents
        assert max(amounts) <= min(ceiling, plan.instalment_cents)
        assert 0 < amounts[-1] == plan.last_term_cents <= plan.instalment_cents
        assert len(plan.terms) == plan.n_terms
        assert all(is_working_day(day) and day > as_of for day in days)
        assert days == sorted(set(days))
        assert plan.within_limits == (plan.reasons == (Reason.FITS,))
        assert plan.receipt.sources


@given(some_facts(), some_day)
def test_plans_are_ordered_from_fast_to_calm(facts: ArrangementFacts, as_of: date) -> None:
    outcome = propose(facts, standard_policy(), as_of)
    if isinstance(outcome, NoPlan):
        return
    names = [plan.name for plan in outcome.options]
    instalments = [plan.instalment_cents for plan in outcome.options]
    assert 1 <= len(names) <= 3
    assert names == [name for name in ("fast", "middle", "calm") if name in names]
    assert instalments == sorted(set(instalments), reverse=True)


@given(some_facts(), st.integers(1, 400_000))
def test_an_own_plan_is_kept_as_named_or_answered_with_the_nearest(
    facts: ArrangementFacts, instalment: int
) -> None:
    outcome = check_counter_proposal(facts, instalment, standard_policy(), TODAY)
    assert not isinstance(outcome, NoPlan)
    assert facts.capacity
    assert facts.debt_cents
    ceiling = max(1, per_term(facts.capacity.cents_per_month, facts.frequency))
    assert outcome.fits == (min(instalment, facts.debt_cents) <= ceiling)
    assert outcome.fits or not outcome.within_limits
    if outcome.proposal:
        assert outcome.proposal.instalment_cents == min(instalment, facts.debt_cents)
    if outcome.nearest and not outcome.fits:
        assert outcome.nearest.instalment_cents == ceiling
    elif outcome.nearest:
        assert outcome.nearest.within_limits
        assert min(instalment, facts.debt_cents) < outcome.nearest.instalment_cents <= ceiling


def test_three_plans_for_six_hundred_euro(facts: MakeFacts) -> None:
    plans = proposals_for(facts()).options
    actual = [
        (plan.name, plan.instalment_cents, plan.n_terms, plan.last_term_cents) for plan in plans
    ]
    assert actual == [("fast", 7000, 9, 4000), ("middle", 5300, 12, 1700), ("calm", 3500, 18, 500)]


def test_a_calm_plan_over_the_limit_is_offered_and_left_to_a_colleague(facts: MakeFacts) -> None:
    calm = proposals_for(facts()).options[-1]
    assert (calm.within_limits, calm.reasons) == (
        False,
        (Reason.OVER_MAX_TERMS, Reason.OVER_MAX_MONTHS),
    )


def test_a_debt_above_the_limit_is_left_to_a_colleague_however_fast_it_goes(
    facts: MakeFacts,
) -> None:
    plan = proposals_for(facts(debt_cents=150_001, capacity=able(150_001))).options[0]
    assert (plan.n_terms, plan.reasons) == (2, (Reason.OVER_MAX_TOTAL,))


def test_a_debt_on_the_limit_is_within_it(facts: MakeFacts) -> None:
    plan = proposals_for(facts(debt_cents=150_000, capacity=able(150_000))).options[0]
    assert (plan.n_terms, plan.within_limits) == (1, True)


def test_a_small_debt_gets_one_calm_plan(facts: MakeFacts) -> None:
    plans = proposals_for(facts(debt_cents=800)).options
    assert [(plan.name, plan.n_terms) for plan in plans] == [("calm", 1)]


def test_a_capacity_below_the_minimum_is_never_exceeded(facts: MakeFacts) -> None:
    plans = proposals_for(facts(capacity=able(600))).options
    assert [plan.instalment_cents for plan in plans] == [600]


def test_terms_follow_the_income_day_and_skip_weekends_and_holidays(facts: MakeFacts) -> None:
    days = [term.due_on.isoformat() for term in proposals_for(facts()).options[0].terms[:4]]
    # 25 December 2026 is a holiday on a Friday, so the term moves over the weekend.
    assert days == ["2026-12-28", "2027-01-25", "2027-02-25", "2027-03-25"]


def test_income_on_the_31st_falls_on_the_last_day_of_a_short_month(facts: MakeFacts) -> None:
    days = [
        term.due_on.isoformat() for term in proposals_for(facts(income_day=31)).options[0].terms
    ]
    assert days[:4] == ["2026-11-30", "2026-12-31", "2027-02-01", "2027-03-01"]


def test_four_weekly_terms_are_four_weeks_apart(facts: MakeFacts) -> None:
    plan = proposals_for(facts(frequency="four_weeks", income_day=1)).options[0]
    assert [term.due_on.isoformat() for term in plan.terms[:3]] == [
        "2026-12-01",
        "2026-12-29",
        "2027-01-26",
    ]
    assert plan.instalment_cents == 6500


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"represented": True}, Reason.REPRESENTED),
        ({"in_debt_help": True}, Reason.IN_DEBT_HELP),
        ({"disputed": True}, Reason.DISPUTED),
        ({"time_barred": True}, Reason.TIME_BARRED),
        ({"possibly_time_barred": True}, Reason.POSSIBLY_TIME_BARRED),
        ({"wage_garnishment": True}, Reason.WAGE_GARNISHMENT),
        ({"other_creditors": 1}, Reason.MORE_THAN_ONE_CREDITOR),
        ({"capacity": able(0)}, Reason.CAPACITY_NOTHING),
        ({"debt_cents": 10_000_000, "capacity": able(100)}, Reason.DEBT_TOO_LARGE_FOR_CAPACITY),
    ],
)
def test_no_plan_is_made_where_a_person_must_look(
    facts: MakeFacts, change: dict[str, Any], reason: Reason
) -> None:
    outcome = propose(facts(**change), standard_policy(), TODAY)
    assert isinstance(outcome, NoPlan)
    assert outcome.reason_code == reason
    assert outcome.receipt.sources


@pytest.mark.parametrize(
    "fact",
    [
        "represented",
        "in_debt_help",
        "disputed",
        "possibly_time_barred",
        "wage_garnishment",
        "other_creditors",
        "capacity",
    ],
)
def test_an_unknown_fact_is_asked_and_never_taken_for_no(facts: MakeFacts, fact: str) -> None:
    with pytest.raises(FactMissing) as caught:
        propose(facts(**{fact: None}), standard_policy(), TODAY)
    assert caught.value.fact == fact


def test_a_known_reason_to_stop_comes_before_more_questions(facts: MakeFacts) -> None:
    stopped = facts(wage_garnishment=True, disputed=None, capacity=None, other_creditors=None)
    outcome = propose(stopped, standard_policy(), TODAY)
    assert isinstance(outcome, NoPlan)
    assert outcome.reason_code == Reason.WAGE_GARNISHMENT


@pytest.mark.parametrize("amount", [0, -500, 1_000_000_001, 12.5, True])
def test_an_impossible_debt_is_refused(facts: MakeFacts, amount: Any) -> None:
    with pytest.raises(BadAmount):
        propose(facts(debt_cents=amount), standard_policy(), TODAY)


@pytest.mark.parametrize("amount", [0, -500, 1_000_000_001])
def test_an_impossible_instalment_is_refused(facts: MakeFacts, amount: int) -> None:
    with pytest.raises(BadAmount):
        check_counter_proposal(facts(), amount, standard_policy(), TODAY)


def test_an_unknown_debt_is_asked(facts: MakeFacts) -> None:
    with pytest.raises(FactMissing):
        propose(facts(debt_cents=None), standard_policy(), TODAY)


def test_an_income_day_of_32_is_refused(facts: MakeFacts) -> None:
    with pytest.raises(BadDate):
        propose(facts(income_day=32), standard_policy(), TODAY)


def test_a_frequency_the_organisation_does_not_offer_gives_no_plan(facts: MakeFacts) -> None:
    monthly = replace(standard_policy().assistant, max_terms={"month": 12})
    policy = replace(standard_policy(), assistant=monthly)
    outcome = propose(facts(frequency="week"), policy, TODAY)
    assert isinstance(outcome, NoPlan)
    assert outcome.reason_code == Reason.FREQUENCY_NOT_OFFERED


def test_more_than_a_person_can_pay_gets_the_nearest_plan_that_fits(facts: MakeFacts) -> None:
    outcome = check_counter_proposal(facts(), 10_000, standard_policy(), TODAY)
    assert not isinstance(outcome, NoPlan)
    assert (outcome.fits, outcome.reason_code) == (False, Reason.ABOVE_CAPACITY)
    assert outcome.nearest
    assert outcome.nearest.instalment_cents == 7097


def test_less_than_the_limits_allow_goes_to_a_colleague_and_is_not_refused(
    facts: MakeFacts,
) -> None:
    outcome = check_counter_proposal(facts(), 500, standard_policy(), TODAY)
    assert not isinstance(outcome, NoPlan)
    assert (outcome.fits, outcome.within_limits) == (True, False)
    assert outcome.proposal
    assert Reason.BELOW_MIN_INSTALMENT in outcome.proposal.reasons


def test_a_plan_of_many_years_goes_to_a_colleague_without_a_list_of_terms(facts: MakeFacts) -> None:
    outcome = check_counter_proposal(facts(), 1, standard_policy(), TODAY)
    assert not isinstance(outcome, NoPlan)
    assert (outcome.fits, outcome.within_limits, outcome.proposal) == (True, False, None)


def test_an_own_plan_within_the_limits_may_be_granted(facts: MakeFacts) -> None:
    outcome = check_counter_proposal(facts(), 5_000, standard_policy(), TODAY)
    assert not isinstance(outcome, NoPlan)
    assert (outcome.fits, outcome.within_limits, outcome.reason_code) == (True, True, Reason.FITS)


def test_the_same_facts_give_the_same_receipt_and_it_is_plain_json(facts: MakeFacts) -> None:
    one = proposals_for(facts()).options[0].receipt.as_dict()
    other = proposals_for(facts()).options[0].receipt.as_dict()
    assert json.loads(json.dumps(one)) == other


def test_the_receipt_holds_everything_needed_to_do_it_again(facts: MakeFacts) -> None:
    receipt = proposals_for(facts()).receipt.as_dict()
    kept = receipt["facts"]
    assert (receipt["rule"], receipt["version"], receipt["as_of"]) == (
        "proposals",
        "2",
        "2026-11-22",
    )
    assert kept["policy"] == json.loads(json.dumps(kept["policy"]))
    assert kept["capacity"]["receipt"]["facts"]["monthly_income_cents"] == 141_946


@given(
    st.integers(1_000, 400_000),
    st.integers(120_000, 300_000),
    st.integers(0, 150_000),
    st.integers(0, 5),
    st.integers(0, 5),
)
def test_more_creditors_never_raise_what_is_proposed(
    debt: int, income: int, fixed: int, fewer: int, more: int
) -> None:
    def highest(creditors: int) -> int:
        budget = {"household": "single", "monthly_income_cents": income, "fixed_costs_cents": fixed}
        asked = schema_of("propose")["examples"][0] | {
            "debt_cents": debt,
            "other_creditors": creditors,
            "budget": budget | {"other_arrangements_cents": 0},
        }
        options = answer("propose", asked, standard_policy())["outcome"].get("options", [])
        return max((plan["instalment_cents"] for plan in options), default=0)

    assert highest(fewer + more) <= highest(fewer)
