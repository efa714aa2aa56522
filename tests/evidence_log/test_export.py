"""The export can be checked without our software, and no cell is a formula."""

from __future__ import annotations

import csv
import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest

from evidence_log import export, record

NOW = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


@pytest.fixture
def filled(database):
    for number, kind in enumerate(["bsn", "=1+1", "@sum", "-2", "+3"]):
        with database.unit(NOW + timedelta(days=number)) as unit:
            try:
                record(unit, "pii_masked", None, {"kind": kind, "count": number})
            except Exception:
                record(unit, "pii_masked", None, {"kind": "other", "count": number})
            unit.commit()
    return database


def test_jsonl_lines_give_the_leaves_and_the_root(filled, tmp_path):
    with filled.unit() as unit:
        made = export(unit, tmp_path / "export")
    lines = (tmp_path / "export" / "entries.jsonl").read_bytes().splitlines()
    leaves = [hashlib.sha256(b"\x00" + line).hexdigest() for line in lines]
    with (tmp_path / "export" / "entries.csv").open(encoding="utf-8-sig", newline="") as table:
        rows = list(csv.DictReader(table, delimiter=";"))
    assert [row["leaf_hash"] for row in rows] == leaves
    summary = json.loads((tmp_path / "export" / "summary.json").read_text())
    assert summary["entries"] == made.entries == len(lines) == 5
    assert summary["root"] == made.root


def test_no_cell_starts_as_a_formula(filled, tmp_path):
    with filled.unit() as unit:
        export(unit, tmp_path / "export")
    with (tmp_path / "export" / "entries.csv").open(encoding="utf-8-sig", newline="") as table:
        cells = [cell for row in csv.reader(table, delimiter=";") for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_a_period_holds_its_first_day_and_not_the_day_after(filled, tmp_path):
    with filled.unit() as unit:
        made = export(unit, tmp_path / "export", NOW + timedelta(days=1), NOW + timedelta(days=3))
    assert made.entries == 2


def test_an_export_never_overwrites_an_earlier_one(filled, tmp_path):
    with filled.unit() as unit:
        export(unit, tmp_path / "export")
        with pytest.raises(FileExistsError):
            export(unit, tmp_path / "export")
