"""The database is durable, encrypted when asked, and refuses what is unsafe."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from evidence_log import record
from storage.base import Base
from storage.database import open_database
from storage.errors import DatabaseRefused
from storage.types import UtcDateTime

KEY = secrets.token_hex(32)


def test_every_sqlite_connection_has_the_durable_settings(tmp_path):
    database = open_database(f"sqlite:///{tmp_path}/a.db")
    wanted = {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 5000, "foreign_keys": 1}
    for _ in range(2):
        with database.engine.connect() as connection:
            found = {name: connection.scalar(text(f"PRAGMA {name}")) for name in wanted}
            assert found == wanted
    database.close()


def test_with_a_key_the_file_is_unreadable_without_it(tmp_path):
    database = open_database(f"sqlite:///{tmp_path}/a.db", KEY)
    Base.metadata.create_all(database.engine)
    with database.unit() as unit:
        record(unit, "pii_masked", None, {"kind": "planted-value", "count": 1})
        unit.commit()
    database.close()
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"planted-value" not in held
    assert b"SQLite format 3" not in held
    with (
        pytest.raises(DatabaseRefused, match="key"),
        open_database(f"sqlite:///{tmp_path}/a.db", secrets.token_hex(32)).engine.connect(),
    ):
        pass


@pytest.mark.parametrize(
    ("url", "key"),
    [("mysql://x/y", None), ("not a url", None), ("sqlite:///x.db", "short")],
)
def test_what_cannot_be_opened_safely_is_refused_with_a_remedy(url, key):
    with pytest.raises(DatabaseRefused, match=r"Use|Make"):
        open_database(url, key)


def test_a_read_before_a_write_does_not_fail_when_another_writer_came_first(database):
    with database.unit() as reader:
        reader.session.execute(text("SELECT count(*) FROM evidence")).all()
        with database.unit() as writer:
            record(writer, "pii_masked", None, {"kind": "bsn", "count": 1})
            writer.commit()
        record(reader, "pii_masked", None, {"kind": "bsn", "count": 2})
        reader.commit()
    with database.unit() as unit:
        assert unit.session.scalar(text("SELECT count(*) FROM evidence")) == 2


def test_a_naive_moment_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        UtcDateTime().process_bind_param(datetime(2026, 11, 22), None)
    moment = datetime(2026, 11, 22, tzinfo=UTC)
    assert UtcDateTime().process_bind_param(moment, None) == moment
