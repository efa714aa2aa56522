"""The words and rules, read once from the YAML files beside this module."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

DUTCH = "nl"
LANGUAGES = (DUTCH, "en")


@cache
def read(name: str, language: str = DUTCH) -> dict[str, Any]:
    """Return ``name``.yml as a dictionary; of another language ``name``_``language``.yml."""
    file = name if language == DUTCH else f"{name}_{language}"
    path = Path(__file__).with_name(f"{file}.yml")
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def words(language: str = DUTCH) -> dict[str, Any]:
    """Return the number, month and day words."""
    return read("words", language)


@cache
def calendar_words(named: str) -> dict[str, int]:
    """Return the ``months``, ``weekdays``, ``named_days`` or ``coins`` of every language."""
    return {word: value for language in LANGUAGES for word, value in words(language)[named].items()}
