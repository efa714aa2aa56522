"""Log in: name and password, then the second factor; and what comes after every way in."""

from __future__ import annotations

from dataclasses import dataclass

from staff_console import store
from staff_console.accounts import plain_name, record_change, set_password
from staff_console.attempts import ONE_AT_A_TIME, Visitor, forget_attempts
from staff_console.errors import AccountRefused, LogInRefused
from staff_console.log_in_facts import logged_in, logged_out
from staff_console.passwords import is_right
from staff_console.second_factor import keep_app, new_recovery_codes, take_code
from staff_console.sessions import Colleague, open_session
from staff_console.store import StaffMember
from staff_console.ways_in.known_browsers import know
from staff_console.ways_in.store import passkeys_of
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Entry:
    """What a browser keeps of a log-in: its session's token, and the token it is known by."""

    token: str
    browser: str


def give_password(unit: UnitOfWork, login_name: str, password: str) -> str:
    """Return the token of a session that still waits for the second factor.

    Raises :class:`LogInRefused` ``wrong`` for any wrong pair, whether the name exists or not.
    """
    member = store.member_named(unit, plain_name(login_name))
    right = is_right(member.password_hash if member else None, password)
    if member is None or not right or not member.is_active:
        raise LogInRefused("wrong")
    return open_session(unit, member, is_complete=False)


def give_code(unit: UnitOfWork, colleague: Colleague, code: str, visitor: Visitor) -> Entry:
    """Return a complete session; the half one ends. Raises :class:`LogInRefused`."""
    unit.lock(ONE_AT_A_TIME)  # or one code would let two in
    member = member_of(unit, colleague.id)
    how = take_code(unit, member, code)
    if how is None:
        raise LogInRefused("wrong_code")
    return enter(unit, member, visitor, how, half=colleague)


def enrol(
    unit: UnitOfWork, colleague: Colleague, secret: str, code: str, visitor: Visitor
) -> tuple[Entry, list[str]]:
    """Keep the first second factor of a colleague; return a complete session, recovery codes.

    Raises :class:`LogInRefused` when the code does not fit the secret, or there is one already.
    """
    unit.lock(ONE_AT_A_TIME)
    member = member_of(unit, colleague.id)
    if member.totp_secret is not None or passkeys_of(unit, member.id):
        raise LogInRefused("wrong")
    keep_app(unit, member, secret, code)
    codes = new_recovery_codes(unit, member)
    return enter(unit, member, visitor, "app_code", half=colleague), codes


def enter(
    unit: UnitOfWork,
    member: StaffMember,
    visitor: Visitor,
    how: str,
    *,
    half: Colleague | None = None,
    way: str = "own",
) -> Entry:
    """Return a new, complete session; ``half`` is the one that waited for this, and it ends.

    ``how``: app_code, recovery_code, passkey (after the password), passkey_alone or organisation.

    Raises :class:`LogInRefused` ``wrong`` for a colleague who may not come in any more.
    """
    if not member.is_active:
        raise LogInRefused("wrong")
    if half is not None:
        store.end_session(unit, half.token_hash)
    forget_attempts(unit, member.login_name, visitor)
    logged_in(unit, member, how)
    token = open_session(unit, member, is_complete=True, way=way)
    return Entry(token, know(unit, visitor.browser, member.id))


def confirm(unit: UnitOfWork, colleague: Colleague, password: str) -> StaffMember:
    """Return the colleague's account when the password is right: asked again before keys change.

    Raises :class:`AccountRefused` ``password_wrong`` when it is not.
    """
    member = member_of(unit, colleague.id)
    if not is_right(member.password_hash, password):
        raise AccountRefused(
            "password_wrong", "The present password was not right, so nothing was changed."
        )
    return member


def change_password(unit: UnitOfWork, colleague: Colleague, old: str, new: str) -> str:
    """Keep a new password; every session ends, and the token of a new one is returned.

    Raises :class:`AccountRefused` when the old one is wrong or the new one will not do.
    """
    member = confirm(unit, colleague, old)
    set_password(unit, member.id, new, by=member.id)
    return open_session(unit, member, is_complete=True, way=colleague.way)


def change_app(
    unit: UnitOfWork, colleague: Colleague, member: StaffMember, secret: str, code: str
) -> str:
    """Keep the code app of who just proved to be ``member``.

    Every session ends, and the token of a new one is returned. Raises :class:`LogInRefused`
    ``wrong_code``.
    """
    keep_app(unit, member, secret, code)
    record_change(unit, "app_set", member, by=member.id)
    store.end_sessions(unit, member.id)
    return open_session(unit, member, is_complete=True, way=colleague.way)


def log_out(unit: UnitOfWork, colleague: Colleague) -> None:
    """End the session."""
    logged_out(unit, colleague.id)
    store.end_session(unit, colleague.token_hash)


def member_of(unit: UnitOfWork, staff_id: str) -> StaffMember:
    """Return the account of somebody who is logging in; raises :class:`LogInRefused` if none."""
    member = store.member_with(unit, staff_id)
    if member is None:
        raise LogInRefused("wrong")
    return member
