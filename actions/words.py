"""The few words that actions put into a response, in the person's language (words.yml)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from casework.context import Turn
from casework.locales import DUTCH


@cache
def words(language: str) -> dict[str, dict[str, str]]:
    """Return the words by use and name; in Dutch for a language without."""
    text = Path(__file__).with_name("words.yml").read_text(encoding="utf-8")
    by_language: dict[str, Any] = yaml.safe_load(text)
    found: dict[str, dict[str, str]] = by_language.get(language, by_language[DUTCH])
    return found


def per_term(frequency: str, turn: Turn) -> str:
    """Return how often is paid, as it is said."""
    return words(turn.case.language)["per"][frequency]


def names_of_needs(codes: tuple[str, ...] | list[str], turn: Turn) -> list[str]:
    """Return what needs of the directory are called; a need that it does not know has no name."""
    taxonomy, own = turn.organisation.directory.taxonomy, words(turn.case.language)["needs"]
    return [own.get(code, taxonomy[code].name) for code in codes if code in taxonomy]
