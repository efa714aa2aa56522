"""The tables of the log, and what is asked of them.

``evidence`` holds the leaves: it is append-only. ``evidence_body`` holds what each leaf commits to,
encrypted; it and the person's key in ``evidence_key`` can be erased.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import (
    Connection,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    Row,
    String,
    Table,
    delete,
    event,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.types import Id, UtcDateTime
from storage.unit_of_work import UnitOfWork

ORGANISATION = ""
ERASURE = "bodies_erased"
_APPENDING = 6962


class EvidenceRow(Base):
    """One leaf. ``sequence`` starts at 0 and has no gaps; ``on`` is the day in UTC."""

    __tablename__ = "evidence"

    sequence: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    on: Mapped[date] = mapped_column("on_day", Date, index=True)
    entry_type: Mapped[str] = mapped_column(String(40), index=True)
    commitment: Mapped[bytes] = mapped_column(LargeBinary(32))
    leaf_hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class EvidenceBody(Base):
    """What a leaf commits to: salt and body under the key of ``case_ref``. Erasable."""

    __tablename__ = "evidence_body"

    sequence: Mapped[int] = mapped_column(ForeignKey("evidence.sequence"), primary_key=True)
    case_ref: Mapped[str] = mapped_column(Id, index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class EvidenceKey(Base):
    """The key of one person's bodies, wrapped; an empty ``case_ref`` is the organisation's own."""

    __tablename__ = "evidence_key"

    case_ref: Mapped[str] = mapped_column(Id, primary_key=True)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary(60))


def append_only(table: str, verbs: tuple[str, ...] = ("UPDATE", "DELETE")) -> None:
    """Let triggers refuse ``verbs`` (and TRUNCATE, where it exists) on ``table``."""

    def forbid(target: Table, connection: Connection, **_: object) -> None:
        for statement in _triggers(table, verbs, connection.dialect.name):
            connection.execute(text(statement))

    event.listen(Base.metadata.tables[table], "after_create", forbid)


def _triggers(table: str, verbs: tuple[str, ...], dialect: str) -> list[str]:
    said = f"'{table} is append-only'"
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, {said}); END"
            for verb in verbs
        ]
    return [
        f"CREATE OR REPLACE FUNCTION {table}_forbid_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION {said}; END $$",
        f"CREATE TRIGGER {table}_no_change BEFORE {' OR '.join((*verbs, 'TRUNCATE'))} ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_forbid_change()",
    ]


_LEAVES = Base.metadata.tables["evidence"]
_BODIES = Base.metadata.tables["evidence_body"]
_KEYS = Base.metadata.tables["evidence_key"]

append_only("evidence")
append_only("evidence_body", ("UPDATE",))


@dataclass(frozen=True)
class Place:
    """Where the next entry comes, and the moment of the one before it (None when erased)."""

    sequence: int
    last_at: datetime | None


def next_place(unit: UnitOfWork) -> Place:
    """Return the next place and hold it until the unit ends: one appender at a time."""
    unit.lock(_APPENDING, pass_on_early=True)
    query = (
        select(EvidenceRow.sequence, EvidenceBody.at)
        .outerjoin(EvidenceBody, EvidenceBody.sequence == EvidenceRow.sequence)
        .order_by(EvidenceRow.sequence.desc())
        .limit(1)
    )
    last = unit.session.execute(query).first()
    return Place(0, None) if last is None else Place(last[0] + 1, last[1])


def wrapped_keys(unit: UnitOfWork, case_refs: Iterable[str]) -> dict[str, bytes]:
    """Return the wrapped keys there are, by ``case_ref``; they stay until the unit ends."""
    query = (
        select(_KEYS.c.case_ref, _KEYS.c.wrapped)
        .where(_KEYS.c.case_ref.in_(sorted(case_refs)))
        .with_for_update(read=True, key_share=True)
    )
    return {row.case_ref: bytes(row.wrapped) for row in unit.session.execute(query)}


def insert_keys(unit: UnitOfWork, keys: dict[str, bytes]) -> None:
    """Keep new wrapped keys; who made one for the same person a moment before keeps his."""
    is_sqlite = unit.session.get_bind().dialect.name == "sqlite"
    statement = (sqlite_insert if is_sqlite else postgresql_insert)(_KEYS)
    rows = [{"case_ref": case_ref, "wrapped": keys[case_ref]} for case_ref in sorted(keys)]
    unit.session.execute(statement.on_conflict_do_nothing(), rows)


def insert_entries(
    unit: UnitOfWork, leaves: list[dict[str, object]], bodies: list[dict[str, object]]
) -> None:
    """Append leaves with their sealed bodies: columns by name."""
    unit.session.execute(insert(_LEAVES), leaves)
    unit.session.execute(insert(_BODIES), bodies)


def stored_entries(
    unit: UnitOfWork,
    first_on: date | None = None,
    last_on: date | None = None,
    start: int = 0,
    stop: int | None = None,
    case_ref: str | None = None,
    entry_types: Collection[str] | None = None,
) -> Iterator[Row]:
    """Yield (leaf row, case_ref, at, sealed, wrapped key) in order; None for what is erased."""
    query = (
        select(
            EvidenceRow.sequence,
            EvidenceRow.on,
            EvidenceRow.entry_type,
            EvidenceRow.commitment,
            EvidenceRow.leaf_hash,
            EvidenceBody.case_ref,
            EvidenceBody.at,
            EvidenceBody.sealed,
            EvidenceKey.wrapped,
        )
        .outerjoin(EvidenceBody, EvidenceBody.sequence == EvidenceRow.sequence)
        .outerjoin(EvidenceKey, EvidenceKey.case_ref == EvidenceBody.case_ref)
        .where(EvidenceRow.sequence >= start)
        .order_by(EvidenceRow.sequence)
    )
    if stop is not None:
        query = query.where(EvidenceRow.sequence < stop)
    if case_ref is not None:
        query = query.where(EvidenceBody.case_ref == case_ref)
    if entry_types is not None:
        query = query.where(EvidenceRow.entry_type.in_(sorted(entry_types)))
    if first_on is not None:
        query = query.where(EvidenceRow.on >= first_on)
    if last_on is not None:
        query = query.where(EvidenceRow.on <= last_on)
    yield from unit.session.execute(query.execution_options(yield_per=500))


def entries_between(unit: UnitOfWork, since: datetime, until: datetime) -> int:
    """Return about how many entries there are in a period: whole days (UTC) are counted."""
    days = since.astimezone(UTC).date(), until.astimezone(UTC).date()
    query = select(func.count()).where(EvidenceRow.on.between(*days))
    return unit.session.scalar(query) or 0


def persons_between(unit: UnitOfWork, since: datetime, until: datetime) -> Sequence[str]:
    """Return the pseudonyms with an entry from ``since`` up to, not including, ``until``."""
    query = (
        select(EvidenceBody.case_ref)
        .where(EvidenceBody.at >= since, EvidenceBody.at < until)
        .where(EvidenceBody.case_ref != ORGANISATION)
        .distinct()
    )
    return unit.session.scalars(query).all()


def leaf_hashes(unit: UnitOfWork, start: int, stop: int) -> Sequence[bytes]:
    """Return the leaf hashes from ``start`` up to, not including, ``stop``."""
    query = (
        select(EvidenceRow.leaf_hash)
        .where(EvidenceRow.sequence >= start, EvidenceRow.sequence < stop)
        .order_by(EvidenceRow.sequence)
    )
    return unit.session.scalars(query).all()


def leaf_hash_of(unit: UnitOfWork, sequence: int) -> bytes | None:
    """Return the hash of the leaf at ``sequence``, or None when the log is shorter."""
    return unit.session.scalar(
        select(EvidenceRow.leaf_hash).where(EvidenceRow.sequence == sequence)
    )


def erased_entries(unit: UnitOfWork, entry_types: Collection[str]) -> frozenset[int]:
    """Return the sequence numbers of the entries of these types whose body is gone."""
    query = (
        select(EvidenceRow.sequence)
        .outerjoin(EvidenceBody, EvidenceBody.sequence == EvidenceRow.sequence)
        .where(EvidenceRow.entry_type.in_(sorted(entry_types)), EvidenceBody.sequence.is_(None))
    )
    return frozenset(unit.session.scalars(query))


def log_size(unit: UnitOfWork) -> int:
    """Return the number of entries."""
    last = unit.session.scalar(select(func.max(EvidenceRow.sequence)))
    return 0 if last is None else last + 1


def moment_of(unit: UnitOfWork, sequence: int) -> datetime | None:
    """Return when the entry was written, or None when there is none or it was erased."""
    query = select(EvidenceBody.at).where(EvidenceBody.sequence == sequence)
    return unit.session.scalar(query)


def delete_bodies(unit: UnitOfWork, case_ref: str) -> int:
    """Delete the key and the bodies of ``case_ref``; return the number of bodies.

    The key goes first: that waits for whoever is sealing with it, so no body is left behind.
    """
    unit.session.execute(delete(EvidenceKey).where(EvidenceKey.case_ref == case_ref))
    gone = unit.session.execute(delete(EvidenceBody).where(EvidenceBody.case_ref == case_ref))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def delete_bodies_before(unit: UnitOfWork, moment: datetime, kept: Collection[str]) -> int:
    """Delete the bodies written before ``moment``, and keys without bodies; return the number.

    What says that bodies were erased is never erased: so what is missing can always be explained.
    """
    records = select(EvidenceRow.sequence).where(EvidenceRow.entry_type == ERASURE)
    gone = unit.session.execute(
        delete(EvidenceBody).where(
            EvidenceBody.at < moment,
            EvidenceBody.sequence.not_in(records),
            EvidenceBody.case_ref.not_in(kept),
        )
    )
    _delete_unused_keys(unit)
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _delete_unused_keys(unit: UnitOfWork) -> None:
    """Delete the keys without bodies. First they are locked, so nobody seals with them any more;
    a key that somebody seals with at this moment is left.
    """
    unused = EvidenceKey.case_ref.not_in(select(EvidenceBody.case_ref))
    query = select(EvidenceKey.case_ref).where(unused, EvidenceKey.case_ref != ORGANISATION)
    locked = unit.session.scalars(query.with_for_update(skip_locked=True)).all()
    unit.session.execute(delete(EvidenceKey).where(EvidenceKey.case_ref.in_(locked), unused))
