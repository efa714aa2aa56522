"""The append-only table, written in the transaction of the decision that an entry records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import (
    Connection,
    Integer,
    LargeBinary,
    String,
    Table,
    event,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from evidence_log.entry import Codes, Entry, canonical_bytes, make_entry
from evidence_log.merkle import leaf_hash
from storage.base import Base
from storage.types import Id, Json, UtcDateTime
from storage.unit_of_work import UnitOfWork

_APPENDING = 6962
_PENDING = "evidence"


class EvidenceRow(Base):
    """One entry. ``sequence`` starts at 0 and has no gaps."""

    __tablename__ = "evidence"

    sequence: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    entry_type: Mapped[str] = mapped_column(String(40), index=True)
    case_ref: Mapped[str | None] = mapped_column(Id, index=True)
    codes: Mapped[dict[str, object]] = mapped_column(Json)
    leaf_hash: Mapped[bytes] = mapped_column(LargeBinary(32))

    def entry(self) -> Entry:
        """Return the row as an entry."""
        return Entry(self.entry_type, self.case_ref, self.at, dict(self.codes))


FORBID_CHANGE_SQLITE = [
    f"CREATE TRIGGER evidence_no_{verb.lower()} BEFORE {verb} ON evidence "
    "BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END"
    for verb in ("UPDATE", "DELETE")
]
FORBID_CHANGE_POSTGRESQL = [
    "CREATE FUNCTION evidence_forbid_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'evidence is append-only'; END $$",
    "CREATE TRIGGER evidence_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON evidence "
    "FOR EACH STATEMENT EXECUTE FUNCTION evidence_forbid_change()",
]


def _forbid_change(table: Table, connection: Connection, **_: object) -> None:
    sqlite = connection.dialect.name == "sqlite"
    for statement in FORBID_CHANGE_SQLITE if sqlite else FORBID_CHANGE_POSTGRESQL:
        connection.execute(text(statement))


event.listen(EvidenceRow.__table__, "after_create", _forbid_change)


def record(unit: UnitOfWork, entry_type: str, case_ref: str | None, codes: Codes) -> None:
    """Put a fact on the log when, and only when, ``unit`` is committed.

    Raises :class:`evidence_log.UnknownEntry` at once for what the closed set does not hold.
    """
    entry = make_entry(entry_type, case_ref, unit.now, codes)
    pending: list[Entry] = unit.notes.setdefault(_PENDING, [])
    if not pending:
        unit.before_commit(lambda: _append(unit))
    pending.append(entry)


def read_entries(
    unit: UnitOfWork, since: datetime | None = None, until: datetime | None = None
) -> Iterator[EvidenceRow]:
    """Yield the rows from ``since`` up to, not including, ``until`` (UTC), in order."""
    query = select(EvidenceRow).order_by(EvidenceRow.sequence)
    if since is not None:
        query = query.where(EvidenceRow.at >= since)
    if until is not None:
        query = query.where(EvidenceRow.at < until)
    yield from unit.session.scalars(query.execution_options(yield_per=500))


def _append(unit: UnitOfWork) -> None:
    unit.lock(_APPENDING)
    last = unit.session.scalar(select(func.max(EvidenceRow.sequence)))
    first = 0 if last is None else last + 1
    pending: list[Entry] = unit.notes.pop(_PENDING)
    for sequence, entry in enumerate(pending, first):
        unit.add(
            EvidenceRow(
                sequence=sequence,
                at=entry.at,
                entry_type=entry.entry_type,
                case_ref=entry.case_ref,
                codes=entry.codes,
                leaf_hash=leaf_hash(canonical_bytes(sequence, entry)),
            )
        )
