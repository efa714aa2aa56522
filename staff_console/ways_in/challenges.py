"""Challenges: made for one browser and one purpose, brought back once and within minutes."""

from __future__ import annotations

import hmac
from datetime import timedelta

from staff_console.errors import LogInRefused
from staff_console.sessions import hashed
from staff_console.ways_in import store
from storage.unit_of_work import UnitOfWork

VALID_FOR = timedelta(minutes=5)
_ONE_AT_A_TIME = 6_239


def put_out(
    unit: UnitOfWork, challenge: str, *, browser: str, purpose: str, kept: str = ""
) -> None:
    """Expect ``challenge`` back from ``browser`` (its cookie's token); ``kept`` is returned then.

    ``purpose`` keeps an answer to one question from being used for another.
    """
    store.remove_challenges(unit, before=unit.now - VALID_FOR)
    unit.add(
        store.Challenge(
            challenge_hash=hashed(challenge),
            browser_hash=hashed(browser),
            purpose=purpose,
            kept=kept,
            created_at=unit.now,
        )
    )


def take_back(unit: UnitOfWork, challenge: str, *, browser: str, purpose: str) -> str:
    """Return what was kept with ``challenge``. Commit this on its own: it never works again.

    Raises :class:`LogInRefused` ``too_late`` when it was not put out, or for another browser or
    purpose, or too long ago, or was brought back before.
    """
    unit.lock(_ONE_AT_A_TIME)
    row = store.take_challenge(unit, hashed(challenge))
    if row is None or row.purpose != purpose or unit.now - row.created_at > VALID_FOR:
        raise LogInRefused("too_late")
    if not hmac.compare_digest(row.browser_hash, hashed(browser)):
        raise LogInRefused("too_late")
    return row.kept
