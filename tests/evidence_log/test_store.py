"""The log is written with its decision, without gaps, and cannot be changed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from evidence_log import UnknownEntry, read_entries, record
from evidence_log.merkle import leaf_hash


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


@pytest.mark.parametrize("change", ["UPDATE evidence SET entry_type = 'x'", "DELETE FROM evidence"])
def test_an_entry_cannot_be_changed_or_removed(database, change):
    with database.unit() as unit:
        record(unit, "pii_masked", None, {"kind": "bsn", "count": 1})
        unit.commit()
    with database.unit() as unit, pytest.raises(DBAPIError):
        unit.session.execute(text(change))
        unit.commit()


def test_the_stored_hash_is_that_of_the_canonical_bytes(database):
    with database.unit() as unit:
        record(unit, "pii_masked", None, {"kind": "bsn", "count": 1})
        unit.commit()
    with database.unit() as unit:
        (row,) = read_entries(unit)
    assert row.leaf_hash == leaf_hash(row.leaf)
