"""The number of a row that was deleted is never given to another."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from storage.migrate import upgrade


@pytest.mark.parametrize("table", ["addresses", "inbox", "outbox"])
def test_a_number_is_never_used_twice(empty_database, table):
    upgrade(empty_database)
    if not empty_database.is_sqlite:
        pytest.skip("PostgreSQL's sequences never go back")
    with empty_database.engine.connect() as connection:
        query = text("SELECT sql FROM sqlite_master WHERE name = :table")
        made = connection.scalar(query, {"table": table})
    assert "AUTOINCREMENT" in made
