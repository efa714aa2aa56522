"""On PostgreSQL the product's own role cannot change the log, even without the triggers."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from evidence_log import erase_person, read_entries, record, sign_checkpoint, verify_database
from storage.database import Database, open_database
from storage.migrate import upgrade

SCRIPT = Path(__file__).parents[2] / "evidence_log" / "postgresql_roles.sql"
APPEND_ONLY = ("evidence", "evidence_block", "evidence_checkpoint", "evidence_signer")


@pytest.fixture
def as_role(empty_database: Database):
    """Open the migrated database as a role, after the script has run twice."""
    if empty_database.is_sqlite:
        pytest.skip("SQLite has no roles: there the triggers and the signed copies protect the log")
    upgrade(empty_database)
    raw = empty_database.engine.raw_connection()
    for _ in range(2):
        raw.cursor().execute(SCRIPT.read_text("utf-8"))
    raw.commit()
    raw.close()
    opened: list[Database] = []

    def open_as(role: str) -> Database:
        url = empty_database.engine.url
        options = f"{url.query['options']} -crole={role}"
        url = url.set(drivername="postgresql").update_query_dict({"options": options})
        opened.append(open_database(url.render_as_string(hide_password=False)))
        return opened[-1]

    yield open_as
    for database in opened:
        database.close()


def test_the_products_role_appends_signs_and_erases(as_role, signer):
    database = as_role("warmwijzer_app")
    upgrade(database)
    with database.unit() as unit:
        for number in range(3):
            record(unit, "pii_masked", f"{number:032d}", {"kind": "bsn", "count": number})
        unit.commit()
    sign_checkpoint(database, signer)
    with database.unit() as unit:
        assert erase_person(unit, f"{1:032d}") == 1
        unit.commit()
    sign_checkpoint(database, signer)
    with database.unit() as unit:
        assert verify_database(unit).erased == 1
        assert len(list(read_entries(unit))) == 4


@pytest.mark.parametrize(
    "statement",
    [
        *(f"DELETE FROM {table}" for table in APPEND_ONLY),
        *(f"TRUNCATE {table} CASCADE" for table in (*APPEND_ONLY, "evidence_body")),
        "UPDATE evidence SET entry_type = 'x'",
        "UPDATE evidence_checkpoint SET note = ''",
        "UPDATE evidence_body SET sealed = ''",
        "DROP TRIGGER evidence_no_change ON evidence",
        "ALTER TABLE evidence DISABLE TRIGGER ALL",
        "DROP TABLE evidence CASCADE",
        "CREATE TABLE evidence_2 (sequence integer)",
    ],
)
def test_the_products_role_cannot_change_the_log(as_role, statement):
    with (
        as_role("warmwijzer_app").engine.connect() as connection,
        pytest.raises(ProgrammingError, match="InsufficientPrivilege"),
    ):
        connection.execute(text(statement))


def test_an_auditor_reads_leaves_and_checkpoints_and_no_body(as_role):
    with as_role("warmwijzer_auditor").engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM evidence")) == 0
    for table in ("evidence_body", "evidence_key", "persons"):
        with (
            as_role("warmwijzer_auditor").engine.connect() as connection,
            pytest.raises(ProgrammingError, match="InsufficientPrivilege"),
        ):
            connection.scalar(text(f"SELECT count(*) FROM {table}"))
