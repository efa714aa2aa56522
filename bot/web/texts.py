"""The words of the web chat, filled with what the organisation's file says."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from casework.organisation import Organisation

Texts = dict[str, Any]


def texts_for(organisation: Organisation) -> Texts:
    """Return the texts by section and name, with the organisation's names filled in."""
    days = organisation.retention.conversation_days
    return _texts(organisation.name, organisation.assistant_name, days)


@cache
def _texts(organisation: str, assistant_name: str, retention_days: int) -> Texts:
    values = {
        "organisation": organisation,
        "assistant_name": assistant_name,
        "retention_days": retention_days,
    }
    filled: Texts = _filled(_file(), values)
    return filled


def _filled(part: Any, values: dict[str, Any]) -> Any:
    if isinstance(part, dict):
        return {name: _filled(each, values) for name, each in part.items()}
    if isinstance(part, list):
        return [_filled(each, values) for each in part]
    return part.format(**values)


@cache
def _file() -> Texts:
    texts: Texts = yaml.safe_load(Path(__file__).with_name("texts_nl.yml").read_text("utf-8"))
    return texts
