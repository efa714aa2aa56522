"""Opens the database that the settings name."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session

from storage.errors import DatabaseRefused, TracesLeft
from storage.sqlite import sqlite_engine
from storage.unit_of_work import UnitOfWork

_KEY = re.compile(r"[0-9a-f]{64}")
# Protects nothing: for tests, and for a database that is thrown away.
NO_WRAPPING_KEY = bytes(32)


@dataclass(frozen=True)
class Database:
    """An open database. ``url`` never holds the password.

    ``wrapping_key`` (32 bytes) wraps the keys that rows are sealed with; it is kept elsewhere.
    """

    engine: Engine
    url: str
    wrapping_key: bytes = NO_WRAPPING_KEY

    @contextmanager
    def unit(self, now: datetime | None = None) -> Iterator[UnitOfWork]:
        """Yield a unit of work at the moment ``now`` (UTC); what is not committed is undone."""
        with Session(self.engine, autoflush=False, expire_on_commit=False) as session:
            yield UnitOfWork(session, now or datetime.now(UTC), self.wrapping_key)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite (one writer at a time)."""
        return self.engine.dialect.name == "sqlite"

    def wipe_traces(self, seconds: float = 30.0) -> None:
        """After a deletion: take what was deleted out of SQLite's write-ahead log and free pages.

        Waits for others who use the log; raises :class:`TracesLeft` when they do not let go within
        ``seconds``. PostgreSQL's own vacuum does this; there nothing happens here.
        """
        if not self.is_sqlite:
            return
        give_up_at = time.monotonic() + seconds
        while not self._is_log_empty():
            if time.monotonic() >= give_up_at:
                raise TracesLeft(
                    "Everything is deleted, but another process holds the write-ahead log, in "
                    "which it can still be read. When it is quiet, run: warmwijzer db tidy"
                )
            time.sleep(0.1)

    def _is_log_empty(self) -> bool:
        with self.engine.connect() as wiping:
            is_busy, *_ = wiping.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).one()
        return not is_busy

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def open_database(
    url: str, key: str | None = None, wrapping_key: bytes = NO_WRAPPING_KEY
) -> Database:
    """Open ``url``: ``sqlite:///path`` or ``postgresql://user:password@host/name``.

    ``key`` (64 hexadecimal characters) encrypts a SQLite file; PostgreSQL encrypts its disk itself.
    ``wrapping_key`` wraps the keys of sealed rows.
    Raises :class:`DatabaseRefused` for another kind of address, a malformed key or a wrong one.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        # The address may hold a password, so neither this error nor its cause repeats it.
        raise DatabaseRefused(
            "This is not a database address. Use sqlite:///var/warmwijzer.db, for example."
        ) from None
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
        engine = create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            pool_size=10,
            pool_pre_ping=True,
            hide_parameters=True,
        )
    else:
        raise DatabaseRefused(
            f"{parsed.get_backend_name()!r} is not supported. Use sqlite:/// or postgresql://."
        )
    return Database(engine, parsed.render_as_string(hide_password=True), wrapping_key)
