"""The reasons for a service in a few words, from codes and values: "in uw gemeente, gratis"."""

from __future__ import annotations

from babel import Locale

from actions.words import words
from casework.locales import locale_of
from casework.refer import HelpOption


def with_reasons(option: HelpOption, language: str) -> str:
    """Return the service's name with why it fits, beside the reason that comes first."""
    codes = ["open_until" if c == "open_now" and option.open_until else c for c in option.reasons]
    values = {
        "time": f"{option.open_until:%H:%M}" if option.open_until else "",
        "language": Locale.parse(locale_of(language)).languages.get(language, language),
    }
    known = words(language)["reasons"]
    shown = [known[code].format(**values) for code in codes[1:] if code in known]
    return f"{option.name} ({', '.join(shown)})" if shown else option.name
