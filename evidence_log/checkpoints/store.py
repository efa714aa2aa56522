"""The tables of checkpoints, of the keys that signed them, and of their copies outside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Integer, LargeBinary, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from evidence_log.store import append_only
from storage.base import Base
from storage.types import UtcDateTime
from storage.unit_of_work import UnitOfWork

TIME_STAMPS = "time stamps"
_COPYING = 3161


class BlockRow(Base):
    """The root of a complete subtree of :data:`evidence_log.checkpoints.tree.BLOCK` leaves.

    It can be computed from the leaves again: it only saves time.
    """

    __tablename__ = "evidence_block"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    root: Mapped[bytes] = mapped_column(LargeBinary(32))


class CheckpointRow(Base):
    """A signed note over the tree of ``size`` leaves. The key makes a second one impossible."""

    __tablename__ = "evidence_checkpoint"

    size: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    origin: Mapped[str] = mapped_column(String(200))
    root: Mapped[bytes] = mapped_column(LargeBinary(32))
    note: Mapped[str] = mapped_column(Text)
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignerRow(Base):
    """A public key. It signs above ``since_size``, where the one before handed over."""

    __tablename__ = "evidence_signer"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    origin: Mapped[str] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(300))
    since_size: Mapped[int] = mapped_column(Integer)


class CopyRow(Base):
    """A checkpoint that reached ``destination``; ``receipt`` is what came back (a time stamp)."""

    __tablename__ = "evidence_copy"

    destination: Mapped[str] = mapped_column(String(300), primary_key=True)
    size: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    copied_at: Mapped[datetime] = mapped_column(UtcDateTime)
    receipt: Mapped[bytes | None] = mapped_column(LargeBinary)


for _table in ("evidence_block", "evidence_checkpoint", "evidence_signer", "evidence_copy"):
    append_only(_table)


def checkpoints(unit: UnitOfWork, origin: str) -> Sequence[CheckpointRow]:
    """Return the checkpoints of ``origin``, smallest first."""
    query = select(CheckpointRow).where(CheckpointRow.origin == origin).order_by(CheckpointRow.size)
    return unit.session.scalars(query).all()


def newest_checkpoint(unit: UnitOfWork, origin: str | None = None) -> CheckpointRow | None:
    """Return the largest checkpoint (of ``origin``), or None."""
    query = select(CheckpointRow).order_by(CheckpointRow.size.desc()).limit(1)
    if origin is not None:
        query = query.where(CheckpointRow.origin == origin)
    return unit.session.scalar(query)


def signers(unit: UnitOfWork, origin: str) -> Sequence[SignerRow]:
    """Return the keys of ``origin``, oldest first."""
    query = select(SignerRow).where(SignerRow.origin == origin).order_by(SignerRow.number)
    return unit.session.scalars(query).all()


def current_signer(unit: UnitOfWork) -> SignerRow | None:
    """Return the key that is in force, or None before the first."""
    query = select(SignerRow).order_by(SignerRow.number.desc()).limit(1)
    return unit.session.scalar(query)


def block_roots(unit: UnitOfWork) -> Sequence[bytes]:
    """Return the roots of the blocks kept so far, from the first on."""
    return unit.session.scalars(select(BlockRow.root).order_by(BlockRow.number)).all()


def first_checkpoint_after(unit: UnitOfWork, size: int) -> CheckpointRow | None:
    """Return the smallest checkpoint that is larger than ``size``, or None."""
    query = select(CheckpointRow).where(CheckpointRow.size > size).order_by(CheckpointRow.size)
    return unit.session.scalar(query.limit(1))


def add_copy(unit: UnitOfWork, destination: str, size: int, receipt: bytes | None) -> None:
    """Keep that the checkpoint of ``size`` is at ``destination``; a second time changes nothing."""
    unit.lock(_COPYING)
    last = newest_copy(unit, destination)
    if last is None or last.size < size:
        unit.add(CopyRow(destination=destination, size=size, copied_at=unit.now, receipt=receipt))


def newest_copy(unit: UnitOfWork, destination: str) -> CopyRow | None:
    """Return the last checkpoint that reached ``destination``, or None."""
    query = select(CopyRow).where(CopyRow.destination == destination)
    return unit.session.scalar(query.order_by(CopyRow.size.desc()).limit(1))


def receipts(unit: UnitOfWork, destination: str) -> Sequence[CopyRow]:
    """Return the copies at ``destination`` that brought a receipt, smallest checkpoint first."""
    query = select(CopyRow).where(CopyRow.destination == destination, CopyRow.receipt.is_not(None))
    return unit.session.scalars(query.order_by(CopyRow.size)).all()
