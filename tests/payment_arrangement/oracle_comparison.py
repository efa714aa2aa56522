"""Random cases, computed by the package and by the oracles.

All 100,000: `make oracle`. For another number of cases and another seed:
`PYTHONPATH=. .venv/bin/python tests/payment_arrangement/oracle_comparison.py 500 7`.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta

import oracle_costs
import oracle_interest
from rich.console import Console
from rich.progress import track

from payment_arrangement import (
    CostFacts,
    InterimPayment,
    claim_statement,
    maximum_collection_costs,
    statutory_interest,
)

EDGES = [day + timedelta(days=by) for day, _ in oracle_interest.RATES[1:] for by in (-1, 0)]
LEAP_DAYS = [date(year, 2, 29) for year in (2012, 2016, 2020, 2024)]
THRESHOLDS = [26_666, 26_667, 250_000, 500_000, 1_000_000, 20_000_000, 100_000_000]
COST_DAYS = [date(2012, 7, 1), date(2012, 9, 30), date(2012, 10, 1), date(2017, 5, 1)]
COST_DAYS += [date(2024, 9, 30), date(2024, 10, 1), date(2026, 11, 22)]


def differences(cases: int, seed: int) -> Iterator[str | None]:
    """For each of `cases` random cases: None, or in what way the two computations differ."""
    make = random.Random(seed)
    for number in range(cases):
        check = (_costs, _interest, _statement)[number % 3]
        yield check(make)


def _costs(make: random.Random) -> str | None:
    principals = [_amount(make) for _ in range(make.choice((1, 1, 2, 5)))]
    as_of = make.choice(COST_DAYS)
    recurring, vat = make.random() < 0.5, make.random() < 0.5
    charged = make.randrange(0, 15_000)
    facts = CostFacts(tuple(principals), True, True, vat, recurring, charged)
    ours = maximum_collection_costs(facts, as_of)
    costs = (
        oracle_costs.capped_cents(principals, charged, as_of)
        if recurring
        else oracle_costs.costs_cents(principals)
    )
    theirs = (costs, oracle_costs.vat_cents(costs, as_of) if vat else 0)
    return _differ((ours.costs_cents, ours.vat_cents), theirs, facts, as_of)


def _interest(make: random.Random) -> str | None:
    principal = _amount(make)
    start, end = sorted((_day(make), _day(make)))
    ours = statutory_interest(principal, start, end).interest_cents
    theirs = oracle_interest.interest_cents(principal, start, end)
    return _differ(ours, theirs, principal, start, end)


def _statement(make: random.Random) -> str | None:
    principal, costs = make.randrange(1, 500_000), make.choice((0, 4_000, 7_500))
    start, *days, end = sorted(_day(make) for _ in range(make.randrange(3, 8)))
    paid = [(day, make.randrange(1, 120_000)) for day in days]
    principal_first = make.random() < 0.5
    ours = claim_statement(
        principal,
        start,
        end,
        [InterimPayment(day, cents) for day, cents in paid],
        costs_cents=costs,
        order="principal_first" if principal_first else "statutory",
    )
    unpaid = ours.unpaid
    found = (unpaid.costs_cents, unpaid.interest_cents, unpaid.principal_cents)
    theirs = oracle_interest.statement_cents(principal, start, end, paid, costs, principal_first)
    return _differ(
        (*found, ours.left_over_cents), theirs, principal, start, end, paid, costs, principal_first
    )


def _amount(make: random.Random) -> int:
    if make.random() < 0.2:
        return make.choice(THRESHOLDS) + make.randrange(-3, 4)
    return make.randrange(1, 10 ** make.randrange(2, 9))


def _day(make: random.Random) -> date:
    chance = make.random()
    if chance < 0.2:
        return make.choice(EDGES)
    return make.choice(LEAP_DAYS) if chance < 0.25 else make.choice(oracle_interest.DAYS)


def _differ(ours: object, theirs: object, *facts: object) -> str | None:
    return None if ours == theirs else f"{facts}: the package {ours}, the oracle {theirs}"


def main(cases: int = 100_000, seed: int = 20_261_122) -> int:
    """Compare, print what differs, and return the number of differences."""
    console = Console()
    found = 0
    for difference in track(differences(cases, seed), total=cases, console=console):
        if difference is not None:
            found += 1
            console.print(difference)
    console.print(f"{cases} cases, seed {seed}: {found} differences")
    return found


if __name__ == "__main__":
    sys.exit(1 if main(*map(int, sys.argv[1:])) else 0)
