"""Shared fixtures: a real database per test, on SQLite and, where there is one, PostgreSQL."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import jsonschema
import pytest
from rich.console import Console
from sqlalchemy import text

import warmwijzer.tables
from bot.dialogue_client import DialoguePool
from casework.organisation import load_organisation
from storage.base import Base
from storage.database import Database, open_database
from warmwijzer.model import ensure_model
from warmwijzer.product import Product, assemble, open_prepared_database
from warmwijzer.settings import read_settings

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


@pytest.fixture(scope="session")
def model_path() -> Path:
    """The trained model for the present files; trained when it is not there."""
    return ensure_model(read_settings({}).cache, Console(stderr=True))


@pytest.fixture(scope="session")
def dialogue_pool(model_path: Path) -> Iterator[DialoguePool]:
    """One real dialogue worker for the whole run."""
    pool = DialoguePool(str(model_path), 1, turn_seconds=30)
    pool.wait_until_ready()
    yield pool
    pool.close()


@pytest.fixture
def product(dialogue_pool: DialoguePool, tmp_path: Path) -> Iterator[Product]:
    """The whole product on a fresh SQLite database, with the real model."""
    settings = read_settings({"WARMWIJZER_DATABASE_URL": f"sqlite:///{tmp_path}/product.db"})
    database = open_prepared_database(settings)
    organisation = load_organisation(settings.organisation)
    yield assemble(settings, organisation, database, dialogue_pool)
    database.close()


def _own_schema() -> str:
    """Return the address of a fresh schema, one for each process that tests."""
    schema = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    server = open_database(POSTGRESQL)
    with server.engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {schema} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    server.close()
    return f"{POSTGRESQL}&options=-csearch_path%3D{schema}"


HSDS_SCHEMAS = Path(__file__).parents[2] / "shared" / "standards" / "hsds-3.0" / "schema"


@pytest.fixture(scope="session")
def hsds_faults() -> Callable[[str, object], list[str]]:
    """A function that tells what is wrong with an object by a published schema of HSDS 3.0."""
    if not HSDS_SCHEMAS.is_dir():
        pytest.skip("the HSDS 3.0 schemas are not on this machine")
    store = {
        path.as_uri(): json.loads(path.read_text(encoding="utf-8"))
        for path in [*HSDS_SCHEMAS.glob("*.json"), *HSDS_SCHEMAS.glob("compiled/*.json")]
    }

    def faults(schema: str, instance: object) -> list[str]:
        uri = (HSDS_SCHEMAS / f"{schema}.json").as_uri()
        validator = jsonschema.Draft202012Validator(
            store[uri],
            resolver=jsonschema.RefResolver(uri, store[uri], store),
            format_checker=jsonschema.FormatChecker(),
        )
        return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(instance)]

    return faults
