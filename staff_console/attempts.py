"""Guessing is slowed down: for each name, and for each address that tries many names."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from evidence_log import record
from staff_console import store
from staff_console.accounts import plain_name
from staff_console.errors import LogInRefused
from staff_console.sessions import hashed
from staff_console.store import LogInAttempt
from staff_console.ways_in.known_browsers import is_known
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 10
MOST_FROM_ADDRESS = 50
WINDOW = timedelta(minutes=10)
ONE_AT_A_TIME = 6_238
"""The lock of everything that may happen once only: an attempt, a code, a challenge."""


class TooOften(LogInRefused):
    """There were too many attempts: ``of`` one name, or from one address."""

    def __init__(self, of: str) -> None:
        super().__init__("too_often")
        self.of = of


@dataclass(frozen=True)
class Visitor:
    """Where somebody comes from. ``browser`` is the token by which we may know it already."""

    address: str = ""
    browser: str | None = None


def note_attempt(unit: UnitOfWork, login_name: str, visitor: Visitor) -> None:
    """Count an attempt before it is judged, so that a hundred at once are a hundred.

    Commit this on its own. Raises :class:`TooOften` when there were
    :data:`MOST_ATTEMPTS` on this name or :data:`MOST_FROM_ADDRESS` from this address in
    :data:`WINDOW`; a log-in that succeeds forgets those on its name. A colleague's own browser
    counts apart, so that whoever guesses keeps nobody out.
    """
    unit.lock(ONE_AT_A_TIME)
    key, is_own_browser = _key(unit, login_name, visitor)
    address = None if is_own_browser else hashed(visitor.address)
    store.forget_attempts(unit, before=unit.now - WINDOW)
    on_name = store.attempts_on(unit, key)
    from_address = 0 if address is None else store.attempts_from(unit, address)
    if on_name >= MOST_ATTEMPTS or from_address >= MOST_FROM_ADDRESS:
        of = "name" if on_name >= MOST_ATTEMPTS else "address"
        log.warning("too many log-ins: one %s now waits for up to %s", of, WINDOW)
        raise TooOften(of)
    unit.add(LogInAttempt(name_hash=key, address_hash=address, at=unit.now))


def note_locked(unit: UnitOfWork, login_name: str, visitor: Visitor, of: str) -> None:
    """Put on the evidence log that a name or an address now waits: once in :data:`WINDOW`."""
    unit.lock(ONE_AT_A_TIME)
    what = _key(unit, login_name, visitor)[0] if of == "name" else hashed(visitor.address)
    told = hashed(f"locked {of} {what}")
    if store.attempts_on(unit, told):
        return
    unit.add(LogInAttempt(name_hash=told, address_hash=None, at=unit.now))
    member = store.member_named(unit, plain_name(login_name)) if of == "name" else None
    codes = {"colleague": member.id if member else None, "of": of}
    record(unit, "staff_log_in_locked", None, codes)


def forget_attempts(unit: UnitOfWork, login_name: str, visitor: Visitor) -> None:
    """Forget the attempts that led to a log-in; those of a stranger on the same name stay."""
    store.forget_attempts(unit, name_hash=_key(unit, login_name, visitor)[0])


def _key(unit: UnitOfWork, login_name: str, visitor: Visitor) -> tuple[str, bool]:
    name = plain_name(login_name)
    member = store.member_named(unit, name)
    if member is not None and is_known(unit, visitor.browser, member.id):
        return hashed(f"{name} {visitor.browser}"), True
    return hashed(name), False
