"""Wettelijke rente: statutory interest outside commercial transactions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from payment_arrangement.amounts import check_amount, half_up
from payment_arrangement.errors import BadDate
from payment_arrangement.parameters import Period, value_on
from payment_arrangement.receipt import Receipt, Rule, Source

DAYS_IN_YEAR = 365

RULE = Rule(
    code="wettelijke_rente",
    version="1",
    title="Statutory interest over the time of default",
    topics=("statutory_interest",),
    sources=(
        Source("BW art. 6:119 lid 1 en 2, tekst mei 2017", "unverified"),
        Source(
            "Day count: actual days over 365, a decision; the law gives none",
            "2026-11-22, decision",
        ),
    ),
    left_out=(
        "Payments in between: compute each stretch on its own, or pass to a colleague.",
        "An agreed higher rate (6:119 lid 3).",
        "Commercial transactions (6:119a).",
        "Days from 2026-07-01: the rate was not found, so ParameterMissing.",
    ),
)


@dataclass(frozen=True)
class Interest:
    """Interest in cents, and the receipt that names every rate used."""

    interest_cents: int
    receipt: Receipt


def statutory_interest(principal_cents: int, default_from_on: date, until_on: date) -> Interest:
    """Interest from and including `default_from_on` to and including `until_on`.

    After each year of default, counted from its first day, the year's interest is added to the
    sum that bears interest.

    Source: BW art. 6:119 lid 1 and 2; rates from `parameters/statutory_interest.yml`.
    Rounding: once, at the end, to the nearest cent, half up (a decision; no legal rule).
    Left out on purpose: see `RULE.left_out`.
    Raises BadAmount, BadDate, and ParameterMissing for any day without a rate.

    >>> statutory_interest(100_000, date(2025, 12, 1), date(2026, 1, 31)).interest_cents
    849
    """
    check_amount("principal_cents", principal_cents, rule=RULE.code)
    if until_on < default_from_on:
        raise BadDate("until_on", until_on, f"a day from {default_from_on} on")
    used: list[Period] = []
    base = Fraction(principal_cents)
    year = 0
    start = default_from_on
    while start <= until_on:
        year += 1
        next_start = default_from_on + relativedelta(years=year)
        last = min(until_on, next_start - timedelta(days=1))
        base += _simple_interest(base, start, last, used)
        start = next_start
    facts = {
        "principal_cents": principal_cents,
        "default_from_on": default_from_on,
        "until_on": until_on,
    }
    receipt = RULE.receipt(until_on, facts, [period.as_source() for period in used])
    return Interest(half_up(base - principal_cents), receipt)


def _simple_interest(base: Fraction, start: date, last: date, used: list[Period]) -> Fraction:
    """Interest without compounding; every rate period touched is added to `used` once."""
    total = Fraction(0)
    while start <= last:
        period = value_on("statutory_interest", start)
        if period not in used:
            used.append(period)
        end = last if period.valid_to is None else min(last, period.valid_to)
        days = (end - start).days + 1
        total += base * Fraction(period.percent("rate")) / 100 * days / DAYS_IN_YEAR
        start = end + timedelta(days=1)
    return total
