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
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency

from bot.errors import TextMissing
from bot.explanations import explanation_texts

_FILES = ("notices", "safeguards", "decisions", "reasons", "tables", "languages", "letters")


@dataclass(frozen=True)
class Rendered:
    """A text ready to send: ``buttons`` are (title, payload) pairs."""

    text: str
    buttons: tuple[tuple[str, str], ...] = ()


@cache
def all_texts() -> dict[str, dict[str, Any]]:
    """Return every fixed text by ``file:key``; ``text``, ``buttons`` and ``metadata`` inside."""
    folder = Path(__file__).parent
    texts = {
        f"{name}:{key}": text
        for name in _FILES
        if (path := folder / f"{name}.yml").exists()
        for key, text in (yaml.safe_load(path.read_text("utf-8")) or {}).items()
    }
    return texts | {f"explanations:{key}": row for key, row in explanation_texts().items()}


def render(key: str, values: Mapping[str, Any] | None = None) -> Rendered:
    """Return the text ``key`` ("notices:welcome") with ``values`` in Dutch formats.

    ``*_cents`` become euros, dates become Dutch dates, lists become "a en b".
    Raises :class:`TextMissing` for an unknown key or a value that is not given.
    """
    text = all_texts().get(key)
    if text is None:
        raise TextMissing(f"{key!r} is in none of bot/texts/*.yml, so nothing can be said.")
    shown = {name: in_dutch(name, value) for name, value in (values or {}).items()}
    try:
        filled = Formatter().vformat(text["text"], (), shown)
    except KeyError as error:
        raise TextMissing(f"{key!r} needs the value {error}, which was not given.") from error
    buttons = tuple((each["title"], each["payload"]) for each in text.get("buttons", []))
    return Rendered(filled.strip(), buttons)


def in_dutch(name: str, value: Any) -> str:
    """Return ``value`` as a Dutch reader expects it.

    >>> in_dutch("instalment_cents", 6000)
    '€ 60'
    """
    if isinstance(value, bool) or value is None:
        return "" if value is None else ("ja" if value else "nee")
    if name.endswith("_cents") and isinstance(value, int):
        pattern = "¤ #,##0" if value % 100 == 0 else "¤ #,##0.00"
        return format_currency(value / 100, "EUR", pattern, "nl", currency_digits=False).replace(
            "\xa0", " "
        )
    if isinstance(value, date):
        return format_date(value, "d MMMM y", "nl")
    if isinstance(value, list | tuple):
        return format_list([in_dutch(name.rstrip("s"), item) for item in value], locale="nl")
    return str(value)
