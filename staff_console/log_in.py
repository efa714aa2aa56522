"""Log in: name and password, then the second factor. Guessing is slowed down for each name."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from staff_console import store
from staff_console.accounts import plain_name
from staff_console.errors import LogInRefused
from staff_console.passwords import is_right
from staff_console.second_factor import matching_step, new_recovery_codes, take_code
from staff_console.sessions import Colleague, open_session
from staff_console.store import LogInAttempt, StaffMember
from storage.unit_of_work import UnitOfWork

MOST_ATTEMPTS = 10
WINDOW = timedelta(minutes=10)
_ONE_AT_A_TIME = 6_238


def note_attempt(unit: UnitOfWork, login_name: str) -> None:
    """Count an attempt before it is judged, so that a hundred at once are a hundred.

    Commit this on its own. Raises :class:`LogInRefused` ``too_often`` when there were
    :data:`MOST_ATTEMPTS` on this name in :data:`WINDOW`; a log-in that succeeds forgets them.
    """
    unit.lock(_ONE_AT_A_TIME)
    name_hash = _hashed(plain_name(login_name))
    store.forget_attempts(unit, before=unit.now - WINDOW)
    if store.attempts_on(unit, name_hash) >= MOST_ATTEMPTS:
        raise LogInRefused("too_often")
    unit.add(LogInAttempt(name_hash=name_hash, at=unit.now))


def give_password(unit: UnitOfWork, login_name: str, password: str) -> str:
    """Return the token of a session that still waits for the second factor.

    Raises :class:`LogInRefused` ``wrong`` for any wrong pair, whether the name exists or not.
    """
    member = store.member_named(unit, plain_name(login_name))
    right = is_right(member.password_hash if member else None, password)
    if member is None or not right or not member.is_active:
        raise LogInRefused("wrong")
    return open_session(unit, member, is_complete=False)


def give_code(unit: UnitOfWork, colleague: Colleague, code: str) -> str:
    """Return the token of a complete session; the half one ends. Raises :class:`LogInRefused`."""
    unit.lock(_ONE_AT_A_TIME)  # or one code would let two in
    member = _member(unit, colleague)
    if not take_code(unit, member, code):
        raise LogInRefused("wrong_code")
    return _complete(unit, colleague, member)


def enrol(unit: UnitOfWork, colleague: Colleague, secret: str, code: str) -> tuple[str, list[str]]:
    """Keep the second factor of somebody who has none; return a complete token, recovery codes.

    Raises :class:`LogInRefused` when the code does not fit the secret, or there is one already.
    """
    unit.lock(_ONE_AT_A_TIME)
    member = _member(unit, colleague)
    if member.totp_secret is not None:
        raise LogInRefused("wrong")
    step = matching_step(secret, "".join(code.split()), unit.now, None)
    if step is None:
        raise LogInRefused("wrong_code")
    member.totp_secret, member.totp_step = secret, step
    codes = new_recovery_codes(unit, member)
    return _complete(unit, colleague, member), codes


def log_out(unit: UnitOfWork, colleague: Colleague) -> None:
    """End the session."""
    store.end_session(unit, colleague.token_hash)


def _complete(unit: UnitOfWork, colleague: Colleague, member: StaffMember) -> str:
    store.end_session(unit, colleague.token_hash)
    store.forget_attempts(unit, name_hash=_hashed(member.login_name))
    return open_session(unit, member, is_complete=True)


def _member(unit: UnitOfWork, colleague: Colleague) -> StaffMember:
    member = store.member_with(unit, colleague.id)
    if member is None:
        raise LogInRefused("wrong")
    return member


def _hashed(name: str) -> str:
    return sha256(name.encode()).hexdigest()
