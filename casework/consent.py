"""Keep permission to pass data on: per receiver, per field, under one version of the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casework.context import Turn
from casework.decisions import Decision


@dataclass(frozen=True)
class ConsentGiven:
    """Permission given."""

    decision: Decision


@dataclass(frozen=True)
class ConsentWithdrawn:
    """Permission taken back; ``decision`` is None when there was none."""

    decision: Decision | None


def give(turn: Turn, receiver_id: str, fields: Sequence[str], text_version: str) -> ConsentGiven:
    """Keep permission to pass ``fields`` (``name``, ``phone``, ``email``, ...) to one receiver."""
    raise NotImplementedError


def withdraw(turn: Turn, receiver_id: str) -> ConsentWithdrawn:
    """Take the permission for one receiver back."""
    raise NotImplementedError
