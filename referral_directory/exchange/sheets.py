"""What a CSV file and a sheet of a workbook share: a head, lines, and cells that have a place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from referral_directory.errors import ImportRefused
from referral_directory.exchange.cells import to_row
from referral_directory.exchange.nesting import to_documents
from referral_directory.exchange.rows import Reading, Row
from referral_directory.exchange.tables import Table, hsds_tables
from referral_directory.findings import Finding
from referral_directory.register import Document

_SAME_ID_ALLOWED = {"attribute": "link_id", "metadata": "resource_id"}


@dataclass(frozen=True)
class Sheet:
    """One table as it was read: where (for a message), which, and its lines with their numbers."""

    place: str
    name: str
    lines: Sequence[tuple[int, Sequence[object]]]


@dataclass(frozen=True)
class _Cells:
    place: str
    line: int
    columns: Sequence[str]

    def of(self, name: str) -> tuple[str, int, int]:
        column = self.columns.index(name) + 1 if name in self.columns else 0
        return self.place, self.line, column


def read_sheets(sheets: Sequence[Sheet]) -> Reading:
    """Return what the sheets hold together.

    Raises `ImportRefused` when a sheet is not one of HSDS or a head cannot be understood: then
    nothing sensible can be said of its lines.
    """
    tables = {table.sheet: table for table in hsds_tables().values()}
    faults = [fault for sheet in sheets for fault in _head_faults(sheet, tables)]
    if faults:
        raise ImportRefused(faults)
    rows = [row for sheet in sheets for row in _rows(sheet, tables[sheet.name])]
    by_table: dict[str, list[Document]] = {name: [] for name in hsds_tables()}
    for row in rows:
        if isinstance(row.values.get("id"), str):
            by_table[row.table].append(row.values)
    return Reading(rows, to_documents(by_table), faults=list(_twice(rows)))


def _head_faults(sheet: Sheet, known: Collection[str]) -> Iterator[Finding]:
    if sheet.name not in known:
        names = ", ".join(sorted(known))
        yield Finding("error", sheet.place, 1, "-", f"the table {sheet.name!r}", f"one of {names}")
        return
    head = _head(sheet)
    if "id" not in head:
        yield Finding(
            "error", sheet.place, 1, "id", "no such column", "a column id in the first line"
        )
    for name in sorted({each for each in head if each and head.count(each) > 1}):
        column = head.index(name) + 1
        yield Finding(
            "error", sheet.place, 1, name, "this column twice", "each column once", column
        )


def _head(sheet: Sheet) -> list[str]:
    return [str(cell).strip() for cell in sheet.lines[0][1]] if sheet.lines else []


def _rows(sheet: Sheet, table: Table) -> Iterator[Row]:
    head = _head(sheet)
    for line, cells in sheet.lines[1:]:
        if any(cell not in ("", None) for cell in cells):
            named = {name: cell for name, cell in zip(head, cells, strict=False) if name}
            yield Row(table.name, to_row(table, named), _Cells(sheet.place, line, head))


def _twice(rows: Sequence[Row]) -> Iterator[Finding]:
    seen: dict[tuple[object, ...], Row] = {}
    for row in rows:
        also = row.values.get(_SAME_ID_ALLOWED.get(row.table, "id"))
        first = seen.setdefault((row.table, row.values.get("id"), also), row)
        if first is not row and row.values.get("id") is not None:
            yield row.fault(
                "id", f"an id that is used once (also on line {first.place.of('id')[1]})"
            )
