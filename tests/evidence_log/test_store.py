"""The log is written with its decision, without gaps, and cannot be changed."""

from __future__ import annotations

import hmac
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from evidence_log import (
    KeyWrong,
    UnknownEntry,
    check_wrapping_key,
    erase_before,
    erase_person,
    read_entries,
    record,
    sign_checkpoint,
    verify_database,
)
from evidence_log.checkpoints.copies import Folder, copy_checkpoints
from evidence_log.checkpoints.tree import BLOCK, StoredTree
from evidence_log.merkle import leaf_hash
from storage.base import Base

NOW = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


def test_an_entry_is_kept_only_when_its_decision_is(database):
    with database.unit() as unit:
        record(unit, "conversation_started", "a" * 32, {"channel": "web"})
    with database.unit() as unit:
        record(unit, "conversation_started", "b" * 32, {"channel": "web"})
        unit.commit()
    with database.unit() as unit:
        assert [row.case_ref for row in read_entries(unit)] == ["b" * 32]


def test_a_sentence_or_an_unknown_code_is_refused(database):
    with database.unit() as unit:
        with pytest.raises(UnknownEntry):
            record(unit, "conversation_started", None, {"channel": "ik kan niet betalen"})
        with pytest.raises(UnknownEntry):
            record(unit, "conversation_started", None, {"name": "jan"})
        with pytest.raises(UnknownEntry):
            record(unit, "something_new", None, {})


def test_appenders_at_once_leave_no_gap(database):
    def append(number: int) -> None:
        with database.unit() as unit:
            record(unit, "pii_masked", None, {"kind": "bsn", "count": number})
            unit.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(append, range(100)))
    with database.unit() as unit:
        rows = list(read_entries(unit))
    assert [row.sequence for row in rows] == list(range(100))
    assert sorted(row.codes["count"] for row in rows) == list(range(100))


APPEND_ONLY = {
    "evidence": "entry_type = 'x'",
    "evidence_block": "root = ''",
    "evidence_checkpoint": "note = ''",
    "evidence_signer": "key = ''",
    "evidence_copy": "size = 0",
}


@pytest.mark.parametrize(
    "change",
    [
        *(f"UPDATE {table} SET {change}" for table, change in APPEND_ONLY.items()),
        *(f"DELETE FROM {table}" for table in APPEND_ONLY),
        "UPDATE evidence_body SET sealed = ''",
    ],
)
def test_triggers_forbid_change_and_deletion(database, signer, fill, tmp_path, change):
    fill(BLOCK)
    sign_checkpoint(database, signer)
    copy_checkpoints(database, [Folder(tmp_path / "outside")])
    with database.unit() as unit, pytest.raises(DBAPIError, match="append-only"):
        unit.session.execute(text(change))
        unit.commit()


def test_the_stored_hash_is_that_of_the_canonical_bytes(database):
    with database.unit() as unit:
        record(unit, "pii_masked", None, {"kind": "bsn", "count": 1})
        unit.commit()
    with database.unit() as unit:
        (row,) = read_entries(unit)
    assert row.leaf_hash == leaf_hash(row.leaf)


def _everything(database) -> bytes:
    """All that the log's tables hold, as bytes."""
    tables = [table for name, table in Base.metadata.tables.items() if name.startswith("evidence")]
    with database.engine.connect() as connection:
        return b"".join(
            cell if isinstance(cell, bytes) else str(cell).encode()
            for table in tables
            for row in connection.execute(table.select())
            for cell in row
        )


def test_thirty_of_three_hundred_persons_are_erased_and_the_others_stay_open(database, signer):
    with database.unit() as unit:
        for number in range(300):
            record(unit, "pii_masked", f"p{number:031d}", {"kind": "planted", "count": number})
        unit.commit()
    before = sign_checkpoint(database, signer)
    with database.unit() as unit:
        assert [erase_person(unit, f"p{number:031d}") for number in range(30)] == [1] * 30
        assert erase_person(unit, f"p{0:031d}") == 0
        unit.commit()
    after = sign_checkpoint(database, signer)
    with database.unit() as unit:
        rows = list(read_entries(unit))
        assert [row.sequence for row in rows if row.is_erased] == list(range(30))
        assert [row.codes["count"] for row in rows[30:300]] == list(range(30, 300))
        assert sum(row.codes["entries"] for row in rows[300:]) == 30
        assert verify_database(unit).erased == 30
        assert StoredTree(unit).root(300) == bytes(before.root)
    assert after.size == 330
    assert f"p{7:031d}".encode() not in _everything(database)


def test_what_is_past_its_term_is_erased_and_the_records_of_that_stay(database, signer):
    for day in (0, 10, 20):
        with database.unit(NOW + timedelta(days=day)) as unit:
            record(unit, "pii_masked", f"{day:032d}", {"kind": "bsn", "count": day})
            record(unit, "pii_masked", None, {"kind": "bsn", "count": day})
            unit.commit()
    for _ in range(2):
        with database.unit(NOW + timedelta(days=30)) as unit:
            erase_before(unit, NOW + timedelta(days=11))
            unit.commit()
    with database.unit(NOW + timedelta(days=90)) as unit:
        assert erase_before(unit, NOW + timedelta(days=60)) == 2
        unit.commit()
    sign_checkpoint(database, signer)
    with database.unit() as unit:
        rows = list(read_entries(unit))
        assert [row.codes.get("entries") for row in rows] == [None] * 6 + [4, 2]
        assert verify_database(unit).erased == 6


def test_no_body_stands_in_clear_and_no_leaf_can_be_guessed(database):
    """Without the salt a commitment is no hash of anything that can be tried: the full list of
    valid BSNs gives nothing (``python -m bench.guess_bsn`` tries all 90.9 million).
    """
    bsn = "123456782"
    with database.unit() as unit:
        record(unit, "pii_masked", "a" * 32, {"kind": bsn, "count": 4321})
        unit.commit()
    with database.unit() as unit:
        (row,) = read_entries(unit)
    kept = _everything(database)
    assert bsn.encode() not in kept
    shown = {row.commitment, row.leaf_hash}
    body = row.body.decode()
    for guess in (bsn, body, body.replace("4321", "4322"), f"{bsn}\n"):
        for data in (guess.encode(), b"\x00" + guess.encode()):
            assert sha256(data).digest() not in shown
            assert hmac.digest(bytes(32), data, "sha256") not in shown
    assert hmac.digest(row.salt, row.body, "sha256") == row.commitment


def test_the_same_fact_twice_gives_two_commitments(database):
    with database.unit() as unit:
        for _ in range(50):
            record(unit, "pii_masked", "a" * 32, {"kind": "bsn", "count": 1})
        unit.commit()
    with database.unit() as unit:
        rows = list(read_entries(unit))
    assert len({row.body for row in rows}) == 1
    assert len({row.commitment for row in rows}) == len({row.salt for row in rows}) == 50


def test_another_wrapping_key_opens_and_adds_nothing(database):
    with database.unit() as unit:
        record(unit, "pii_masked", None, {"kind": "bsn", "count": 1})
        unit.commit()
    other = replace(database, wrapping_key=b"x" * 32)
    with other.unit() as unit, pytest.raises(KeyWrong, match="wrapping key"):
        check_wrapping_key(unit)
    with other.unit() as unit, pytest.raises(KeyWrong):
        list(read_entries(unit))
    with other.unit() as unit, pytest.raises(KeyWrong):
        record(unit, "pii_masked", None, {"kind": "bsn", "count": 1})
        unit.commit()
    with database.unit() as unit:
        assert len(list(read_entries(unit))) == 1
