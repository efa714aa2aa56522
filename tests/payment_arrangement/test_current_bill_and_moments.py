"""The current bill goes first; part payment, remission, and who may grant a plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from arrangement_facts import TODAY, MakeFacts
from hypothesis import given
from hypothesis import strategies as st

from payment_arrangement import (
    BadAmount,
    FactMissing,
    NoPlan,
    Policy,
    Proposals,
    Reason,
    check_counter_proposal,
    check_part_payment,
    check_pause,
    check_postponement,
    check_remission,
    load_policy,
    propose,
    standard_policy,
)
from payment_arrangement.calendar import is_working_day
from payment_arrangement.schedule import terms_for

POLICIES = Path(__file__).parents[2] / "docs" / "policies"
HOUSING = load_policy(POLICIES / "housing_corporation.yml")
ENERGY = load_policy(POLICIES / "energy_supplier.yml")
MUNICIPALITY = load_policy(POLICIES / "municipality.yml")


def fastest(outcome: Proposals | NoPlan):
    assert isinstance(outcome, Proposals)
    return outcome.options[0]


def test_a_current_bill_outside_the_budget_is_paid_before_any_term(facts: MakeFacts) -> None:
    known = facts(current_bill_cents=4_000, current_bill_in_budget=False)
    assert fastest(propose(known, standard_policy(), TODAY)).instalment_cents == 3_000
    nothing_left = facts(current_bill_cents=7_097, current_bill_in_budget=False)
    outcome = propose(nothing_left, standard_policy(), TODAY)
    assert isinstance(outcome, NoPlan)
    assert outcome.reason_code == Reason.CAPACITY_NOTHING
    with pytest.raises(FactMissing, match="current_bill"):
        propose(facts(current_bill_in_budget=False), standard_policy(), TODAY)


def test_a_limit_of_one_months_rent_follows_the_rent(facts: MakeFacts) -> None:
    for rent, reason in ((40_000, None), (39_999, Reason.OVER_MAX_CURRENT_BILLS)):
        plan = fastest(propose(facts(debt_cents=40_000, current_bill_cents=rent), HOUSING, TODAY))
        assert (plan.within_limits, plan.decides) == (
            (True, "assistant") if reason is None else (False, "staff")
        )
        assert reason is None or reason in plan.reasons
    unknown = fastest(propose(facts(debt_cents=40_000), HOUSING, TODAY))
    assert Reason.CURRENT_BILL_UNKNOWN in unknown.reasons


def test_a_kind_of_claim_that_the_policy_excludes_gets_no_plan(facts: MakeFacts) -> None:
    outcome = propose(facts(claim_kinds=("energy_monthly_bill",)), ENERGY, TODAY)
    assert isinstance(outcome, NoPlan)
    assert outcome.reason_code == Reason.EXCLUDED_BY_POLICY
    assert isinstance(propose(facts(claim_kinds=("energy_final_bill",)), ENERGY, TODAY), Proposals)
    with pytest.raises(FactMissing, match="claim_kinds"):
        propose(facts(), ENERGY, TODAY)


@pytest.mark.parametrize(("debt", "is_at_once"), [(5_000, False), (5_001, True)])
def test_a_municipality_plans_only_above_fifty_euro(
    facts: MakeFacts, debt: int, is_at_once: bool
) -> None:
    plan = fastest(propose(facts(debt_cents=debt), MUNICIPALITY, TODAY))
    assert plan.within_limits is is_at_once
    assert is_at_once or plan.reasons == (Reason.UNDER_MIN_TOTAL,)


def test_what_is_beyond_staff_goes_to_somebody_above_them(facts: MakeFacts) -> None:
    known = facts(debt_cents=60_000)
    staff = replace(standard_policy().staff, max_months=12, max_terms={"month": 12})
    narrow: Policy = replace(standard_policy(), staff=staff)
    assert [plan.decides for plan in propose(known, narrow, TODAY).options] == [
        "assistant",
        "assistant",
        "above_staff",
    ]
    assert propose(known, standard_policy(), TODAY).options[-1].decides == "staff"


def test_too_low_an_amount_is_answered_with_the_lowest_that_may_go_at_once(
    facts: MakeFacts,
) -> None:
    outcome = check_counter_proposal(facts(), 4_000, standard_policy(), TODAY)
    assert not isinstance(outcome, NoPlan)
    assert outcome.proposal and outcome.nearest
    assert not outcome.proposal.within_limits
    assert (outcome.nearest.instalment_cents, outcome.nearest.n_terms) == (5_000, 12)
    lower = check_counter_proposal(facts(), 4_999, standard_policy(), TODAY)
    assert not isinstance(lower, NoPlan)
    assert not lower.within_limits


def test_weekly_terms_follow_the_weekday_of_the_income() -> None:
    friday = date(2026, 11, 13)
    terms = terms_for(3_000, 1_000, "week", date(2026, 11, 27), None, friday)
    assert [term.due_on for term in terms] == [
        date(2026, 11, 27),
        date(2026, 12, 4),
        date(2026, 12, 11),
    ]
    four = terms_for(2_000, 1_000, "four_weeks", date(2026, 11, 27), None, friday)
    assert [term.due_on for term in four] == [date(2026, 12, 11), date(2027, 1, 8)]


@given(
    st.integers(1, 500_000),
    st.integers(1_000, 50_000),
    st.sampled_from(["month", "four_weeks", "week"]),
    st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    st.none() | st.integers(1, 31),
    st.none() | st.dates(date(2024, 1, 1), date(2030, 12, 31)),
)
def test_terms_repay_to_the_cent_on_working_days_in_order(
    debt: int, instalment: int, frequency, first: date, day: int | None, income_on: date | None
) -> None:
    terms = terms_for(debt, instalment, frequency, first, day, income_on)
    days = [term.due_on for term in terms]
    assert sum(term.amount_cents for term in terms) == debt
    assert all(0 < term.amount_cents <= instalment for term in terms)
    assert days == sorted(set(days))
    assert days[0] >= first
    assert all(is_working_day(each) for each in days)


def test_a_part_payment_leaves_the_rest_due(facts: MakeFacts) -> None:
    grant = check_part_payment(facts(), 20_000, date(2026, 12, 5), standard_policy(), TODAY)
    assert (grant.within_limits, grant.amount_cents, grant.rest_cents) == (True, 20_000, 40_000)
    assert grant.until_on == date(2026, 12, 7)
    late = check_part_payment(facts(), 20_000, date(2027, 3, 1), standard_policy(), TODAY)
    assert (late.reason_code, late.decides) == (Reason.OVER_MAX_DAYS, "above_staff")
    for amount in (60_000, 0, -1):
        with pytest.raises(BadAmount):
            check_part_payment(facts(), amount, TODAY, standard_policy(), TODAY)


def test_remission_is_a_colleagues_and_only_where_the_policy_has_it(facts: MakeFacts) -> None:
    none = check_remission(facts(), 10_000, standard_policy(), TODAY)
    some = check_remission(facts(), 10_000, MUNICIPALITY, TODAY)
    assert (none.within_limits, none.reason_code) == (False, Reason.REMISSION_NOT_OFFERED)
    assert (some.within_limits, some.reason_code, some.decides, some.rest_cents) == (
        False,
        Reason.COLLEAGUE_DECIDES,
        "staff",
        50_000,
    )
    with pytest.raises(BadAmount):
        check_remission(facts(), 60_001, MUNICIPALITY, TODAY)


@pytest.mark.parametrize(
    ("days", "decides"), [(30, "assistant"), (31, "staff"), (91, "above_staff")]
)
def test_who_decides_about_a_later_date_follows_the_days(
    facts: MakeFacts, days: int, decides: str
) -> None:
    until = date.fromordinal(TODAY.toordinal() + days)
    assert check_postponement(facts(), until, standard_policy(), TODAY).decides == decides


def test_a_pause_of_nothing_that_is_owed_is_refused_for_a_dispute(facts: MakeFacts) -> None:
    grant = check_pause(facts(disputed=True), TODAY, TODAY, standard_policy(), TODAY)
    assert (grant.within_limits, grant.decides) == (False, "staff")
