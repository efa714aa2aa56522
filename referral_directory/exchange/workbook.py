"""The same tables as a workbook, one sheet each, for colleagues without tools."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from referral_directory.errors import ImportRefused
from referral_directory.exchange.archive import unpack
from referral_directory.exchange.csv_package import tables_to_write
from referral_directory.exchange.rows import Reading
from referral_directory.exchange.sheets import Sheet, read_sheets
from referral_directory.exchange.tables import hsds_tables
from referral_directory.register import Register

MOST_CELLS = 5_000_000
_FORMULA = re.compile(rb'<c [^>]*?r="([A-Z]+)([0-9]+)"[^>]*>\s*<f[ />]')
_CELL = re.compile(rb'<c [^>]*?r="([A-Z]+)([0-9]+)"')
_WIDEST = 40


def read_workbook(path: Path) -> Reading:
    """Return what the sheets hold that are named after a table of HSDS; other sheets are not read.

    Raises `ImportRefused` for what is no workbook, or holds a formula, an XML entity, or a cell so
    far away that reading it would fill the memory.
    """
    files = unpack(path)
    _check_parts(path.name, files)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        return read_sheets(list(_sheets(path.name, workbook)))
    except CalamineError as error:
        raise ImportRefused.because(
            path.name, 1, "no workbook that can be read", "an .xlsx file"
        ) from error


def _sheets(file: str, workbook: CalamineWorkbook) -> Iterator[Sheet]:
    known = {table.sheet for table in hsds_tables().values()}
    names = [name for name in workbook.sheet_names if name.strip().lower() in known]
    if not names:
        expected = "a sheet named after a table, such as services"
        raise ImportRefused.because(file, 1, f"the sheets {workbook.sheet_names}", expected)
    for name in names:
        lines = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        numbered = list(enumerate(lines, 1))
        yield Sheet(f"{file}, sheet {name}", name.strip().lower(), numbered)


def _check_parts(file: str, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        if not name.endswith((".xml", ".rels")):
            continue
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise ImportRefused.because(
                file, 1, f"{name} with an XML entity", "an .xlsx from Excel"
            )
        if name.startswith("xl/worksheets/"):
            _check_cells(file, name, content)


def _check_cells(file: str, name: str, content: bytes) -> None:
    formula = _FORMULA.search(content)
    if formula:
        where = b"".join(formula.groups()).decode()
        raise ImportRefused.because(
            file,
            int(formula.group(2)),
            f"a formula in cell {where} of {Path(name).stem}",
            "values only: copy, then paste as values",
        )
    furthest_column = furthest_line = 0
    for column, line in _CELL.findall(content):
        furthest_column = max(furthest_column, _column_number(column))
        furthest_line = max(furthest_line, int(line))
    if furthest_column * furthest_line > MOST_CELLS:
        raise ImportRefused.because(
            file,
            furthest_line,
            f"a cell on line {furthest_line}, column {furthest_column} of {Path(name).stem}",
            f"at most {MOST_CELLS:,} cells, empty ones too: delete what stands far away",
        )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def write_workbook(register: Register, path: Path) -> None:
    """Write the register as a workbook; every cell is text, so nothing is taken for a formula."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        head = workbook.add_format({"bold": True})
        for table, columns, lines in tables_to_write(register):
            sheet = workbook.add_worksheet(table.sheet)
            sheet.freeze_panes(1, 1)
            for column, name in enumerate(columns):
                sheet.set_column(column, column, min(max(len(name), 12), _WIDEST))
                sheet.write_string(0, column, name, head)
            for number, cells in enumerate(lines, 1):
                for column, cell in enumerate(cells):
                    if cell:
                        sheet.write_string(number, column, cell)
