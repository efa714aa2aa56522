"""Take a complaint: note its theme, and say by when the person gets a confirmation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.context import Turn
from casework.decisions import Decision


@dataclass(frozen=True)
class ComplaintFiled:
    """The complaint is with a colleague, who confirms it by ``acknowledge_by_on``."""

    decision: Decision
    acknowledge_by_on: date


def file_complaint(turn: Turn, theme_code: str) -> ComplaintFiled:
    """File a complaint; an open one about the same theme is returned."""
    raise NotImplementedError
