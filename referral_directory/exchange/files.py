"""Read a register from a file and write one to a file, by what the file is called."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from referral_directory.errors import ImportRefused
from referral_directory.exchange.archive import as_text, checked_size
from referral_directory.exchange.checking import faults_of_rows
from referral_directory.exchange.csv_package import read_csv_package, write_csv_package
from referral_directory.exchange.json_file import read_json, write_json
from referral_directory.exchange.nesting import rows_of
from referral_directory.exchange.rows import Reading, Row
from referral_directory.exchange.workbook import read_workbook, write_workbook
from referral_directory.findings import Finding
from referral_directory.register import Document, Kind, Register

_READERS: dict[str, Callable[[Path], Reading]] = {
    ".json": lambda path: read_json(path.name, _text(path)),
    ".xlsx": read_workbook,
    ".csv": read_csv_package,
    ".zip": read_csv_package,
}
_WRITERS: dict[str, Callable[[Register, Path], object]] = {
    ".json": lambda register, path: path.write_text(write_json(register), "utf-8"),
    ".xlsx": write_workbook,
    ".zip": write_csv_package,
}


def read_file(path: Path) -> Reading:
    """Return what a file holds: JSON, a workbook, a CSV package as folder or zip, or one CSV file.

    Raises `ImportRefused` when it cannot be read; nothing is checked yet.
    """
    if path.is_dir():
        return read_csv_package(path)
    checked_size(path)
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        found = f"a file {path.suffix or 'without an ending'}"
        raise ImportRefused.because(path.name, 1, found, f"one of {', '.join(_READERS)}")
    return reader(path)


def check_reading(
    reading: Reading, register: Register, advance: Callable[[int], None] = lambda count: None
) -> None:
    """Raise `ImportRefused` with every fault of what was read, as an addition to `register`.

    Give an empty register for a file that must be complete in itself.
    """
    known = register.documents
    faults = [
        *reading.faults,
        *faults_of_rows(reading.rows, known, advance),
        *_short_ids_taken(reading, register),
    ]
    if faults:
        raise ImportRefused(sorted(faults, key=lambda f: (f.file, f.line, f.column, f.field)))


def _short_ids_taken(reading: Reading, register: Register) -> Iterator[Finding]:
    """Yield the short ids by which the rest of the product would confuse two entries."""
    owners: dict[tuple[str, str], str] = {
        (kind, document["short_id"]): key
        for kind, key, document in register
        if "short_id" in document
    }
    for row in reading.rows:
        name = row.values.get("short_id")
        if isinstance(name, str) and name:
            owner = owners.setdefault((row.table, name), str(row.values.get("id")))
            if owner != row.values.get("id"):
                yield row.fault("short_id", f"a short id that no other has; {owner} has it")


def check_document(kind: Kind, document: Document, register: Register) -> None:
    """Raise `ImportRefused` with every fault of one document that is about to be written."""
    place = _InTheRegister(str(document.get("name")))
    rows = [Row(table, values, place) for table, values, _ in rows_of(kind, document)]
    check_reading(Reading(rows, {kind: {document["id"]: document}}), register)


@dataclass(frozen=True)
class _InTheRegister:
    name: str

    def of(self, name: str) -> tuple[str, int, int]:
        return self.name, 1, 0


def write_file(register: Register, path: Path) -> None:
    """Write the whole register, with what is unverified, as .json, .xlsx or .zip (CSV package).

    Raises `ImportRefused` for another ending.
    """
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        found = f"a file {path.suffix or 'without an ending'}"
        raise ImportRefused.because(path.name, 1, found, f"one of {', '.join(_WRITERS)}")
    writer(register, path)


def _text(path: Path) -> str:
    return as_text(path.name, path.read_bytes())
