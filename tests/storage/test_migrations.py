"""The migrations give the tables that the code expects, and what is kept survives them."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from evidence_log import read_entries, record
from storage.base import Base
from storage.migrate import current_revision, upgrade


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
