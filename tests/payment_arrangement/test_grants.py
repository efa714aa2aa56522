from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from arrangement_facts import TODAY, MakeFacts

from payment_arrangement import (
    BadDate,
    FactMissing,
    Reason,
    check_debit_date,
    check_pause,
    check_postponement,
    standard_policy,
)

POLICY = standard_policy()


@pytest.mark.parametrize(
    ("until_on", "reason"),
    [
        (date(2026, 12, 22), Reason.FITS),
        (date(2026, 12, 23), Reason.OVER_MAX_DAYS),
        (date(2026, 11, 22), Reason.FITS),
        (date(2026, 11, 21), Reason.DATE_IN_PAST),
    ],
)
def test_a_later_date_is_granted_up_to_the_limit(
    facts: MakeFacts, until_on: date, reason: Reason
) -> None:
    outcome = check_postponement(facts(), until_on, POLICY, TODAY)
    assert (outcome.reason_code, outcome.within_limits) == (reason, reason == Reason.FITS)


def test_a_later_date_on_a_sunday_moves_to_the_next_working_day(facts: MakeFacts) -> None:
    outcome = check_postponement(facts(), date(2026, 12, 20), POLICY, TODAY)
    assert outcome.until_on == date(2026, 12, 21)


def test_a_large_debt_is_postponed_by_a_colleague_only(facts: MakeFacts) -> None:
    outcome = check_postponement(facts(debt_cents=150_001), date(2026, 12, 1), POLICY, TODAY)
    assert (outcome.within_limits, outcome.reason_code) == (False, Reason.OVER_MAX_TOTAL)


def test_a_later_date_needs_no_capacity(facts: MakeFacts) -> None:
    no_budget = facts(capacity=None, other_creditors=None, wage_garnishment=None)
    assert check_postponement(no_budget, date(2026, 12, 1), POLICY, TODAY).within_limits


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"represented": True}, Reason.REPRESENTED),
        ({"in_debt_help": True}, Reason.IN_DEBT_HELP),
        ({"disputed": True}, Reason.DISPUTED),
        ({"possibly_time_barred": True}, Reason.POSSIBLY_TIME_BARRED),
    ],
)
def test_where_a_person_must_look_nothing_is_granted(
    facts: MakeFacts, change: dict[str, Any], reason: Reason
) -> None:
    known = facts(**change)
    day = date(2026, 12, 1)
    for outcome in (
        check_postponement(known, day, POLICY, TODAY),
        check_pause(known, TODAY, day, POLICY, TODAY),
        check_debit_date(known, day, date(2026, 12, 3), POLICY, TODAY),
    ):
        assert (outcome.within_limits, outcome.reason_code) == (False, reason)
        assert outcome.receipt.sources


def test_an_unknown_dispute_is_asked(facts: MakeFacts) -> None:
    with pytest.raises(FactMissing):
        check_pause(facts(disputed=None), TODAY, date(2026, 12, 1), POLICY, TODAY)


@pytest.mark.parametrize(
    ("until_on", "days", "reason"),
    [
        (date(2026, 12, 21), 30, Reason.FITS),
        (date(2026, 12, 22), 31, Reason.OVER_MAX_DAYS),
        (date(2026, 11, 22), 1, Reason.FITS),
    ],
)
def test_a_pause_counts_its_first_and_last_day(
    facts: MakeFacts, until_on: date, days: int, reason: Reason
) -> None:
    outcome = check_pause(facts(), TODAY, until_on, POLICY, TODAY)
    assert (outcome.days, outcome.reason_code) == (days, reason)


def test_a_pause_that_ends_before_it_begins_is_refused(facts: MakeFacts) -> None:
    with pytest.raises(BadDate):
        check_pause(facts(), date(2026, 12, 2), date(2026, 12, 1), POLICY, TODAY)


def test_a_pause_that_began_before_today_is_left_to_a_colleague(facts: MakeFacts) -> None:
    outcome = check_pause(facts(), date(2026, 11, 21), date(2026, 12, 1), POLICY, TODAY)
    assert outcome.reason_code == Reason.DATE_IN_PAST


@pytest.mark.parametrize(
    ("new_on", "days", "reason"),
    [
        (date(2026, 12, 6), 5, Reason.FITS),
        (date(2026, 11, 26), -5, Reason.FITS),
        (date(2026, 12, 7), 6, Reason.OVER_MAX_DAYS),
        (date(2026, 11, 25), -6, Reason.OVER_MAX_DAYS),
        (date(2026, 12, 1), 0, Reason.NO_CHANGE),
    ],
)
def test_a_debit_date_moves_a_few_days(
    facts: MakeFacts, new_on: date, days: int, reason: Reason
) -> None:
    outcome = check_debit_date(facts(), date(2026, 12, 1), new_on, POLICY, TODAY)
    assert (outcome.days, outcome.reason_code) == (days, reason)


def test_a_debit_date_in_the_past_is_left_to_a_colleague(facts: MakeFacts) -> None:
    outcome = check_debit_date(facts(), date(2026, 11, 24), date(2026, 11, 20), POLICY, TODAY)
    assert outcome.reason_code == Reason.DATE_IN_PAST
