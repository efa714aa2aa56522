"""Reads the text files and fills one text with values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import yaml

from bot.errors import TextMissing
from bot.explanations import explanation_texts
from bot.texts.translations import translated
from casework.locales import DUTCH, day, euro, listed

_FILES = ("notices", "safeguards", "decisions", "reasons", "tables", "languages", "letters")


@dataclass(frozen=True)
class Rendered:
    """A text ready to send: ``buttons`` are (title, payload) pairs, ``language`` is ISO 639-1."""

    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    language: str = DUTCH


@cache
def all_texts(language: str = DUTCH) -> dict[str, dict[str, Any]]:
    """Return every fixed text by ``file:key``; ``text``, ``buttons`` and ``metadata`` inside.

    A text that exists in one language only is the same whatever ``language`` is.
    """
    folder = Path(__file__).parent
    texts = {
        name: yaml.safe_load(path.read_text("utf-8")) or {}
        for name in _FILES
        if (path := folder / f"{name}.yml").exists()
    }
    if language != DUTCH:
        texts = {name: translated(name, rows, language) for name, rows in texts.items()}
    texts["explanations"] = explanation_texts(language)
    return {f"{name}:{key}": row for name, rows in texts.items() for key, row in rows.items()}


def render(key: str, values: Mapping[str, Any] | None = None, language: str = DUTCH) -> Rendered:
    """Return the text ``key`` ("notices:welcome") with ``values`` as ``language`` writes them.

    ``*_cents`` become euros, dates are written out, lists become "a en b" or "a and b".
    Raises :class:`TextMissing` for an unknown key or a value that is not given.
    """
    text = all_texts(language).get(key)
    if text is None:
        raise TextMissing(f"{key!r} is in none of bot/texts/*.yml, so nothing can be said.")
    language = text.get("metadata", {}).get("language", DUTCH)
    shown = {name: in_words(name, value, language) for name, value in (values or {}).items()}
    try:
        filled = Formatter().vformat(text["text"], (), shown)
    except KeyError as error:
        raise TextMissing(f"{key!r} needs the value {error}, which was not given.") from error
    buttons = tuple((each["title"], each["payload"]) for each in text.get("buttons", []))
    return Rendered(filled.strip(), buttons, language)


def in_words(name: str, value: Any, language: str = DUTCH) -> str:
    """Return ``value`` as a reader of ``language`` expects it.

    >>> in_words("instalment_cents", 6000), in_words("instalment_cents", 125050, "en")
    ('€ 60', '€ 1,250.50')
    """
    if value is None:
        return ""
    if name.endswith("_cents") and isinstance(value, int):
        return euro(value, language)
    if isinstance(value, date):
        return day(value, language)
    if isinstance(value, list | tuple):
        return listed([in_words(name.rstrip("s"), item, language) for item in value], language)
    return str(value)
