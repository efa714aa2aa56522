"""Writes an XLSX workbook row by row. Text is text: no cell is a formula or a link."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from audit_pack.words import readable

LONGEST_TEXT = 32_000
ROWS_A_SHEET = 1_000_000
_BAD_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


class Workbook:
    """A workbook that is written while it grows; use it in a ``with`` statement."""

    def __init__(self, path: Path) -> None:
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book = xlsxwriter.Workbook(str(path), options)
        self._heading = self._book.add_format({"bold": True, "bg_color": "#d6e4f0"})
        self._wrap = self._book.add_format({"text_wrap": True, "valign": "top"})
        self._names: set[str] = set()

    def __enter__(self) -> Workbook:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._book.close()

    def sheet(self, name: str, headings: Sequence[str], widths: Sequence[int] = ()) -> Sheet:
        """Return a new sheet with its row of headings, which stays in view."""
        return Sheet(self, name, headings, widths)

    def table(
        self,
        name: str,
        headings: Sequence[str],
        rows: Iterable[Sequence[str | int | None]],
        widths: Sequence[int] = (),
    ) -> None:
        """Write a whole sheet."""
        sheet = self.sheet(name, headings, widths)
        for row in rows:
            sheet.append(row)

    def add(self, name: str, headings: Sequence[str], widths: Sequence[int]) -> Worksheet:
        """Return a new worksheet with its headings."""
        name = self._free_name(name)
        sheet = self._book.add_worksheet(name)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width, self._wrap)
        for place, heading in enumerate(headings):
            sheet.write_string(0, place, readable(heading), self._heading)
        sheet.freeze_panes(1, 0)
        return sheet

    def _free_name(self, name: str) -> str:
        wanted = name.translate(_BAD_IN_NAMES)[:28].strip()
        found, number = wanted, 2
        while found.lower() in self._names:
            found, number = f"{wanted} {number}", number + 1
        self._names.add(found.lower())
        return found


class Sheet:
    """A sheet that continues on a next one when it is full."""

    def __init__(
        self, book: Workbook, name: str, headings: Sequence[str], widths: Sequence[int]
    ) -> None:
        self._new = partial(book.add, name, headings, widths)
        self._sheet = self._new()
        self._next = 1

    def append(self, row: Sequence[str | int | None]) -> None:
        """Write one row: whole numbers as numbers, all else as text; None is an empty cell."""
        if self._next > ROWS_A_SHEET:
            self._sheet, self._next = self._new(), 1
        for place, value in enumerate(row):
            if isinstance(value, int):
                self._sheet.write_number(self._next, place, value)
            elif value is not None:
                self._sheet.write_string(self._next, place, readable(value)[:LONGEST_TEXT])
        self._next += 1
