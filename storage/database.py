"""Opens the database that the settings name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session

from storage.errors import DatabaseRefused
from storage.sqlite import sqlite_engine
from storage.unit_of_work import UnitOfWork

_KEY = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Database:
    """An open database. ``url`` never holds the password."""

    engine: Engine
    url: str

    @contextmanager
    def unit(self, now: datetime | None = None) -> Iterator[UnitOfWork]:
        """Yield a unit of work at the moment ``now`` (UTC); what is not committed is undone."""
        with Session(self.engine, autoflush=False, expire_on_commit=False) as session:
            yield UnitOfWork(session, now or datetime.now(UTC))

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite (one writer at a time)."""
        return self.engine.dialect.name == "sqlite"

    def wipe_traces(self) -> None:
        """After a deletion: take what was deleted out of SQLite's write-ahead log and free pages.

        PostgreSQL's own vacuum does this; there nothing happens here.
        """
        if self.is_sqlite:
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as wiping:
                wiping.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def open_database(url: str, key: str | None = None) -> Database:
    """Open ``url``: ``sqlite:///path`` or ``postgresql://user:password@host/name``.

    ``key`` (64 hexadecimal characters) encrypts a SQLite file; PostgreSQL encrypts its disk itself.
    Raises :class:`DatabaseRefused` for another kind of address, a malformed key or a wrong one.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise DatabaseRefused(
            f"{url!r} is not a database address. Use sqlite:///var/warmwijzer.db, for example."
        ) from error
    if key is not None and not _KEY.fullmatch(key):
        raise DatabaseRefused(
            "The database key must be 64 hexadecimal characters, so nothing was opened. "
            "Make one with: openssl rand -hex 32"
        )
    if parsed.get_backend_name() == "sqlite":
        if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = sqlite_engine(url, key)
    elif parsed.get_backend_name() == "postgresql":
        engine = create_engine(parsed.set(drivername="postgresql+psycopg"), pool_size=10)
    else:
        raise DatabaseRefused(
            f"{parsed.get_backend_name()!r} is not supported. Use sqlite:/// or postgresql://."
        )
    return Database(engine, parsed.render_as_string(hide_password=True))
