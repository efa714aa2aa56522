"""The tables of the ways in: passkeys, challenges that come back once, and known browsers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, Text, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.types import UtcDateTime
from storage.unit_of_work import UnitOfWork


class Passkey(Base):
    """A WebAuthn credential of a colleague. ``id`` is the SHA-256 of its ``credential_id``.

    ``sign_count`` is the authenticator's own counter; 0 when it does not count.
    """

    __tablename__ = "staff_passkeys"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff_members.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Challenge(Base):
    """Something that one browser must bring back, once and soon. Only hashes of both are kept."""

    __tablename__ = "staff_challenges"

    challenge_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    browser_hash: Mapped[str] = mapped_column(String(64))
    purpose: Mapped[str] = mapped_column(String(32))
    kept: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class KnownBrowser(Base):
    """A browser in which a colleague logged in. Only the hash of its token is kept."""

    __tablename__ = "staff_known_browsers"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(
        ForeignKey("staff_members.id"), primary_key=True, index=True
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


def passkeys_of(unit: UnitOfWork, staff_id: str) -> tuple[Passkey, ...]:
    """Return a colleague's passkeys, oldest first."""
    query = select(Passkey).where(Passkey.staff_id == staff_id)
    return tuple(unit.session.scalars(query.order_by(Passkey.created_at, Passkey.id)))


def passkey_with(unit: UnitOfWork, passkey_id: str) -> Passkey | None:
    """Return the passkey with this id, or None."""
    return unit.session.get(Passkey, passkey_id)


def remove_passkey(unit: UnitOfWork, passkey: Passkey) -> None:
    """Delete a passkey: it opens nothing any more."""
    unit.session.delete(passkey)


def remove_ways_in(unit: UnitOfWork, staff_id: str) -> None:
    """Delete a colleague's passkeys and known browsers."""
    for table in (Passkey, KnownBrowser):
        unit.session.execute(delete(table).where(table.staff_id == staff_id))


def take_challenge(unit: UnitOfWork, challenge_hash: str) -> Challenge | None:
    """Delete the challenge with this hash and return it, or None."""
    row = unit.session.get(Challenge, challenge_hash)
    if row is not None:
        unit.session.delete(row)
    return row


def remove_challenges(unit: UnitOfWork, before: datetime) -> None:
    """Delete the challenges from before a moment."""
    unit.session.execute(delete(Challenge).where(Challenge.created_at < before))


def browser_is_known(
    unit: UnitOfWork, token_hash: str, staff_id: str, not_before: datetime
) -> bool:
    """Whether this colleague logged in with this browser since ``not_before``."""
    row = unit.session.get(KnownBrowser, (token_hash, staff_id))
    return row is not None and row.created_at >= not_before


def remove_known_browsers(unit: UnitOfWork, before: datetime) -> None:
    """Delete the known browsers from before a moment."""
    unit.session.execute(delete(KnownBrowser).where(KnownBrowser.created_at < before))


def keep_known_browser(unit: UnitOfWork, token_hash: str, staff_id: str) -> None:
    """Know this browser from now on."""
    row = unit.session.get(KnownBrowser, (token_hash, staff_id))
    if row is None:
        unit.add(KnownBrowser(token_hash=token_hash, staff_id=staff_id, created_at=unit.now))
    else:
        row.created_at = unit.now
