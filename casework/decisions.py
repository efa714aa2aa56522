"""Decisions, and the only source of a sentence that says agreed, granted, sent or received."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from storage.unit_of_work import UnitOfWork

Kind = Literal[
    "arrangement",
    "concession",
    "handover",
    "referral",
    "consent",
    "complaint",
    "dispute",
    "erasure",
]
Value = str | int | date | list[Any]


@dataclass(frozen=True)
class Decision:
    """A row that decides something. It may only be spoken of once it is committed."""

    kind: Kind
    id: str


def as_ref(decision: Decision) -> str:
    """Return the decision as one word for the outbox.

    >>> as_ref(Decision("handover", "5f2c"))
    'handover:5f2c'
    """
    return f"{decision.kind}:{decision.id}"


def values_of(unit: UnitOfWork, ref: str) -> tuple[str, dict[str, Value]]:
    """Return the text key of the confirmation and its values, from the committed row."""
    raise NotImplementedError
