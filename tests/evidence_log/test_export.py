"""An export can be checked by two verifiers, also of a part of the log or of one person."""

from __future__ import annotations

import errno
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from evidence_vectors.verifiers import VERIFIER, accepted, verify_alone

from evidence_log import (
    NotExported,
    erase_person,
    export,
    record,
    rotate,
    sign_checkpoint,
    verify_export,
)

NOW = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


def entries_in(folder: Path) -> list[dict]:
    rows = [json.loads(line) for line in (folder / "entries.jsonl").read_text().splitlines()]
    return [row for row in rows if "leaf" in row]


def test_the_verifier_of_an_auditor_fits_on_three_pages():
    assert len(VERIFIER.read_text().splitlines()) <= 150


def test_both_verifiers_accept_a_whole_export(exported):
    assert accepted(exported)
    assert "25 entries shown and 0 erased, of 25" in verify_alone(exported)[1]
    assert len(entries_in(exported)) == verify_export(exported).entries == 25


def test_a_period_holds_its_first_day_and_not_the_day_after(database, signer, tmp_path):
    for number in range(5):
        with database.unit(NOW + timedelta(days=number)) as unit:
            record(unit, "pii_masked", None, {"kind": "bsn", "count": number})
            unit.commit()
        sign_checkpoint(database, signer)
    with database.unit() as unit:
        made = export(unit, tmp_path / "x", NOW + timedelta(days=1), NOW + timedelta(days=3))
    assert [row["body"]["codes"]["count"] for row in entries_in(tmp_path / "x")] == [1, 2]
    assert (made.entries, made.size) == (2, 5)
    assert "2 entries shown and 0 erased, of 5" in verify_alone(tmp_path / "x")[1]
    assert accepted(tmp_path / "x")


def test_one_persons_export_holds_nobody_else(database, signer, fill, tmp_path):
    fill(30)
    sign_checkpoint(database, signer)
    with database.unit() as unit:
        export(unit, tmp_path / "x", case_ref=f"{1:032d}")
    assert {row["body"]["case_ref"] for row in entries_in(tmp_path / "x")} == {f"{1:032d}"}
    assert len(entries_in(tmp_path / "x")) == 10
    assert accepted(tmp_path / "x")


def test_after_an_erasure_the_export_shows_leaves_only_and_verifies(
    database, signer, fill, exported, tmp_path
):
    before = (exported / "checkpoints.txt").read_text()
    with database.unit() as unit:
        assert erase_person(unit, f"{1:032d}") == 8
        unit.commit()
    sign_checkpoint(database, signer)
    with database.unit() as unit:
        made = export(unit, tmp_path / "after")
    assert (made.entries, made.erased) == (26, 8)
    assert f"{1:032d}" not in (tmp_path / "after" / "entries.jsonl").read_text()
    assert (tmp_path / "after" / "checkpoints.txt").read_text().startswith(before.rstrip("\n"))
    assert accepted(tmp_path / "after")


def test_an_export_that_spans_a_key_rotation_is_accepted(database, signer, fill, tmp_path):
    fill(10)
    first = signer.key().public
    sign_checkpoint(database, signer)
    second = rotate(database, signer).public
    fill(10, 10)
    sign_checkpoint(database, signer)
    with database.unit() as unit:
        export(unit, tmp_path / "x")
    for number, key in enumerate((first, second)):
        (tmp_path / f"key-{number}").write_text(str(key))
        assert accepted(tmp_path / "x", tmp_path / f"key-{number}")


def test_an_export_never_overwrites_an_earlier_one(database, exported):
    with database.unit() as unit, pytest.raises(FileExistsError):
        export(unit, exported)


def test_nothing_is_exported_of_a_log_that_nobody_signed(database, fill, tmp_path):
    fill(3)
    with database.unit() as unit, pytest.raises(NotExported, match="sign"):
        export(unit, tmp_path / "x")


def test_an_export_that_cannot_be_finished_leaves_nothing(database, signer, fill, tmp_path):
    fill(10)
    sign_checkpoint(database, signer)

    def full_disk(_entry):
        raise OSError(errno.ENOSPC, "No space left on device")

    with database.unit() as unit, pytest.raises(NotExported, match="No space left"):
        export(unit, tmp_path / "x", on_entry=full_disk)
    assert not list(tmp_path.glob("*x*"))
