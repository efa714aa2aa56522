"""What always holds for the days, the hours and the bounds that the rules give."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.easter import easter
from hypothesis import given
from hypothesis import strategies as st

from payment_arrangement import (
    certain_free_room,
    flag_limitation,
    may_send_outbound,
    payment_term,
    screen,
)
from payment_arrangement.calendar import is_holiday

DAYS = st.dates(date(2011, 1, 1), date(2040, 12, 31))
HOUSEHOLDS = st.sampled_from(["single", "single_parent", "married", "married_with_children"])
NORM_DAYS = st.sampled_from([date(2024, 7, 1), date(2026, 1, 1), date(2026, 6, 30)])


def recognised(year: int) -> set[date]:
    """Algemene termijnenwet art. 3 lid 1 and 2, written out once more."""
    sunday = easter(year)
    sovereign = date(year, 4, 27) if year >= 2014 else date(year, 4, 30)
    if sovereign.isoweekday() == 7:
        sovereign += timedelta(days=-1)
    around_easter = (-2, 1, 39, 50)
    fixed = {date(year, 1, 1), date(year, 5, 5), date(year, 12, 25), date(year, 12, 26), sovereign}
    return fixed | {sunday + timedelta(days=after) for after in around_easter}


@pytest.mark.parametrize("year", range(2011, 2041))
def test_the_holidays_are_those_of_the_act(year: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(365)]
    assert {day for day in days if is_holiday(day)} == recognised(year) & set(days)


@given(DAYS)
def test_a_letter_is_presumed_to_arrive_on_a_day_with_post_and_leaves_fourteen_days(
    sent_on: date,
) -> None:
    term = payment_term(sent_on)
    assert term.delivered_on.isoweekday() not in (1, 7)
    assert not is_holiday(term.delivered_on)
    assert term.delivered_on >= sent_on + timedelta(days=2)
    assert (term.last_day_on - term.starts_on).days == 13
    assert term.last_day_if_extended_on >= term.last_day_on


@given(DAYS)
def test_a_later_letter_never_ends_earlier(sent_on: date) -> None:
    later = payment_term(sent_on + timedelta(days=1))
    assert later.last_day_on >= payment_term(sent_on).last_day_on


@given(st.datetimes(datetime(2024, 5, 1), datetime(2035, 1, 1), timezones=st.just(UTC)))
def test_the_next_allowed_moment_is_allowed_and_the_first(at: datetime) -> None:
    window = may_send_outbound(at)
    assert window.next_allowed_at >= at
    assert may_send_outbound(window.next_allowed_at).is_allowed
    assert window.is_allowed == (window.next_allowed_at == at)
    just_before = window.next_allowed_at - timedelta(minutes=1)
    assert window.is_allowed or not may_send_outbound(just_before).is_allowed


@given(st.integers(0, 1_000_000), HOUSEHOLDS, NORM_DAYS)
def test_the_bounds_of_the_screening_are_in_order(income: int, household: str, as_of: date) -> None:
    result = screen(income, household, as_of)  # type: ignore[arg-type]
    assert 0 <= result.free_at_least_cents <= result.free_at_most_cents <= income
    assert result.free_at_least_cents * 100 >= income * 5 - 50


@given(st.integers(0, 1_000_000), st.integers(0, 100_000), HOUSEHOLDS, NORM_DAYS)
def test_more_income_never_lowers_what_is_free(
    income: int, more: int, household: str, as_of: date
) -> None:
    before = certain_free_room(income, household, as_of)  # type: ignore[arg-type]
    after = certain_free_room(income + more, household, as_of)  # type: ignore[arg-type]
    assert before.cents_per_month <= after.cents_per_month


@given(
    st.sampled_from(["consumer_purchase", "periodic", "contract"]),
    st.dates(date(2012, 1, 1), date(2026, 11, 22)),
    st.integers(0, 6_000),
)
def test_an_unknown_reminder_never_makes_a_claim_look_enforceable(
    kind: str, due_on: date, days_later: int
) -> None:
    today = date(2026, 11, 22)
    interrupted_on = min(due_on + timedelta(days=days_later), today)
    unknown = flag_limitation(kind, due_on, today)  # type: ignore[arg-type]
    known = flag_limitation(kind, due_on, today, interrupted_on)  # type: ignore[arg-type]
    assert unknown.is_possible or not known.is_possible
    assert unknown.earliest_end_on <= known.earliest_end_on
