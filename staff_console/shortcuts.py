"""The keys of the console, all from ``shortcuts.yml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from markupsafe import Markup


@cache
def shortcuts() -> dict[str, dict[str, str]]:
    """Return the keys by place and by what they do."""
    file = Path(__file__).with_name("shortcuts.yml")
    found: dict[str, dict[str, str]] = yaml.safe_load(file.read_text("utf-8"))
    return found


def keyed(name: str) -> Markup:
    """Return the attributes that tie a button, link or field to its key.

    >>> keyed("take")
    Markup('data-key="t" aria-keyshortcuts="t"')

    Raises :class:`KeyError` for a name that is not in ``shortcuts.yml``.
    """
    key = {each: key for keys in shortcuts().values() for each, key in keys.items()}[name]
    aria = key.replace("Ctrl", "Control")
    return Markup('data-key="{}" aria-keyshortcuts="{}"').format(key, aria)
