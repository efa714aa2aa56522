"""Accounts of colleagues: made by an administrator, ended at once when they leave."""

from __future__ import annotations

import re
import secrets

from evidence_log import record
from staff_console import store
from staff_console.access import Role
from staff_console.errors import AccountRefused, NotThere
from staff_console.passwords import new_hash
from staff_console.store import StaffMember
from staff_console.ways_in.store import remove_ways_in
from storage.unit_of_work import UnitOfWork

_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,79}")
_DISPLAY_CHARACTERS = 80
COMMAND_LINE = "command_line"
"""Who changed an account, when it was not a colleague in the console."""


def plain_name(login_name: str) -> str:
    """Return a log-in name as it is kept: capitals and spaces around it do not matter."""
    return login_name.strip().casefold()


def add_member(
    unit: UnitOfWork,
    *,
    login_name: str,
    display_name: str,
    password: str | None,
    role: str,
    may_see_employees: bool = False,
    by: str = COMMAND_LINE,
) -> StaffMember:
    """Return the new colleague; ``by`` is who made the account.

    Without a ``password`` this colleague comes in by the organisation's own log-in only.

    Raises :class:`AccountRefused` for a name that exists or cannot be one, a role that does not
    exist, a weak password, or employee cases for somebody who does not work at the desk.
    """
    name = plain_name(login_name)
    if _NAME.fullmatch(name) is None:
        raise AccountRefused(
            "bad_name",
            f"{login_name!r} cannot be a log-in name, so no account was made. "
            "Take 2 to 80 letters, digits, dots, dashes, or an e-mail address.",
        )
    if store.member_named(unit, name) is not None:
        raise AccountRefused(
            "name_taken", f"{name!r} has an account already, so no second one was made."
        )
    shown = " ".join(display_name.split())[:_DISPLAY_CHARACTERS]
    if not shown:
        raise AccountRefused(
            "no_name", "There is no name to show, so no account was made. Give one."
        )
    member = StaffMember(
        id=f"staff_{secrets.token_hex(8)}",
        login_name=name,
        display_name=shown,
        role=_role(role),
        may_see_employees=may_see_employees,
        is_active=True,
        password_hash=new_hash(password or secrets.token_urlsafe(48), name, shown),
        created_at=unit.now,
    )
    _check_employees(member)
    unit.add(member)
    record_change(unit, "added", member, by)
    return member


def change_member(
    unit: UnitOfWork,
    staff_id: str,
    *,
    role: str,
    may_see_employees: bool,
    is_active: bool,
    by: str,
) -> StaffMember:
    """Change what a colleague may do; every session of theirs ends at once.

    Raises :class:`NotThere` for an unknown colleague, and :class:`AccountRefused` for a change to
    oneself: so there always is somebody who can undo it.
    """
    member = store.member_with(unit, staff_id)
    if member is None:
        raise NotThere("This colleague does not exist, so nothing was changed.")
    if staff_id == by:
        raise AccountRefused(
            "own_rights", "Nobody changes their own rights. Ask another administrator."
        )
    member.role = _role(role)
    member.may_see_employees = may_see_employees
    member.is_active = is_active
    _check_employees(member)
    store.end_sessions(unit, staff_id)
    record_change(unit, "changed" if is_active else "ended", member, by)
    return member


def reset_second_factor(unit: UnitOfWork, staff_id: str, by: str) -> None:
    """Let a colleague who lost phone and passkeys set up the second factor again.

    Every session ends, and no browser or account elsewhere is known any more.
    """
    member = store.member_with(unit, staff_id)
    if member is None:
        raise NotThere("This colleague does not exist, so nothing was changed.")
    member.totp_secret = member.totp_step = member.provider_subject = None
    remove_ways_in(unit, staff_id)
    store.replace_recovery_codes(unit, staff_id, [])
    store.end_sessions(unit, staff_id)
    record_change(unit, "second_factor_reset", member, by)


def end_member(unit: UnitOfWork, login_name: str, by: str = COMMAND_LINE) -> None:
    """Close the account with this log-in name; every session ends at once.

    Raises :class:`NotThere` when there is none.
    """
    _set_active(unit, login_name, False, by)


def open_member(unit: UnitOfWork, login_name: str, by: str = COMMAND_LINE) -> None:
    """Open the account with this log-in name again. Raises :class:`NotThere` as for closing."""
    _set_active(unit, login_name, True, by)


def _set_active(unit: UnitOfWork, login_name: str, is_active: bool, by: str) -> None:
    member = member_called(unit, login_name)
    change_member(
        unit,
        member.id,
        role=member.role,
        may_see_employees=member.may_see_employees,
        is_active=is_active,
        by=by,
    )


def member_called(unit: UnitOfWork, login_name: str) -> StaffMember:
    """Return the colleague with this log-in name; raises :class:`NotThere` when there is none."""
    member = store.member_named(unit, plain_name(login_name))
    if member is None:
        raise NotThere(f"Nobody logs in as {login_name!r}, so nothing was changed.")
    return member


def set_password(unit: UnitOfWork, staff_id: str, password: str, by: str) -> None:
    """Keep a new password; every session of this colleague ends. Raises as for a new account."""
    member = store.member_with(unit, staff_id)
    if member is None:
        raise NotThere("This colleague does not exist, so nothing was changed.")
    member.password_hash = new_hash(password, member.login_name, member.display_name)
    store.end_sessions(unit, staff_id)
    record_change(unit, "password_set", member, by)


def _role(role: str) -> str:
    if role not in set(Role):
        raise AccountRefused("no_role", f"{role!r} is no role. The roles are: {', '.join(Role)}.")
    return role


def _check_employees(member: StaffMember) -> None:
    if member.may_see_employees and member.role not in (Role.WORKER, Role.TEAM_LEAD):
        raise AccountRefused(
            "not_at_desk",
            "Only colleagues at the desk can be appointed to employees' cases, "
            "so nothing was changed. Take the role worker or team_lead.",
        )


def record_change(unit: UnitOfWork, change: str, member: StaffMember, by: str) -> None:
    """Put a change to an account on the evidence log, by pseudonym."""
    codes = {"colleague": member.id, "change": change, "role": member.role, "by": by}
    record(unit, "account_changed", None, codes)
