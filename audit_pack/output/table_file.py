"""Writes a CSV file that Dutch spreadsheets open well, and in which no cell is a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TextIO

from audit_pack.words import readable

# Spreadsheets take these, in any width, for the start of a formula (OWASP ASVS 1.2.10).
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


class Appends(Protocol):
    """Takes rows one by one."""

    def append(self, row: Sequence[str | int | None]) -> None:
        """Write one row."""


class TableFile:
    """An open CSV file: semicolons, UTF-8 with its mark."""

    def __init__(self, file: TextIO) -> None:
        self._writer = csv.writer(file, delimiter=";")

    def append(self, row: Sequence[str | int | None]) -> None:
        """Write one row; None is an empty cell."""
        self._writer.writerow([harmless(value) for value in row])


@contextmanager
def table_file(path: Path, headings: Sequence[str]) -> Iterator[TableFile]:
    """Yield the new file ``path`` with its row of headings."""
    with path.open("x", encoding="utf-8-sig", newline="") as file:
        table = TableFile(file)
        table.append(headings)
        yield table


def harmless(value: str | int | None) -> str | int | None:
    """Return a cell that no spreadsheet takes for a formula; whole numbers stay numbers.

    >>> harmless("=1+1"), harmless(-2)
    ("'=1+1", -2)
    """
    if not isinstance(value, str):
        return value
    text = readable(value)
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_FORMULA_STARTS) else text
