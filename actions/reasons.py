"""The reasons for a service in a few words, from codes and values: "in uw gemeente, gratis"."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from babel import Locale

from actions.formats import LOCALE
from casework.refer import HelpOption


def with_reasons(option: HelpOption, language: str) -> str:
    """Return the service's name with why it fits, beside the reason that comes first."""
    codes = ["open_until" if c == "open_now" and option.open_until else c for c in option.reasons]
    values = {
        "time": f"{option.open_until:%H:%M}" if option.open_until else "",
        "language": Locale.parse(LOCALE).languages.get(language, language),
    }
    words = [_words()[code].format(**values) for code in codes[1:] if code in _words()]
    return f"{option.name} ({', '.join(words)})" if words else option.name


@cache
def _words() -> dict[str, str]:
    text = Path(__file__).with_name("reasons.yml").read_text(encoding="utf-8")
    words: dict[str, str] = yaml.safe_load(text)
    return words
