"""No error repeats a password or a person's words, and after a deletion no trace is left."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.database import open_database
from storage.errors import DatabaseRefused, TracesLeft

WORDS = "Wilhelmina-Kerkdijk"


@pytest.mark.parametrize(
    "url", ["postgresql://u:geheim@host:geen-poort/db", "postgres//u:geheim@host", "geheim"]
)
def test_an_address_that_cannot_be_read_is_not_repeated_with_its_password(url):
    with pytest.raises(DatabaseRefused) as refused:
        open_database(url)
    assert "geheim" not in str(refused.value)


def test_an_error_of_the_database_does_not_repeat_what_a_person_wrote(database):
    with database.unit() as unit, pytest.raises(DBAPIError) as failed:
        unit.session.execute(text("INSERT INTO nowhere VALUES (:words)"), {"words": WORDS})
    assert WORDS not in str(failed.value)


def test_traces_that_a_reader_holds_are_reported_and_go_when_it_is_done(database, tmp_path):
    if not database.is_sqlite:
        pytest.skip("PostgreSQL's vacuum takes the traces")
    with database.engine.begin() as writing:
        writing.execute(text("CREATE TABLE notes (words TEXT)"))
        writing.execute(text("INSERT INTO notes VALUES (:words)"), {"words": WORDS})
    reading = database.engine.connect()
    reading.exec_driver_sql("BEGIN")
    reading.execute(text("SELECT * FROM notes")).all()
    with database.engine.begin() as writing:
        writing.execute(text("DELETE FROM notes"))
    with pytest.raises(TracesLeft, match="tidy"):
        database.wipe_traces(seconds=0.2)
    reading.close()
    database.wipe_traces()
    assert WORDS.encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
