"""One entry: a fact in codes, checked against the closed set of entry types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from evidence_log.canonical import canonical_bytes
from evidence_log.errors import UnknownEntry

_CODE = re.compile(r"[A-Za-z0-9_.:@/+-]{0,64}")
_MAX_COUNT = 10**9

Codes = Mapping[str, str | int | bool | list[str] | None]


@dataclass(frozen=True)
class Entry:
    """A fact to prove later. ``case_ref`` is a pseudonym; ``codes`` hold no free text."""

    entry_type: str
    case_ref: str | None
    at: datetime
    codes: dict[str, Any]


@cache
def entry_types() -> dict[str, dict[str, Any]]:
    """Return the closed set: entry type → its codes with their kinds, and what it serves."""
    path = Path(__file__).with_name("entry_types.yml")
    types: dict[str, dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))
    return types


def make_entry(entry_type: str, case_ref: str | None, at: datetime, codes: Codes) -> Entry:
    """Return a checked entry; or raise :class:`UnknownEntry` for what the set does not hold.

    Days (``date``) become ISO text. A code that is None is left out.
    """
    kinds = entry_types().get(entry_type)
    if kinds is None:
        raise UnknownEntry(
            f"{entry_type!r} is not an entry type, so it cannot be proved later. "
            "Add it to evidence_log/entry_types.yml with its codes."
        )
    checked = {
        name: _checked(entry_type, name, kinds["codes"].get(name), value)
        for name, value in codes.items()
        if value is not None
    }
    return Entry(entry_type, case_ref, at, checked)


def body_bytes(entry: Entry) -> bytes:
    """Return the canonical bytes of what is sealed: the moment, the pseudonym and the codes."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    return canonical_bytes({"at": at, "case_ref": entry.case_ref, "codes": entry.codes})


def leaf_bytes(sequence: int, on: date, entry_type: str, commitment: bytes) -> bytes:
    """Return the canonical bytes of the leaf at ``sequence``: all that stays after an erasure."""
    leaf = {"commitment": commitment.hex(), "on": on.isoformat(), "sequence": sequence}
    return canonical_bytes({**leaf, "type": entry_type})


def _checked(entry_type: str, name: str, kind: str | None, value: Any) -> Any:
    if isinstance(value, date) and kind == "day":
        return value.isoformat()
    fits = {
        "code": isinstance(value, str) and _CODE.fullmatch(value) is not None,
        "day": isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None,
        "flag": isinstance(value, bool),
        "count": isinstance(value, int) and not isinstance(value, bool) and abs(value) < _MAX_COUNT,
        "codes": isinstance(value, list | tuple)
        and all(isinstance(item, str) and _CODE.fullmatch(item) for item in value),
    }
    if kind is None or not fits[kind]:
        raise UnknownEntry(
            f"{entry_type}.{name} takes {kind or 'nothing'}, so this value was refused: the log "
            "holds facts and codes, never sentences. See evidence_log/entry_types.yml."
        )
    return list(value) if kind == "codes" else value
