"""Bands of a budget: a person may name a band instead of an exact amount."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from payment_arrangement import yaml_source
from payment_arrangement.errors import NotModelled

FILE = Path(__file__).parent / "data" / "budget_bands.yml"

BudgetPart = Literal["income", "fixed_costs"]


@dataclass(frozen=True)
class BudgetBand:
    """A band from and including `from_cents` up to `below_cents` (None: no upper bound)."""

    code: str
    from_cents: int
    below_cents: int | None


def income_bands() -> tuple[BudgetBand, ...]:
    """The bands of income, lowest first, in net cents per month."""
    return _bands()["income"]


def fixed_cost_bands() -> tuple[BudgetBand, ...]:
    """The bands of fixed costs, lowest first, in cents per month."""
    return _bands()["fixed_costs"]


def budget_band(part: BudgetPart, code: str) -> BudgetBand:
    """The band of `part` with this `code`. Raises NotModelled for a code that does not exist."""
    for band in _bands()[part]:
        if band.code == code:
            return band
    raise NotModelled("capacity", f"the {part} band '{code}'")


def income_band(code: str) -> BudgetBand:
    """The band of income with this `code`. Raises NotModelled for a code that does not exist."""
    return budget_band("income", code)


@cache
def _bands() -> Mapping[BudgetPart, tuple[BudgetBand, ...]]:
    data = yaml_source.converted(yaml.safe_load(FILE.read_text(encoding="utf-8")))
    return {part: tuple(BudgetBand(**band) for band in bands) for part, bands in data.items()}
