"""SQLite with the settings that make it durable, and encrypted when a key is set.

Python's own SQLite on many systems has the WAL-reset corruption fault (fixed in 3.51.3), so the
driver is ``sqlcipher3``, which brings a newer SQLite. Sources: sqlite.org/wal.html, /pragma.html.
"""

from __future__ import annotations

import threading
from typing import Any

from sqlalchemy import Engine, create_engine, event

from storage.errors import DatabaseRefused

SAFE_VERSION = (3, 51, 3)
BUSY_TIMEOUT_MS = 5000

_PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "busy_timeout": str(BUSY_TIMEOUT_MS),
    "foreign_keys": "ON",
    "secure_delete": "ON",
    "mmap_size": "0",
    "trusted_schema": "OFF",
}
_READS = ("SELECT", "PRAGMA", "EXPLAIN")
_WRITES = "writes"


def sqlite_engine(url: str, key: str | None) -> Engine:
    """Return an engine for ``url``; raise :class:`DatabaseRefused` for an unsafe SQLite.

    Reads run outside a transaction. The first write begins one with BEGIN IMMEDIATE, because a
    transaction that reads first fails at once when another writer came in between.
    """
    driver = _driver(encrypted=key is not None)
    engine = create_engine(
        url, module=driver, connect_args={"check_same_thread": False}, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        if key is not None:
            cursor.execute(f"PRAGMA key = \"x'{key}'\"")
        try:
            cursor.execute("SELECT count(*) FROM sqlite_master")
        except driver.OperationalError:
            raise
        except driver.DatabaseError as error:
            raise DatabaseRefused(
                "The database cannot be read with this key, so nothing was opened. "
                "Check WARMWIJZER_DATABASE_KEY: it must be the key the file was made with."
            ) from error
        for name, value in _PRAGMAS.items():
            cursor.execute(f"PRAGMA {name} = {value}")
        cursor.close()

    _write_in_turn(engine)
    return engine


def _write_in_turn(engine: Engine) -> None:
    """Begin a write transaction at the first write, one thread of this process at a time.

    SQLite has one writer and lets others sleep and try again; threads that wait for each other here
    go on at once. Other processes are still waited for by SQLite's own busy timeout.
    """
    writing = threading.Lock()

    @event.listens_for(engine, "before_cursor_execute")
    def _begin_before_writing(
        connection: Any, cursor: Any, statement: str, _params: Any, _context: Any, _many: bool
    ) -> None:
        begins = statement.lstrip().upper()
        if cursor.connection.in_transaction or begins.startswith(_READS):
            return
        record = connection.connection.record_info
        if not record.get(_WRITES):
            record[_WRITES] = writing.acquire(timeout=BUSY_TIMEOUT_MS / 1000)
        if not begins.startswith("BEGIN"):
            cursor.execute("BEGIN IMMEDIATE")

    @event.listens_for(engine, "checkin")
    def _let_others_write(_connection: Any, record: Any) -> None:
        if record.record_info.pop(_WRITES, False):
            writing.release()


def _driver(*, encrypted: bool) -> Any:
    try:
        from sqlcipher3 import dbapi2
    except ImportError as error:
        import sqlite3

        if encrypted or sqlite3.sqlite_version_info < SAFE_VERSION:
            raise DatabaseRefused(
                f"SQLite {sqlite3.sqlite_version} can damage its file when several processes "
                "write, and cannot encrypt. Install sqlcipher3, or use PostgreSQL."
            ) from error
        return sqlite3
    return dbapi2
