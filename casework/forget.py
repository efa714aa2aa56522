"""Say what we know of a person, and forget it. Both follow from the schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.context import Turn
from casework.decisions import Decision
from storage.unit_of_work import UnitOfWork

Eraser = Callable[[UnitOfWork, str], Mapping[str, int]]


@dataclass(frozen=True)
class KnownFacts:
    """Every table that can hold something of the person, with the rows it holds."""

    tables: Mapping[str, tuple[Mapping[str, Any], ...]]


@dataclass(frozen=True)
class ErasureRequested:
    """The request is with a colleague, who answers by ``answer_by_on`` (AVG art. 12 lid 3)."""

    decision: Decision
    answer_by_on: date


@dataclass(frozen=True)
class Erased:
    """How many rows were deleted, by table."""

    counts: Mapping[str, int]


def register_eraser(erase: Eraser) -> Eraser:
    """Add a function that deletes rows which do not carry a ``case_id`` themselves."""
    raise NotImplementedError


def what_we_know(turn: Turn) -> KnownFacts:
    """Return every committed row of the case, by table; empty tables are listed too."""
    raise NotImplementedError


def request_erasure(turn: Turn) -> ErasureRequested:
    """Ask a colleague to forget the person; an open request is returned."""
    raise NotImplementedError


def forget(unit: UnitOfWork, case_id: str) -> Erased:
    """Delete everything of a case; the evidence log keeps facts under a pseudonym only."""
    raise NotImplementedError
