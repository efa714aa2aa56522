"""The organisation's policy: what the assistant may grant at once, and what staff may grant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

import yaml

from payment_arrangement import policy_check, yaml_source
from payment_arrangement.errors import PolicyError
from payment_arrangement.receipt import plain
from payment_arrangement.rules.beslagvrije_voet import Household

Frequency = Literal["month", "four_weeks", "week"]
ProposalName = Literal["fast", "middle", "calm"]
CostPolicy = Literal["none", "lower_fixed", "statutory"]

STANDARD_FILE = Path(__file__).parent / "policies" / "standard.yml"
SCHEMA_FILE = Path(__file__).parent / "policies" / "policy.schema.yml"


@dataclass(frozen=True)
class Limits:
    """What one who decides may grant: the assistant at once, or a colleague.

    `max_total_cents`: the largest debt of a plan, None for no maximum. `max_current_bills`: the
    same as a number of current monthly bills, or None. `min_total_cents`: a smaller debt gets no
    plan at once. `max_terms`: per frequency, the most terms.
    """

    max_total_cents: int | None
    max_current_bills: int | None
    min_total_cents: int
    max_months: int
    max_terms: Mapping[Frequency, int]
    postponement_max_days: int
    pause_max_days: int
    debit_date_max_shift_days: int


@dataclass(frozen=True)
class Policy:
    """The settings of one organisation; amounts in cents.

    `excluded_claims`: kinds of claim for which no plan is made. `shares_percent`: which part of the
    capacity each proposal takes. `longest_plan_months`: no proposal is made beyond this.
    `living_allowance_cents`: per household, what is needed for food and daily life, or None.
    `cost_policy`: collection costs while an arrangement is kept. `remission`: whether part of a
    debt may be forgiven; only a colleague does so.
    """

    code: str
    version: str
    title: str
    sources: tuple[str, ...]
    assistant: Limits
    staff: Limits
    excluded_claims: tuple[str, ...]
    min_instalment_cents: int
    shares_percent: Mapping[ProposalName, Decimal]
    first_term_after_days: int
    longest_plan_months: int
    living_allowance_cents: Mapping[Household, int] | None
    cost_policy: CostPolicy
    lower_fixed_costs_cents: int | None
    remission: bool

    @property
    def frequencies(self) -> tuple[Frequency, ...]:
        """The frequencies on offer."""
        return tuple(self.assistant.max_terms)

    def living_allowance_for(self, household: Household | None) -> int | None:
        """The living allowance in cents per month; None when not set or household unknown."""
        if self.living_allowance_cents is None or household is None:
            return None
        return self.living_allowance_cents[household]

    def costs_while_kept(self, maximum_cents: int) -> int:
        """The collection costs in cents while an arrangement is kept, never above the maximum."""
        charged = {
            "none": 0,
            "lower_fixed": self.lower_fixed_costs_cents or 0,
            "statutory": maximum_cents,
        }
        return min(charged[self.cost_policy], maximum_cents)

    @cached_property
    def settings(self) -> Mapping[str, Any]:
        """All settings as plain JSON data, for a receipt."""
        settings: Mapping[str, Any] = plain(asdict(self))
        return settings


@cache
def standard_policy() -> Policy:
    """The policy that ships with Warmwijzer."""
    return load_policy(STANDARD_FILE)


def load_policy(path: Path) -> Policy:
    """The policy in the YAML file `path`. Raises PolicyError with every problem found."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise PolicyError(path.name, [f"not UTF-8 text ({error.reason})"]) from error
    return read_policy(text, origin=path.name)


def read_policy(text: str, *, origin: str = "text") -> Policy:
    """The policy in the YAML `text`.

    Raises PolicyError with every problem at once: its line, and what would be right.
    """
    try:
        source = yaml_source.parse(text)
    except (yaml.YAMLError, RecursionError) as error:
        raise PolicyError(origin, [f"not YAML: {error}"]) from error
    if found := policy_check.problems(source, _schema()):
        raise PolicyError(origin, found)
    data = dict(source.data)
    allowance = data.pop("living_allowance_euro")
    cents = yaml_source.converted(data)
    cents["living_allowance_cents"] = allowance and {
        household: int(Decimal(amount) * 100) for household, amount in allowance.items()
    }
    return policy_from(cents)


def policy_from(settings: Mapping[str, Any]) -> Policy:
    """The policy whose `settings` were written to a receipt.

    >>> policy_from(standard_policy().settings) == standard_policy()
    True
    """
    return Policy(
        **{
            **settings,
            "sources": tuple(settings["sources"]),
            "excluded_claims": tuple(settings["excluded_claims"]),
            "assistant": Limits(**settings["assistant"]),
            "staff": Limits(**settings["staff"]),
            "shares_percent": {
                name: Decimal(share) for name, share in settings["shares_percent"].items()
            },
        }
    )


@cache
def _schema() -> Mapping[str, Any]:
    schema: Mapping[str, Any] = yaml.safe_load(SCHEMA_FILE.read_text(encoding="utf-8"))
    return schema
