"""Everything we hold of one person, for that person (AVG art. 15 and 20)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from casework.errors import BadRequest
from casework.store import Case, case_with
from casework.whole_case.store import case_tables, committed_rows
from evidence_log import read_entries, record
from evidence_log.entry import Codes
from storage.unit_of_work import UnitOfWork

Reader = Callable[[UnitOfWork, str], Mapping[str, list[dict[str, Any]]]]
"""Reads what the schema does not tie to a case by a key; returns rows by table."""

EVIDENCE = "evidence"
_HASH = "hash"
_readers: list[Reader] = []


def register_reader(read: Reader) -> Reader:
    """Add ``read`` to what :func:`own_data` gathers; once a function."""
    if read not in _readers:
        _readers.append(read)
    return read


def own_data(unit: UnitOfWork, case_id: str) -> dict[str, list[dict[str, Any]]]:
    """Return every row of a case by table, with what the evidence log says of it.

    Hashes of secrets (a session, a link) are left out: they would open a door and tell nothing.
    That it was given out is an entry in the log. Raises :class:`casework.errors.BadRequest` for an
    unknown case.
    """
    case = case_with(unit, case_id)
    if case is None:
        raise BadRequest(f"There is no case {case_id!r}, so nothing was written. Check the id.")
    tables = {Case.__tablename__: [_columns(case)]}
    for table in reversed(case_tables()):
        tables[table.name] = committed_rows(unit, table, case_id)
    for read in _readers:
        for name, found in read(unit, case_id).items():
            tables.setdefault(name, []).extend(found)
    tables[EVIDENCE] = [
        {"at": entry.at, "entry_type": entry.entry_type, **entry.codes}
        for entry in read_entries(unit, case_ref=case.ref)
    ]
    rows = sum(map(len, tables.values()))
    codes: Codes = {"tables": len(tables), "rows": rows}
    record(unit, "known_facts_shown", case.ref, codes)
    return {name: [_without_secrets(row) for row in kept] for name, kept in tables.items()}


def _columns(case: Case) -> dict[str, Any]:
    return {column.name: getattr(case, column.name) for column in Case.__table__.columns}


def _without_secrets(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if not name.endswith(_HASH)}
