"""Shared fixtures: a real database per test, on SQLite and, where there is one, PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

import warmwijzer.tables
from storage.base import Base
from storage.database import Database, open_database

POSTGRESQL = os.environ.get("WARMWIJZER_TEST_POSTGRESQL", "")
NO_POSTGRESQL = "WARMWIJZER_TEST_POSTGRESQL names no server: PostgreSQL is not tested here"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database with every table; the test runs once on each kind."""
    if request.param == "sqlite":
        opened = open_database(f"sqlite:///{tmp_path}/test.db")
    elif POSTGRESQL:
        opened = open_database(POSTGRESQL)
        with opened.engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    else:
        pytest.skip(NO_POSTGRESQL)
    assert warmwijzer.tables.ALL is Base.metadata
    Base.metadata.create_all(opened.engine)
    yield opened
    opened.close()
