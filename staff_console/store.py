"""The tables of the console: colleagues, their sessions, and attempts to log in.

Nothing here hangs on a person with arrears.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    delete,
    func,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.types import Id, UtcDateTime, new_id
from storage.unit_of_work import UnitOfWork

_RowNumber = BigInteger().with_variant(Integer(), "sqlite")


class StaffMember(Base):
    """One colleague. ``id`` is the pseudonym in the evidence log; ``display_name`` is shown.

    ``totp_step`` is the last time step of which a code was used, so no code works twice.
    ``provider_subject`` is who this is for the organisation's own log-in, since the first time.
    """

    __tablename__ = "staff_members"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    login_name: Mapped[str] = mapped_column(String(80), unique=True)
    display_name: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(32))
    may_see_employees: Mapped[bool] = mapped_column(Boolean, default=False)
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    totp_secret: Mapped[str | None] = mapped_column(String(64))
    totp_step: Mapped[int | None] = mapped_column(BigInteger)
    provider_subject: Mapped[str | None] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class StaffSession(Base):
    """One browser of a colleague. Only the token's hash is kept.

    ``is_complete``: the second factor was given too. ``way``: ``own`` or ``organisation``.
    """

    __tablename__ = "staff_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff_members.id"), index=True)
    is_complete: Mapped[bool] = mapped_column(Boolean, default=False)
    way: Mapped[str] = mapped_column(String(16), server_default="own")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RecoveryCode(Base):
    """A code that replaces the second factor once. Only its hash is kept."""

    __tablename__ = "staff_recovery_codes"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff_members.id"), index=True)


class LogInAttempt(Base):
    """One attempt on a name that somebody typed; kept for as long as it counts.

    ``address_hash`` is None for a browser that is known: its attempts count for nobody else.
    """

    __tablename__ = "staff_log_in_attempts"
    __table_args__ = (
        Index("ix_staff_log_in_attempts_name", "name_hash", "at"),
        Index("ix_staff_log_in_attempts_address", "address_hash"),
    )

    id: Mapped[int] = mapped_column(_RowNumber, primary_key=True)
    name_hash: Mapped[str] = mapped_column(String(64))
    address_hash: Mapped[str | None] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


def member_named(unit: UnitOfWork, login_name: str) -> StaffMember | None:
    """Return the colleague with this log-in name, or None."""
    return unit.session.scalar(select(StaffMember).where(StaffMember.login_name == login_name))


def member_of_subject(unit: UnitOfWork, subject: str) -> StaffMember | None:
    """Return the colleague whom the organisation's own log-in knows as ``subject``, or None."""
    query = select(StaffMember).where(StaffMember.provider_subject == subject)
    return unit.session.scalar(query)


def member_with(unit: UnitOfWork, staff_id: str) -> StaffMember | None:
    """Return the colleague with this id, or None."""
    return unit.session.get(StaffMember, staff_id)


def all_members(unit: UnitOfWork) -> list[StaffMember]:
    """Return every colleague, by name."""
    return list(unit.session.scalars(select(StaffMember).order_by(StaffMember.login_name)))


def session_with(unit: UnitOfWork, token_hash: str) -> tuple[StaffSession, StaffMember] | None:
    """Return the session with this hash and whose it is, or None."""
    row = unit.session.execute(
        select(StaffSession, StaffMember)
        .join(StaffMember, StaffMember.id == StaffSession.staff_id)
        .where(StaffSession.token_hash == token_hash)
    ).first()
    return None if row is None else (row[0], row[1])


def sessions_of(unit: UnitOfWork, staff_id: str) -> tuple[StaffSession, ...]:
    """Return every session of a colleague, also those that are too old."""
    return tuple(
        unit.session.scalars(select(StaffSession).where(StaffSession.staff_id == staff_id))
    )


def end_sessions(unit: UnitOfWork, staff_id: str) -> None:
    """Delete every session of a colleague."""
    unit.session.execute(delete(StaffSession).where(StaffSession.staff_id == staff_id))


def end_sessions_before(unit: UnitOfWork, created_at: datetime, seen_at: datetime) -> int:
    """Delete the sessions begun before ``created_at`` or last used before ``seen_at``; count."""
    old = (StaffSession.created_at < created_at) | (StaffSession.seen_at < seen_at)
    gone = unit.session.execute(delete(StaffSession).where(old))
    return int(getattr(gone, "rowcount", 0))


