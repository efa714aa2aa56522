from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from payment_arrangement import statutory_interest

FIRST, LAST = date(2010, 1, 1), date(2026, 6, 30)
days = st.dates(FIRST, LAST)
principals = st.integers(1, 100_000_000)


@given(principals, days, days)
def test_a_longer_default_never_lowers_interest(principal: int, one: date, other: date) -> None:
    shorter, longer = sorted((one, other))
    assert (
        statutory_interest(principal, FIRST, shorter).interest_cents
        <= statutory_interest(principal, FIRST, longer).interest_cents
    )


@given(principals, st.dates(date(2015, 1, 1), date(2020, 12, 31)), st.integers(0, 364))
def test_within_a_year_at_one_rate_interest_is_simple(
    principal: int, start: date, length: int
) -> None:
    until = start + timedelta(days=length)
    exact = Fraction(principal) * 2 * (length + 1) / 36500
    actual = statutory_interest(principal, start, until).interest_cents
    assert abs(actual - exact) <= Fraction(1, 2)


def test_the_receipt_names_every_rate_that_was_used() -> None:
    receipt = statutory_interest(100_000, date(2022, 12, 1), date(2024, 1, 31)).receipt
    used = [source.valid_from for source in receipt.sources if source.topic]
    assert used == [date(2015, 1, 1), date(2023, 1, 1), date(2023, 7, 1), date(2024, 1, 1)]


def test_default_that_began_on_29_february_has_its_anniversary_on_the_28th() -> None:
    whole_year = statutory_interest(100_000, date(2016, 2, 29), date(2017, 2, 27))
    assert whole_year.interest_cents == 2000
