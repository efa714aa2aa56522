"""Writes the log for a period as files that open anywhere: JSON lines and CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from evidence_log.entry import canonical_bytes
from evidence_log.merkle import leaf_hash, root_hash
from evidence_log.store import read_entries
from storage.unit_of_work import UnitOfWork

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = ("sequence", "at", "type", "case_ref", "codes", "leaf_hash")


@dataclass(frozen=True)
class Export:
    """What was written: the number of entries, and the root of the tree over their leaves."""

    folder: Path
    entries: int
    root: str


def export(
    unit: UnitOfWork,
    folder: Path,
    since: datetime | None = None,
    until: datetime | None = None,
    on_entry: Callable[[], object] = lambda: None,
) -> Export:
    """Write ``entries.jsonl``, ``entries.csv`` and ``summary.json`` in ``folder``.

    A line of ``entries.jsonl`` is the RFC 8785 bytes of one entry, so its leaf hash (RFC 6962) can
    be computed from the line alone. Raises ``FileExistsError`` when the folder holds an export.
    """
    folder.mkdir(parents=True, exist_ok=True)
    leaves: list[bytes] = []
    with (
        (folder / "entries.jsonl").open("xb") as lines,
        (folder / "entries.csv").open("x", encoding="utf-8-sig", newline="") as table,
    ):
        writer = csv.writer(table, delimiter=";")
        writer.writerow(_COLUMNS)
        for row in read_entries(unit, since, until):
            data = canonical_bytes(row.sequence, row.entry())
            leaves.append(leaf_hash(data))
            lines.write(data + b"\n")
            codes = " ".join(f"{name}={value}" for name, value in sorted(row.codes.items()))
            cells = [str(row.sequence), row.at.isoformat(), row.entry_type, row.case_ref or ""]
            writer.writerow(map(_plain, [*cells, codes, leaves[-1].hex()]))
            on_entry()
    root = root_hash(leaves).hex()
    summary = {
        "entries": len(leaves),
        "root": root,
        "since": since.isoformat() if since else None,
        "until": until.isoformat() if until else None,
        "made_at": unit.now.isoformat(),
    }
    (folder / "summary.json").write_text(json.dumps(summary, indent=2) + "\n", "utf-8")
    return Export(folder, len(leaves), root)


def _plain(cell: str) -> str:
    """Keep a spreadsheet from taking a cell for a formula (OWASP ASVS 1.2.10)."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
