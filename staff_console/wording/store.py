"""Versions of the fixed texts, approvals of a version, and better wordings that were proposed.

The texts themselves stand in their data files. An approval holds for one hash: other words under
the same key have none.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.types import Id, UtcDateTime, new_id
from storage.unit_of_work import UnitOfWork

_Key = String(120)
_Hash = String(64)
OPEN, DROPPED = "open", "dropped"


class TextVersion(Base):
    """The words that a text had, from the first time that they were seen."""

    __tablename__ = "text_versions"

    text_key: Mapped[str] = mapped_column(_Key, primary_key=True)
    text_hash: Mapped[str] = mapped_column(_Hash, primary_key=True)
    words: Mapped[str] = mapped_column(Text)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class TextApproval(Base):
    """Somebody approved one version of a text, in a role; it may be taken back."""

    __tablename__ = "text_approvals"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    text_key: Mapped[str] = mapped_column(_Key, index=True)
    text_hash: Mapped[str] = mapped_column(_Hash)
    role: Mapped[str] = mapped_column(String(32))
    approved_by: Mapped[str] = mapped_column(Id)
    approved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[str | None] = mapped_column(Id)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class TextProposal(Base):
    """A better wording for one version of a text. ``state``: ``open`` or ``dropped``."""

    __tablename__ = "text_proposals"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    text_key: Mapped[str] = mapped_column(_Key, index=True)
    text_hash: Mapped[str] = mapped_column(_Hash)
    words: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(16))
    proposed_by: Mapped[str] = mapped_column(Id)
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    dropped_by: Mapped[str | None] = mapped_column(Id)
    dropped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def versions_seen(unit: UnitOfWork) -> set[tuple[str, str]]:
    """Return the key and hash of every version that was seen."""
    rows = unit.session.execute(select(TextVersion.text_key, TextVersion.text_hash))
    return {(row[0], row[1]) for row in rows}


def add_version(unit: UnitOfWork, key: str, text_hash: str, words: str) -> None:
    """Keep a version that was not seen before."""
    unit.add(TextVersion(text_key=key, text_hash=text_hash, words=words, seen_at=unit.now))


def versions_of(unit: UnitOfWork, key: str) -> list[TextVersion]:
    """Return the versions of a text, the newest first."""
    query = select(TextVersion).where(TextVersion.text_key == key)
    return list(unit.session.scalars(query.order_by(TextVersion.seen_at.desc())))


def all_approvals(unit: UnitOfWork) -> list[TextApproval]:
    """Return every approval of every text, the newest first."""
    query = select(TextApproval).order_by(TextApproval.approved_at.desc(), TextApproval.id)
    return list(unit.session.scalars(query))


def add_approval(unit: UnitOfWork, key: str, text_hash: str, colleague: str, role: str) -> None:
    """Keep an approval."""
    unit.add(
        TextApproval(
            id=new_id(),
            text_key=key,
            text_hash=text_hash,
            role=role,
            approved_by=colleague,
            approved_at=unit.now,
        )
    )


def add_proposal(
    unit: UnitOfWork, key: str, text_hash: str, words: str, reason: str, colleague: str
) -> TextProposal:
    """Keep a better wording and return it."""
    row = TextProposal(
        id=new_id(),
        text_key=key,
        text_hash=text_hash,
        words=words,
        reason=reason,
        state=OPEN,
        proposed_by=colleague,
        proposed_at=unit.now,
    )
    unit.add(row)
    return row


def proposal_with(unit: UnitOfWork, proposal_id: str) -> TextProposal | None:
    """Return the wording with this id, or None."""
    return unit.session.get(TextProposal, proposal_id)


def open_proposals(unit: UnitOfWork) -> list[TextProposal]:
    """Return the wordings that were not dropped, by text and age."""
    query = select(TextProposal).where(TextProposal.state == OPEN)
    order = (TextProposal.text_key, TextProposal.proposed_at)
    return list(unit.session.scalars(query.order_by(*order)))
