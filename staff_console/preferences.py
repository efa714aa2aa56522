"""How a colleague wants the console: in which language, and with keys that work alone.

Kept in the browser, so it also holds on the page where one logs in.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass

from web.forms import cookie_in

LANGUAGES = ("nl", "en")
LANGUAGE_COOKIE = "console_language"
KEYS_COOKIE = "console_keys"
KEPT_SECONDS = 31_536_000
CHOICES: Mapping[str, tuple[str, ...]] = {LANGUAGE_COOKIE: LANGUAGES, KEYS_COOKIE: ("on", "off")}
"""What may be kept, by the cookie's name; the first value is used when there is none."""


@dataclass(frozen=True)
class Preferences:
    """``has_single_keys``: keys without Ctrl do something (WCAG 2.1.4 asks to let them be off)."""

    language: str = LANGUAGES[0]
    has_single_keys: bool = True


_current: ContextVar[Preferences] = ContextVar("preferences")


def preferences_in(headers: Mapping[str, str]) -> Preferences:
    """Return the preferences that a request carries; what is not known is as it is by default.

    >>> preferences_in({"cookie": "console_language=en; console_keys=off"})
    Preferences(language='en', has_single_keys=False)
    """
    chosen = {name: cookie_in(headers, name) for name in CHOICES}
    language, keys = (
        chosen[name] if chosen[name] in values else values[0] for name, values in CHOICES.items()
    )
    return Preferences(str(language), keys == "on")


def hold_preferences(headers: Mapping[str, str]) -> None:
    """Let the rest of this request be answered as its sender prefers."""
    _current.set(preferences_in(headers))


def preferences() -> Preferences:
    """Return the preferences of who is answered now; the default ones outside a request."""
    return _current.get(Preferences())
