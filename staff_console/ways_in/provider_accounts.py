"""Whose account it is that the organisation's own log-in recognised. It never makes one."""

from __future__ import annotations

import json
import secrets

from staff_console import store
from staff_console.accounts import plain_name
from staff_console.errors import LogInRefused
from staff_console.store import StaffMember
from staff_console.ways_in import challenges
from staff_console.ways_in.identity_provider import Identity
from storage.unit_of_work import UnitOfWork

_PURPOSE = "provider"
_BYTES = 32


def begin(unit: UnitOfWork, browser: str) -> tuple[str, str, str]:
    """Return a fresh state, nonce and verifier (RFC 7636), bound to this browser."""
    state, nonce, verifier = (secrets.token_urlsafe(_BYTES) for _ in range(3))
    kept = json.dumps({"nonce": nonce, "verifier": verifier})
    challenges.put_out(unit, state, browser=browser, purpose=_PURPOSE, kept=kept)
    return state, nonce, verifier


def come_back(unit: UnitOfWork, state: str, browser: str) -> tuple[str, str]:
    """Return the nonce and verifier of ``state``. Commit this on its own: it works once.

    Raises :class:`LogInRefused` ``too_late`` when this browser did not leave with it just now.
    """
    kept = json.loads(challenges.take_back(unit, state, browser=browser, purpose=_PURPOSE))
    return kept["nonce"], kept["verifier"]


def member_for(unit: UnitOfWork, identity: Identity) -> StaffMember:
    """Return the colleague who is ``identity``; from the first time by subject alone.

    A name at the provider may be given to somebody else later, its subject never (OIDC Core 5.7).
    Raises :class:`LogInRefused` ``provider_unknown`` for who has no account, or a closed one.
    """
    member = store.member_of_subject(unit, identity.subject)
    if member is None:
        member = store.member_named(unit, plain_name(identity.name))
        if member is None or member.provider_subject is not None:
            raise LogInRefused("provider_unknown")
        member.provider_subject = identity.subject
    if not member.is_active:
        raise LogInRefused("provider_unknown")
    return member
