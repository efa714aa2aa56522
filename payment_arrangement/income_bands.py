"""Income bands: a person may name a band instead of an exact income."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from payment_arrangement import yaml_source
from payment_arrangement.errors import NotModelled

FILE = Path(__file__).parent / "data" / "income_bands.yml"


@dataclass(frozen=True)
class IncomeBand:
    """A band from and including `from_cents` up to `below_cents` (None: no upper bound)."""

    code: str
    from_cents: int
    below_cents: int | None


@cache
def income_bands() -> tuple[IncomeBand, ...]:
    """All bands, lowest first, in net cents per month."""
    data = yaml_source.converted(yaml.safe_load(FILE.read_text(encoding="utf-8")))
    return tuple(IncomeBand(**band) for band in data["bands"])


def income_band(code: str) -> IncomeBand:
    """The band with this `code`. Raises NotModelled for a code that does not exist."""
    for band in income_bands():
        if band.code == code:
            return band
    raise NotModelled("capacity", f"the income band '{code}'")
