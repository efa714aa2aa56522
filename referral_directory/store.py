"""The register in the database: every version of every entry, who changed it and when.

Rows are only added. The newest version of an entry counts; when its change is `retired`, the entry
is no longer in the register, but every version of it can still be asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Literal

from sqlalchemy import Index, Integer, String, UniqueConstraint, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from referral_directory.errors import RegisterChanged
from referral_directory.register import KINDS, Document, Kind, Register, version_of
from storage.base import Base
from storage.types import Json, UtcDateTime
from storage.unit_of_work import UnitOfWork

Change = Literal["added", "changed", "retired"]
_WRITING = 3082
_ROWS_AT_ONCE = 500


class RegisterEntry(Base):
    """One version of one document. ``sequence`` numbers all changes, without gaps, from 1."""

    __tablename__ = "directory_entries"
    __table_args__ = (
        UniqueConstraint("kind", "entity_id", "version"),
        Index("ix_directory_entries_entry_version", "entry_version"),
    )

    sequence: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(24))
    entity_id: Mapped[str] = mapped_column(String(64))
    version: Mapped[int] = mapped_column(Integer)
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by: Mapped[str] = mapped_column(String(120))
    change: Mapped[str] = mapped_column(String(8))
    entry_version: Mapped[str] = mapped_column(String(16))
    content: Mapped[Document] = mapped_column(Json)


@dataclass(frozen=True)
class NewVersion:
    """A change to write: the whole new document, or the last one when it is `retired`."""

    kind: Kind
    change: Change
    document: Document


def latest_change(unit: UnitOfWork) -> int:
    """Return the number of the last change; 0 for an empty register."""
    return unit.session.scalar(select(func.max(RegisterEntry.sequence))) or 0


def read_register(unit: UnitOfWork, before: Register | None = None) -> Register:
    """Return every current document. Only what changed after `before` is read again."""
    before = before or Register()
    documents: dict[str, dict[str, Document]] = {kind: dict(before.of(kind)) for kind in KINDS}
    versions, modified_at = dict(before.versions), dict(before.modified_at)
    number = before.number
    row = RegisterEntry
    query = (
        select(
            row.sequence, row.kind, row.entity_id, row.change, row.entry_version, row.valid_from,
            row.content,
        )
        .where(row.sequence > before.number)
        .order_by(row.sequence)
    )  # fmt: skip
    for sequence, kind, key, change, version, moment, content in unit.session.execute(query):
        number = sequence
        if change == "retired":
            documents[kind].pop(key, None)
        else:
            documents[kind][key] = content
        versions[key], modified_at[key] = version, moment
    return Register(documents, versions, modified_at, number)


def write_changes(
    unit: UnitOfWork,
    changes: Iterable[NewVersion],
    changed_by: str,
    expected: int,
    advance: Callable[[int], None] = lambda count: None,
) -> int:
    """Write `changes` in this unit, which the caller commits; return the number of the last one.

    `expected` is the last change that the caller saw. Raises `RegisterChanged` when somebody else
    changed the register since: what was shown beforehand would not be what happens.
    """
    unit.lock(_WRITING)
    sequence = latest_change(unit)
    if sequence != expected:
        raise RegisterChanged(
            "Somebody changed the register in the meantime, so nothing was written: what you saw "
            "may no longer be what would happen. Look at the changes again, then repeat."
        )
    versions = _last_versions(unit)
    rest = iter(changes)
    while some := list(islice(rest, _ROWS_AT_ONCE)):
        rows = []
        for each in some:
            key = (each.kind, each.document["id"])
            versions[key] = versions.get(key, 0) + 1
            sequence += 1
            rows.append(
                {
                    "sequence": sequence,
                    "kind": each.kind,
                    "entity_id": each.document["id"],
                    "version": versions[key],
                    "valid_from": unit.now,
                    "changed_by": changed_by,
                    "change": each.change,
                    "entry_version": version_of(each.document),
                    "content": each.document,
                }
            )
        unit.session.execute(insert(RegisterEntry), rows)
        advance(len(rows))
    return sequence


def history_of(unit: UnitOfWork, entity_id: str) -> list[RegisterEntry]:
    """Return every version of an entry, the oldest first; empty when it was never there.

    The one that evidence cites has its `entry_version`.
    """
    query = select(RegisterEntry).where(RegisterEntry.entity_id == entity_id)
    return list(unit.session.scalars(query.order_by(RegisterEntry.version)))


def fill_when_empty(unit: UnitOfWork, seed: Register) -> bool:
    """Write the seed in an empty register, in this unit; return whether it was empty."""
    if latest_change(unit):
        return False
    changes: Iterator[NewVersion] = (NewVersion(kind, "added", each) for kind, _, each in seed)
    write_changes(unit, changes, "seed", expected=0)
    return True


def _last_versions(unit: UnitOfWork) -> dict[tuple[str, str], int]:
    row = RegisterEntry
    query = select(row.kind, row.entity_id, func.max(row.version)).group_by(row.kind, row.entity_id)
    return {(kind, entity_id): version for kind, entity_id, version in unit.session.execute(query)}
