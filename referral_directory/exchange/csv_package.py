"""The tabular package of HSDS 3.0: one CSV file a table, with a `datapackage.json` that says so."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from referral_directory.errors import ImportRefused
from referral_directory.exchange.archive import as_text, checked_size, unpack
from referral_directory.exchange.cells import to_cells
from referral_directory.exchange.nesting import to_tables
from referral_directory.exchange.rows import Reading
from referral_directory.exchange.sheets import Sheet, read_sheets
from referral_directory.exchange.tables import Table, hsds_tables
from referral_directory.register import Register

DESCRIPTION = "datapackage.json"
_LONGEST_CELL = 100_000
_TYPES = {"number": "number", "date": "date", "time": "time", "moment": "datetime"}


def read_csv_package(path: Path) -> Reading:
    """Return what a package holds: a folder, a zip of it, or one of its CSV files.

    Raises `ImportRefused` for a file that cannot be read as CSV; other faults are in the reading.
    """
    return read_sheets([_sheet(name, as_text(name, data)) for name, data in _files(path).items()])


def _files(path: Path) -> Mapping[str, bytes]:
    if path.is_dir():
        paths = sorted(path.glob("*.csv"))
        for each in paths:
            checked_size(each)
        found: Mapping[str, bytes] = {each.name: each.read_bytes() for each in paths}
    elif path.suffix.lower() == ".zip":
        unpacked = unpack(path)
        found = {
            PurePosixPath(name).name: data
            for name, data in unpacked.items()
            if name.lower().endswith(".csv")
        }
    else:
        checked_size(path)
        found = {path.name: path.read_bytes()}
    if not found:
        raise ImportRefused.because(path.name, 1, "no CSV file", "files such as services.csv")
    return found


def _sheet(name: str, text: str) -> Sheet:
    header = text.partition("\n")[0]
    separator = ";" if header.count(";") > header.count(",") else ","
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    lines: list[tuple[int, Sequence[object]]] = []
    try:
        line = 1
        for cells in reader:
            lines.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise ImportRefused.because(
            name, reader.line_num, f"text that is not CSV: {error}", "cells between commas"
        ) from error
    return Sheet(name, name.removesuffix(".csv"), lines)


def write_csv_package(register: Register, path: Path) -> None:
    """Write the register as a zip with a CSV file for each table that has rows."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        resources = []
        for table, columns, lines in tables_to_write(register):
            written = io.StringIO(newline="")
            writer = csv.writer(written, lineterminator="\r\n")
            writer.writerow(columns)
            writer.writerows(lines)
            archive.writestr(table.file, written.getvalue())
            resources.append(_resource(table, columns))
        package = {
            "profile": "tabular-data-package",
            "name": "human_services_data",
            "title": "Human Services Data Specification 3.0",
            "resources": resources,
        }
        archive.writestr(DESCRIPTION, json.dumps(package, indent=1) + "\n")


def tables_to_write(register: Register) -> Iterator[tuple[Table, list[str], list[list[str]]]]:
    """Yield each table that has rows, its columns (those of HSDS first) and its lines of text."""
    for name, rows in to_tables(register).items():
        table = hsds_tables()[name]
        written = [to_cells(table, row) for row in rows]
        used = {column for cells in written for column in cells}
        columns = [
            *(each for each in table.fields if each in used),
            *sorted(used - set(table.fields)),
        ]
        if written:
            yield table, columns, [[cells.get(each, "") for each in columns] for cells in written]


def _resource(table: Table, columns: Sequence[str]) -> dict[str, object]:
    fields = []
    for name in columns:
        kind = table.fields.get(name, "text")
        described: dict[str, object] = {"name": name, "type": _TYPES.get(str(kind), "string")}
        constraints: dict[str, object] = {"required": True} if name in table.required else {}
        if isinstance(kind, tuple):
            constraints["enum"] = list(kind)
        fields.append(described | ({"constraints": constraints} if constraints else {}))
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": table.file,
        "schema": {"fields": fields, "primaryKey": "id"},
    }
