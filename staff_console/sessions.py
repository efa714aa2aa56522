"""Sessions of colleagues, kept at the server: a token in a cookie, its hash in the database."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from staff_console import store
from staff_console.store import StaffMember, StaffSession
from staff_console.ways_in.store import passkeys_of
from storage.unit_of_work import UnitOfWork

TOKEN_BYTES = 32
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)
_SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Colleague:
    """Who is looking. ``id`` is the pseudonym in the evidence log.

    ``is_complete``: both factors were given. ``must_enrol``: there is no second factor yet.
    ``way``: ``own``, or ``organisation`` for its own log-in.
    """

    id: str
    login_name: str
    display_name: str
    role: str
    may_see_employees: bool
    is_complete: bool
    must_enrol: bool
    token_hash: str
    way: str = "own"


def open_session(unit: UnitOfWork, member: StaffMember, is_complete: bool, way: str = "own") -> str:
    """Return the token of a new session."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    unit.add(
        StaffSession(
            token_hash=hashed(token),
            staff_id=member.id,
            is_complete=is_complete,
            way=way,
            created_at=unit.now,
            seen_at=unit.now,
        )
    )
    return token


def find_session(unit: UnitOfWork, token: str, is_use: bool = True) -> Colleague | None:
    """Return who has ``token``; None when it is unknown, too old, or its owner may not come in.

    ``is_use``: somebody did something. A page that looks for news by itself keeps nobody logged in.
    """
    found = store.session_with(unit, hashed(token))
    if found is None:
        return None
    session, member = found
    if _is_too_old(session, unit.now) or not member.is_active:
        return None
    if is_use and unit.now - session.seen_at > _SEEN_EVERY:
        session.seen_at = unit.now
    return Colleague(
        id=member.id,
        login_name=member.login_name,
        display_name=member.display_name,
        role=member.role,
        may_see_employees=member.may_see_employees,
        is_complete=session.is_complete,
        must_enrol=member.totp_secret is None and not passkeys_of(unit, member.id),
        token_hash=session.token_hash,
        way=session.way,
    )


def is_logged_in(unit: UnitOfWork, member: StaffMember) -> bool:
    """Whether a colleague gave both factors in some browser and is not too long away."""
    return member.is_active and any(
        each.is_complete and not _is_too_old(each, unit.now)
        for each in store.sessions_of(unit, member.id)
    )


def remove_old_sessions(unit: UnitOfWork) -> int:
    """Delete the sessions that nobody can use any more; return how many."""
    return store.end_sessions_before(unit, unit.now - LONGEST, unit.now - IDLE)


def _is_too_old(session: StaffSession, now: datetime) -> bool:
    return now - session.created_at > LONGEST or now - session.seen_at > IDLE


def hashed(token: str) -> str:
    """Return what is kept of a token."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()
