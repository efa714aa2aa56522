"""A bot with its people per test, on a fresh database."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from harness import HERE, Harness, fake_bot_api
from kept import being_sent
from sqlalchemy import text

from storage.database import open_database
from storage.types import new_id


@pytest.fixture(scope="module")
def api_url() -> Iterator[str]:
    with fake_bot_api() as url:
        yield url


@pytest.fixture(scope="module")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A fresh database: SQLite, or with WARMWIJZER_TEST_CRASH_ON a schema of that PostgreSQL."""
    address = os.environ.get("WARMWIJZER_TEST_CRASH_ON")
    if address is None:
        return f"sqlite:///{tmp_path_factory.mktemp('crash')}/product.db"
    schema = f"crash_{new_id()}"
    server = open_database(address)
    with server.engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    server.close()
    return f"{address}?options=-csearch_path%3D{schema}"


@pytest.fixture(scope="module")
def product(api_url: str, database_url: str) -> Harness:
    arguments = (database_url, api_url)
    return Harness(api_url, HERE / "product.py", arguments, partial(being_sent, database_url))


@pytest.fixture
def show(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Print a result past pytest's capture."""

    def write(text: str) -> None:
        with capsys.disabled():
            print(f"\n  {text}")

    return write
