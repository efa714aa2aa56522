"""What the evidence log says of logging in: who, how and when; never a name typed, nor an address.

What anybody can cause without a name is bounded: see :func:`failed_unknown`.
"""

from __future__ import annotations

from evidence_log import record
from staff_console import store
from staff_console.accounts import plain_name
from staff_console.attempts import TooOften, Visitor, note_attempt, note_locked
from staff_console.console import Console
from staff_console.store import StaffMember
from storage.unit_of_work import UnitOfWork

_NOBODY = "?"
"""Stands for whoever has no name yet: no account can be called so."""


def logged_in(unit: UnitOfWork, member: StaffMember, how: str) -> None:
    """Say that a colleague came in. ``how``: the last key that was used."""
    record(unit, "staff_logged_in", None, {"colleague": member.id, "how": how})


def logged_out(unit: UnitOfWork, staff_id: str) -> None:
    """Say that a colleague went out by themselves."""
    record(unit, "staff_logged_out", None, {"colleague": staff_id})


async def failed(console: Console, login_name: str, step: str) -> None:
    """Say that a key was wrong. Call it where :func:`may_try` went before.

    ``step``: password, code, passkey, or again (asked anew on one's own page). For a name that
    nobody has, the log says no colleague.
    """

    def note(unit: UnitOfWork) -> None:
        member = store.member_named(unit, plain_name(login_name))
        codes = {"colleague": member.id if member else None, "step": step}
        record(unit, "staff_log_in_failed", None, codes)

    await console.look(note)


async def failed_unknown(console: Console, visitor: Visitor, step: str) -> None:
    """Say that somebody without a name failed; after ten in ten minutes, only that it is locked.

    So nobody can fill the log from outside. The log-in itself is not refused by it.
    """
    try:
        await may_try(console, _NOBODY, visitor)
    except TooOften:
        return
    await failed(console, _NOBODY, step)


async def may_try(console: Console, login_name: str, visitor: Visitor) -> None:
    """Count an attempt before it is judged. Raises :class:`TooOften`; the log says so once."""
    try:
        await console.look(lambda unit: note_attempt(unit, login_name, visitor))
    except TooOften as refused:
        of = refused.of
        await console.look(lambda unit: note_locked(unit, login_name, visitor, of))
        raise
