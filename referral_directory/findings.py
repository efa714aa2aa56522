"""What a check of the directory found: one fault or warning with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, order=True)
class Finding:
    """One fault (`error`) or point of attention (`warning`) in a directory file.

    `line` and `column` count from 1; `column` is 0 where only the line is known.
    """

    severity: Literal["error", "warning"]
    file: str
    line: int
    field: str
    value: str
    expected: str
    column: int = 0

    def __str__(self) -> str:
        column = f", column {self.column}" if self.column else ""
        return (
            f"{self.file}, line {self.line}{column}, {self.field}: found {self.value}; "
            f"expected {self.expected} ({self.severity})"
        )
