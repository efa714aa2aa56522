"""The words of the web chat, filled with what the organisation's file says."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from casework.locales import DUTCH
from casework.organisation import Organisation

Texts = dict[str, Any]


def texts_for(organisation: Organisation, language: str = DUTCH) -> Texts:
    """Return the texts by section and name, with the organisation's names filled in."""
    days = organisation.retention.conversation_days
    return _texts(organisation.name, organisation.assistant_name, days, language)


@cache
def _texts(organisation: str, assistant_name: str, retention_days: int, language: str) -> Texts:
    values = {
        "organisation": organisation,
        "assistant_name": assistant_name,
        "retention_days": retention_days,
    }
    filled: Texts = _filled(web_words(language), values)
    return filled


def _filled(part: Any, values: dict[str, Any]) -> Any:
    if isinstance(part, dict):
        return {name: _filled(each, values) for name, each in part.items()}
    if isinstance(part, list):
        return [_filled(each, values) for each in part]
    return part.format(**values)


@cache
def web_words(language: str) -> Texts:
    """Return the words of the web chat in ``language``, with the places to fill in."""
    path = Path(__file__).with_name(f"texts_{language}.yml")
    texts: Texts = yaml.safe_load(path.read_text("utf-8"))
    return texts
