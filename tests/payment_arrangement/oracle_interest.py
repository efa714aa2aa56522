"""Statutory interest computed a second time, straight from the text, by another method.

The rule walks from rate to rate and adds fractions. Here every day since 2010 has its own rate,
a year of default multiplies the sum by (36500 + the rates of its days) / 36500, and payments are
events between the days. Nothing of the package is imported.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate

# Domain facts 2.3: from this day, so many per cent a year.
RATES = (
    (date(2010, 1, 1), 3),
    (date(2011, 7, 1), 4),
    (date(2012, 7, 1), 3),
    (date(2015, 1, 1), 2),
    (date(2023, 1, 1), 4),
    (date(2023, 7, 1), 6),
    (date(2024, 1, 1), 7),
    (date(2025, 1, 1), 6),
    (date(2026, 1, 1), 4),
)
FIRST, LAST = date(2010, 1, 1), date(2026, 6, 30)
DAYS = [FIRST + timedelta(days=i) for i in range((LAST - FIRST).days + 1)]
PER_DAY = [[rate for start, rate in RATES if start <= day][-1] for day in DAYS]
# SUMS[i] is the sum of the rates of the first i days.
SUMS = [0, *accumulate(PER_DAY)]


def interest_cents(principal_cents: int, default_from_on: date, until_on: date) -> int:
    """Interest over the time of default, both days included, on one sum."""
    numerator, denominator = principal_cents, 1
    years = 0
    while (start := anniversary(default_from_on, years)) <= until_on:
        end = min(anniversary(default_from_on, years + 1) - timedelta(days=1), until_on)
        numerator *= 36_500 + rate_days(start, end)
        denominator *= 36_500
        years += 1
    return half_up(Fraction(numerator, denominator) - principal_cents)


def statement_cents(
    principal_cents: int,
    default_from_on: date,
    until_on: date,
    payments: list[tuple[date, int]],
    costs_cents: int,
    principal_first: bool,
) -> tuple[int, int, int, int]:
    """Unpaid costs, interest and principal on `until_on`, and what was paid too much."""
    end = until_on + timedelta(days=1)
    events: list[tuple[date, int, int]] = [(day, 1, cents) for day, cents in payments]
    years = 1
    while (day := anniversary(default_from_on, years)) <= end:
        events.append((day, 0, 0))
        years += 1
    events.append((end, 2, 0))
    costs, principal, over = costs_cents, principal_cents, 0
    old, new = Fraction(0), Fraction(0)  # interest of past years of default, and of this one
    day_before = default_from_on
    for day, is_payment, cents in sorted(events, key=lambda event: event[:2]):
        new += (principal + old) * rate_days(day_before, day - timedelta(days=1)) / 36_500
        day_before = day
        if is_payment == 0:
            old, new = old + new, Fraction(0)
        if is_payment != 1:
            continue
        due = half_up(old + new)
        left = cents
        to_costs = to_interest = to_principal = 0
        if principal_first:
            to_principal = min(left, principal)
            to_interest = min(left - to_principal, due)
            to_costs = min(left - to_principal - to_interest, costs)
        else:
            to_costs = min(left, costs)
            to_interest = min(left - to_costs, due)
            to_principal = min(left - to_costs - to_interest, principal)
        costs -= to_costs
        principal -= to_principal
        over += left - to_costs - to_interest - to_principal
        if to_interest == due:
            old = new = Fraction(0)
        elif to_interest > old:
            old, new = Fraction(0), new - (to_interest - old)
        else:
            old -= to_interest
    return costs, half_up(old + new), principal, over


def rate_days(first: date, last: date) -> int:
    """The sum of the rates of the days from `first` to and including `last`."""
    return SUMS[(last - FIRST).days + 1] - SUMS[(first - FIRST).days]


def anniversary(day: date, years: int) -> date:
    """The same day so many years later; 28 February where 29 February does not exist."""
    try:
        return date(day.year + years, day.month, day.day)
    except ValueError:
        return date(day.year + years, 2, 28)


def half_up(cents: Fraction) -> int:
    """Whole cents, a half cent upwards."""
    return (2 * cents.numerator + cents.denominator) // (2 * cents.denominator)
