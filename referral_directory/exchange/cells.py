"""Between the cells of a table and values: a cell holds text, HSDS also asks for numbers.

What HSDS does not know stays: an object in columns with a dot (`verification.verified`), a list
or a number as JSON in its cell, a text as it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from typing import Any

from referral_directory.exchange.rows import as_hsds_id
from referral_directory.exchange.tables import FieldKind, Table
from referral_directory.register import Document


def to_cells(table: Table, row: Document) -> dict[str, str]:
    """Return the text of each cell of a row; nested objects get a column for each of their values.

    >>> from referral_directory.exchange.tables import hsds_tables
    >>> to_cells(hsds_tables()["phone"], {"number": "112", "verification": {"verified": True}})
    {'number': '112', 'verification.verified': 'true'}
    """
    cells: dict[str, str] = {}
    for name, value in row.items():
        if name in table.fields:
            cells[name] = value if isinstance(value, str) else json.dumps(value)
        else:
            cells |= _other_cells(_escaped(name), value)
    return cells


def _other_cells(column: str, value: Any) -> dict[str, str]:
    if isinstance(value, dict) and value:
        return {
            inner: cell
            for key, item in value.items()
            for inner, cell in _other_cells(f"{column}.{_escaped(key)}", item).items()
        }
    return {column: _other_cell(value)}


def _escaped(name: str) -> str:
    return name.replace("\\", "\\\\").replace(".", "\\.")


@cache
def _parts(column: str) -> tuple[str, ...]:
    """Return the names in a column's head, between dots that no backslash stands before."""
    parts, signs = [""], iter(column)
    for sign in signs:
        if sign == ".":
            parts.append("")
        else:
            parts[-1] += next(signs, "") if sign == "\\" else sign
    return tuple(parts)


def _other_cell(value: Any) -> str:
    """Return text as it is unless it would be read as JSON; anything else as JSON."""
    if isinstance(value, str) and _as_json(value) is None:
        return value
    return json.dumps(value, ensure_ascii=False)


def to_row(table: Table, cells: Mapping[str, object]) -> Document:
    """Return the values of a row; a cell that is not what HSDS asks for stays as it is written.

    Empty cells say nothing. Days and times from a workbook become ISO 8601 text.
    """
    row: Document = {}
    for name, cell in cells.items():
        value = _plain(cell)
        if isinstance(value, str) and not value.strip():
            continue
        kind = table.fields.get(name)
        if kind is not None:
            row[name] = _typed(value, kind)
        else:
            *objects, last = _parts(name)
            inside = row
            for each in objects:
                inside = inside.setdefault(each, {})
                if not isinstance(inside, dict):
                    break
            else:
                found = _as_json(value) if isinstance(value, str) else value
                inside[last] = value if found is None else found
    if table.name in ("service", "organization"):
        written = cells.get("id")
        if row.get("id") != written and isinstance(written, str) and written:
            row.setdefault("short_id", written.strip())
    return row


def _plain(cell: object) -> object:
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell


def _typed(value: object, kind: FieldKind) -> object:
    if isinstance(value, str) and kind != "text":
        value = value.strip()
    if kind == "uuid":
        return as_hsds_id(value)
    if kind == "number" and isinstance(value, str):
        found = _as_json(value)
        is_number = isinstance(found, int | float) and not isinstance(found, bool)
        return found if is_number else value
    return value


def _as_json(text: str) -> Any:
    """Return what a text says as JSON, or None when it is none."""
    if text[:1] not in '{["-0123456789tfn':
        return None
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None


def _refuse(constant: str) -> None:
    raise ValueError(constant)
