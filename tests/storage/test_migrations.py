"""The migrations give the tables that the code expects, and what is kept survives them."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from evidence_log import read_entries, record
from evidence_log.merkle import leaf_hash, root_hash
from storage.base import Base
from storage.errors import DatabaseRefused
from storage.migrate import (
    LONGEST_NAME,
    MIGRATIONS,
    current_revision,
    upgrade,
    write_revision,
)


def test_migrations_from_empty_give_exactly_the_tables_of_the_code(empty_database):
    upgrade(empty_database)
    with empty_database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    assert current_revision(empty_database) is not None


def test_a_second_upgrade_changes_nothing_and_keeps_what_is_there(empty_database):
    upgrade(empty_database)
    with empty_database.unit() as unit:
        record(unit, "pii_masked", None, {"kind": "bsn", "count": 1})
        unit.commit()
    upgrade(empty_database)
    with empty_database.unit() as unit:
        assert len(list(read_entries(unit))) == 1


def test_migrated_evidence_is_append_only_too(empty_database):
    upgrade(empty_database)
    with empty_database.unit() as unit:
        record(unit, "pii_masked", None, {"kind": "bsn", "count": 1})
        unit.commit()
    with empty_database.unit() as unit, pytest.raises(DBAPIError):
        unit.session.execute(text("DELETE FROM evidence"))
        unit.commit()


def test_entries_from_before_the_log_was_sealed_are_kept_with_their_root(empty_database):
    """The leaves of those days held the facts themselves; their root stays on the log."""
    upgrade(empty_database, "2026_11_22_first_tables")
    kinds = [(number, "a" * 32 if number % 3 else None, f"kind_{number}") for number in range(7)]
    leaves = [leaf_hash(kind.encode()) for _, _, kind in kinds]
    with empty_database.engine.begin() as connection:
        for (number, case_ref, kind), leaf in zip(kinds, leaves, strict=True):
            connection.execute(
                text(
                    "INSERT INTO evidence (sequence, at, entry_type, case_ref, codes, leaf_hash) "
                    "VALUES (:number, '2026-11-22 10:00:00.000000', 'pii_masked', :ref, :codes, "
                    ":leaf)"
                ),
                {
                    "number": number,
                    "ref": case_ref,
                    "codes": f'{{"count": {number}, "kind": "{kind}"}}',
                    "leaf": leaf,
                },
            )
    upgrade(empty_database)
    with empty_database.unit() as unit:
        *kept, converted = read_entries(unit)
        assert [(row.sequence, row.case_ref, row.codes["kind"]) for row in kept] == kinds
        assert all(row.leaf_hash == leaf_hash(row.leaf) for row in [*kept, converted])
        assert {row.at.isoformat() for row in kept} == {"2026-11-22T10:00:00+00:00"}
        assert converted.codes == {"entries": 7, "root": root_hash(leaves).hex()}
        record(unit, "pii_masked", "a" * 32, {"kind": "bsn", "count": 1})
        unit.commit()
        assert list(read_entries(unit))[-1].sequence == 8


def test_tables_of_a_newer_version_are_refused_in_words_and_left_alone(empty_database):
    upgrade(empty_database)
    with empty_database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '2099_new'"))
    with pytest.raises(DatabaseRefused, match="2099_new"):
        upgrade(empty_database)
    assert current_revision(empty_database) == "2099_new"


def test_every_migrations_name_fits_where_postgresql_keeps_it():
    names = [path.stem for path in (MIGRATIONS / "versions").glob("*.py")]
    assert [name for name in names if len(name) > LONGEST_NAME] == []


def test_a_name_that_is_too_long_is_refused_before_anything_is_written(empty_database):
    with pytest.raises(DatabaseRefused, match="shorter"):
        write_revision(empty_database, "2026_11_22_" + "a" * 30)
