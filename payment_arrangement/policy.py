"""The organisation's policy: what the assistant may grant at once, without a colleague."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from payment_arrangement import yaml_source
from payment_arrangement.errors import PolicyError
from payment_arrangement.rules.beslagvrije_voet import Household

Frequency = Literal["month", "four_weeks", "week"]
ProposalName = Literal["fast", "middle", "calm"]
CostPolicy = Literal["none", "lower_fixed", "statutory"]

STANDARD_FILE = Path(__file__).parent / "policies" / "standard.yml"
SCHEMA_FILE = Path(__file__).parent / "policies" / "policy.schema.yml"


@dataclass(frozen=True)
class Policy:
    """Limits within which the assistant may grant at once; amounts in cents.

    `max_terms`: per frequency on offer, the most terms. `shares_percent`: which part of the
    capacity each proposal takes. `longest_plan_months`: no proposal is made beyond this.
    `living_allowance_cents`: per household, what is needed for food and daily life, or None.
    `cost_policy`: collection costs while an arrangement is kept. `remission`: whether part of a
    debt may be forgiven; the assistant never does so itself.
    """

    code: str
    version: str
    title: str
    sources: tuple[str, ...]
    max_total_cents: int
    max_months: int
    max_terms: Mapping[Frequency, int]
    min_instalment_cents: int
    shares_percent: Mapping[ProposalName, Decimal]
    first_term_after_days: int
    longest_plan_months: int
    postponement_max_days: int
    pause_max_days: int
    debit_date_max_shift_days: int
    living_allowance_cents: Mapping[Household, int] | None
    cost_policy: CostPolicy
    remission: bool

    @property
    def frequencies(self) -> tuple[Frequency, ...]:
        """The frequencies on offer."""
        return tuple(self.max_terms)

    def living_allowance_for(self, household: Household | None) -> int | None:
        """The living allowance in cents per month; None when not set or household unknown."""
        if self.living_allowance_cents is None or household is None:
            return None
        return self.living_allowance_cents[household]

    def as_dict(self) -> dict[str, Any]:
        """All settings, for a receipt."""
        return asdict(self)


@cache
def standard_policy() -> Policy:
    """The policy that ships with Warmwijzer."""
    return load_policy(STANDARD_FILE)


def load_policy(path: Path) -> Policy:
    """The policy in the YAML file `path`. Raises PolicyError with every problem found."""
    return read_policy(path.read_text(encoding="utf-8"), origin=path.name)


def read_policy(text: str, *, origin: str = "text") -> Policy:
    """The policy in the YAML `text`.

    Raises PolicyError with every problem at once: its line, and what would be right.
    """
    try:
        source = yaml_source.parse(text)
    except yaml.YAMLError as error:
        raise PolicyError(origin, [f"not YAML: {error}"]) from error
    if found := yaml_source.problems(source, _schema()) + _money_problems(source):
        raise PolicyError(origin, found)
    if found := _sense_problems(source):
        raise PolicyError(origin, found)
    return Policy(**_with_cents(source.data))


@cache
def _schema() -> Mapping[str, Any]:
    schema: Mapping[str, Any] = yaml.safe_load(SCHEMA_FILE.read_text(encoding="utf-8"))
    return schema


def _with_cents(data: Mapping[str, Any]) -> dict[str, Any]:
    settings: dict[str, Any] = yaml_source.converted(
        {key: value for key, value in data.items() if key != "living_allowance_euro"}
    )
    allowance = data["living_allowance_euro"]
    settings["living_allowance_cents"] = allowance and {
        household: int(Decimal(amount) * 100) for household, amount in allowance.items()
    }
    settings["shares_percent"] = {
        name: Decimal(share) for name, share in data["shares_percent"].items()
    }
    return settings


def _money_problems(source: yaml_source.YamlSource) -> list[str]:
    """Amounts and percentages that lost their quotes."""
    return [
        f"line {source.line_of(path)}, {'.'.join(map(str, path))}: write amounts and percentages "
        'as quoted numbers, such as "12.50"'
        for path in yaml_source.unquoted_money(source.data)
    ]


def _sense_problems(source: yaml_source.YamlSource) -> list[str]:
    """Settings that are each valid but make no sense together."""
    data = source.data
    shares = [Decimal(data["shares_percent"][name]) for name in ("fast", "middle", "calm")]
    found = []
    if not 100 >= shares[0] > shares[1] > shares[2] > 0:
        line = source.line_of(["shares_percent"])
        found.append(
            f"line {line}, shares_percent: right would be at most 100 for fast, less for middle, "
            "least for calm, all above 0"
        )
    if data["longest_plan_months"] < data["max_months"]:
        line = source.line_of(["longest_plan_months"])
        found.append(
            f"line {line}, longest_plan_months: right would be at least max_months, "
            f"{data['max_months']}"
        )
    return found