def end_session(unit: UnitOfWork, token_hash: str) -> None:
    """Delete one session."""
    unit.session.execute(delete(StaffSession).where(StaffSession.token_hash == token_hash))


def attempts_on(unit: UnitOfWork, name_hash: str) -> int:
    """Return how many attempts on a name are kept."""
    query = select(func.count()).where(LogInAttempt.name_hash == name_hash)
    return unit.session.scalar(query) or 0


def attempts_from(unit: UnitOfWork, address_hash: str) -> int:
    """Return how many attempts from an address are kept."""
    query = select(func.count()).where(LogInAttempt.address_hash == address_hash)
    return unit.session.scalar(query) or 0


def forget_attempts(
    unit: UnitOfWork, before: datetime | None = None, name_hash: str | None = None
) -> None:
    """Delete the attempts before a moment, or those on a name."""
    query = delete(LogInAttempt)
    if before is not None:
        query = query.where(LogInAttempt.at < before)
    if name_hash is not None:
        query = query.where(LogInAttempt.name_hash == name_hash)
    unit.session.execute(query)


def take_recovery_code(unit: UnitOfWork, staff_id: str, code_hash: str) -> bool:
    """Use up a recovery code; return whether it was there."""
    row = unit.session.get(RecoveryCode, code_hash)
    if row is None or row.staff_id != staff_id:
        return False
    unit.session.delete(row)
    return True


def recovery_codes_left(unit: UnitOfWork, staff_id: str) -> int:
    """Return how many recovery codes a colleague still has."""
    query = select(func.count()).where(RecoveryCode.staff_id == staff_id)
    return unit.session.scalar(query) or 0


def replace_recovery_codes(unit: UnitOfWork, staff_id: str, hashes: list[str]) -> None:
    """Keep only these recovery codes for a colleague."""
    unit.session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff_id))
    for code_hash in hashes:
        unit.add(RecoveryCode(code_hash=code_hash, staff_id=staff_id))


class StaffNote(Base):
    """A note of a colleague about a case; it goes when the case is forgotten."""

    __tablename__ = "staff_notes"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(Id, index=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff_members.id"))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


def add_note(unit: UnitOfWork, case_id: str, staff_id: str, text: str) -> None:
    """Keep a note."""
    unit.add(
        StaffNote(id=new_id(), case_id=case_id, staff_id=staff_id, text=text, created_at=unit.now)
    )


def notes_of(unit: UnitOfWork, case_id: str) -> tuple[StaffNote, ...]:
    """Return the notes about a case, newest first."""
    query = select(StaffNote).where(StaffNote.case_id == case_id)
    return tuple(unit.session.scalars(query.order_by(StaffNote.created_at.desc())))


class TrainingCandidate(Base):
    """A masked sentence of a person that was understood badly; it goes when the case is forgotten.

    ``intent`` is what it was understood as, and after review what it means. ``state``: ``new``,
    ``kept`` or ``dropped``.
    """

    __tablename__ = "staff_training_candidates"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(Id, index=True)
    words: Mapped[str] = mapped_column(Text)
    intent: Mapped[str] = mapped_column(String(64))
    score_percent: Mapped[int] = mapped_column(Integer)
    suggestion: Mapped[str] = mapped_column(String(120))
    choice: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(32), index=True)
    reviewed_by: Mapped[str | None] = mapped_column(ForeignKey("staff_members.id"))
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


def add_candidate(unit: UnitOfWork, **values: Any) -> None:
    """Keep a sentence for review; the same sentence of a case waits only once."""
    same = select(TrainingCandidate.id).where(
        TrainingCandidate.case_id == values["case_id"],
        TrainingCandidate.words == values["words"],
        TrainingCandidate.state == "new",
    )
    if unit.session.scalar(same) is None:
        unit.add(TrainingCandidate(id=new_id(), state="new", created_at=unit.now, **values))


def candidate_with(unit: UnitOfWork, candidate_id: str) -> TrainingCandidate | None:
    """Return the sentence with this id, or None."""
    return unit.session.get(TrainingCandidate, candidate_id)


def candidates(unit: UnitOfWork, state: str) -> tuple[TrainingCandidate, ...]:
    """Return the sentences in ``state``, oldest first."""
    query = select(TrainingCandidate).where(TrainingCandidate.state == state)
    order = (TrainingCandidate.created_at, TrainingCandidate.id)
    return tuple(unit.session.scalars(query.order_by(*order)))
