"""Browsers in which a colleague logged in before (OWASP "device cookies").

Who guesses at a name uses up the attempts of that name. In a browser that is known, a colleague's
attempts are counted apart, so a stranger's guesses keep nobody out of their own work.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from staff_console.sessions import TOKEN_BYTES, hashed
from staff_console.ways_in import store
from storage.unit_of_work import UnitOfWork

KNOWN_FOR = timedelta(days=180)


def is_known(unit: UnitOfWork, browser: str | None, staff_id: str) -> bool:
    """Whether the colleague logged in with this browser (its token) in :data:`KNOWN_FOR`."""
    if not browser:
        return False
    return store.browser_is_known(unit, hashed(browser), staff_id, unit.now - KNOWN_FOR)


def know(unit: UnitOfWork, browser: str | None, staff_id: str) -> str:
    """Return the token by which this browser is known from now on: its own, or a new one."""
    store.remove_known_browsers(unit, before=unit.now - KNOWN_FOR)
    token = browser or secrets.token_urlsafe(TOKEN_BYTES)
    store.keep_known_browser(unit, hashed(token), staff_id)
    return token
