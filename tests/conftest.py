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
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without tables; the test runs once on each kind."""
    if request.param == "sqlite":
        opened = open_database(f"sqlite:///{tmp_path}/test.db")
    elif POSTGRESQL:
        opened = open_database(_own_schema())
    else:
        pytest.skip(NO_POSTGRESQL)
    yield opened
    opened.close()


@pytest.fixture
def database(empty_database: Database) -> Database:
    """An empty database with every table; the test runs once on each kind."""
    assert warmwijzer.tables.ALL is Base.metadata
    Base.metadata.create_all(empty_database.engine)
    return empty_database


def _own_schema() -> str:
    """Return the address of a fresh schema, one for each process that tests."""
    schema = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    server = open_database(POSTGRESQL)
    with server.engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {schema} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    server.close()
    return f"{POSTGRESQL}&options=-csearch_path%3D{schema}"
