"""One unit of work: everything that is decided together is written together, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from storage.errors import ChangedMeanwhile, DiskFull

_LOCK = text("SELECT pg_advisory_xact_lock(:name)")
_LOCK_AND_PASS_ON = text(
    "SELECT pg_advisory_xact_lock(:name), set_config('synchronous_commit', 'off', true)"
)


class UnitOfWork:
    """Changes that belong together, and the moment they happen.

    Nothing is written before :meth:`commit`, so a long turn holds no lock; reads therefore do not
    see what was added in the same unit. ``wrapping_key`` (32 bytes) wraps the keys that rows are
    sealed with.
    """

    def __init__(self, session: Session, now: datetime, wrapping_key: bytes) -> None:
        self.session = session
        self.now = now
        self.wrapping_key = wrapping_key
        self.notes: dict[str, Any] = {}
        self._before_commit: list[Callable[[], None]] = []
        self._after_commit: list[Callable[[], None]] = []
        self._passes_on_early = False

    def add(self, *rows: object) -> None:
        """Keep ``rows`` when the unit is committed."""
        self.session.add_all(rows)

    def before_commit(self, run: Callable[[], None]) -> None:
        """Call ``run`` inside the write transaction, after the unit's rows are written."""
        self._before_commit.append(run)

    def after_commit(self, run: Callable[[], None]) -> None:
        """Call ``run`` once everything is durable; it is not called when the unit fails."""
        self._after_commit.append(run)

    def lock(self, name: int, *, pass_on_early: bool = False) -> None:
        """Hold the application-wide lock ``name`` until the unit ends.

        SQLite has one writer, so its write transaction is the lock; PostgreSQL takes an advisory
        lock. There ``pass_on_early`` lets the next unit go on while this one waits for the disk, so
        that many wait together; see docs/decisions/0012.
        """
        self.begin_writing()
        if self.session.get_bind().dialect.name == "postgresql":
            self._passes_on_early = self._passes_on_early or pass_on_early
            statement = _LOCK_AND_PASS_ON if pass_on_early else _LOCK
            self.session.execute(statement, {"name": name})

    def begin_writing(self) -> None:
        """Begin the write transaction now: what is read from here on is not overtaken on SQLite."""
        if self.session.get_bind().dialect.name == "postgresql":
            return
        if not self._driver_connection().in_transaction:
            self.session.execute(text("BEGIN IMMEDIATE"))

    def commit(self) -> None:
        """Write everything and make it durable; on an error nothing is kept.

        Raises :class:`storage.errors.ChangedMeanwhile` when another unit was first.
        """
        try:
            self.session.flush()
            while self._before_commit:
                self._before_commit.pop(0)()
                self.session.flush()
            self.session.commit()
            if self._passes_on_early:
                self._passes_on_early = False
                self.make_durable()
        except StaleDataError as error:
            self.session.rollback()
            raise ChangedMeanwhile("Another change came first, so nothing was kept.") from error
        except OperationalError as error:
            self.session.rollback()
            if _is_disk_full(error):
                raise DiskFull(
                    "The disk of the database is full, so nothing of this was kept. Make room; "
                    "what was kept before is whole."
                ) from error
            raise
        except BaseException:
            self.session.rollback()
            raise
        for run in self._after_commit:
            run()
        self._after_commit.clear()

    def make_durable(self) -> None:
        """Wait until everything that is committed, by anybody, is on PostgreSQL's disk.

        Its write-ahead log is one row of records: a commit that waits for the disk, waits for all
        before it. An empty record is enough, beside this unit.
        """
        engine = self.session.get_bind().engine
        if engine.dialect.name == "postgresql":
            with engine.begin() as connection:
                connection.execute(text("SELECT pg_logical_emit_message(true, 'durable', '')"))

    def _driver_connection(self) -> Any:
        return self.session.connection().connection.driver_connection


def _is_disk_full(error: OperationalError) -> bool:
    """Whether SQLite (SQLITE_FULL) or PostgreSQL (53100) says that there is no room."""
    return getattr(error.orig, "sqlstate", "") == "53100" or "disk is full" in str(error.orig)
