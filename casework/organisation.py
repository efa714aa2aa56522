"""The organisation on whose behalf the assistant speaks: its rules, hours and limits, as data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Retention:
    """How many days each kind of data is kept after the last activity."""

    conversation_days: int
    case_days: int
    evidence_days: int


@dataclass(frozen=True)
class Organisation:
    """One organisation. ``audiences`` holds ``customer``, ``employee`` or both."""

    name: str
    assistant_name: str
    kind: str
    audiences: tuple[str, ...]
    address_form: str
    policy: Any
    directory: Any
    opening_hours: Any
    callback_working_days: int
    acknowledge_working_days: int
    retention: Retention
    amounts_on_web_only: bool
    stated_amount_limit_cents: int
    claim_file: Any | None


def load_organisation(path: Path) -> Organisation:
    """Return the organisation described in ``path`` (YAML)."""
    raise NotImplementedError
