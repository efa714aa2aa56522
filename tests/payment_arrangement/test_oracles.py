"""The package against a second computation straight from the text; `make oracle` runs 100,000."""

from __future__ import annotations

from datetime import date

import oracle_costs
import oracle_interest
import pytest
from oracle_comparison import differences


@pytest.mark.parametrize("seed", range(4))
def test_the_package_and_the_oracles_never_differ(seed: int) -> None:
    assert [found for found in differences(3_000, seed) if found is not None] == []


@pytest.mark.parametrize(
    ("principal", "costs"),
    [(1, 4_000), (50_000, 7_500), (300_000, 42_500), (750_000, 75_000), (100_000_000, 677_500)],
)
def test_the_oracle_itself_gives_the_vectors_for_costs(principal: int, costs: int) -> None:
    assert oracle_costs.costs_cents([principal]) == costs


@pytest.mark.parametrize(
    ("start", "end", "interest"),
    [
        (date(2025, 7, 1), date(2026, 6, 30), 5_008),
        (date(2024, 7, 1), date(2026, 6, 30), 11_838),
        (date(2025, 12, 1), date(2026, 1, 31), 849),
    ],
)
def test_the_oracle_itself_gives_the_vectors_for_interest(
    start: date, end: date, interest: int
) -> None:
    assert oracle_interest.interest_cents(100_000, start, end) == interest
