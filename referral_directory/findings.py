"""What a check of the directory found: one fault or warning with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, order=True)
class Finding:
    """One fault (`error`) or point of attention (`warning`) in a directory file."""

    severity: Literal["error", "warning"]
    file: str
    line: int
    field: str
    value: str
    expected: str

    def __str__(self) -> str:
        return (
            f"{self.file}, line {self.line}, {self.field}: found {self.value}; "
            f"expected {self.expected} ({self.severity})"
        )
