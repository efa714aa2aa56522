"""The Dutch words for a key of the payment rules, from the texts of the conversation."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.texts.texts import render

_RESPONSES = Path(__file__).parents[1] / "bot" / "domain" / "responses" / "proposals.yml"


def explain(key: str) -> str:
    """Return why, in plain Dutch: a reason of the rules, `decides_…`, `letter_…` or `error_…`.

    Raises :class:`bot.errors.TextMissing` for a key without a text.

    >>> explain("decides_assistant")
    'Dit mag de assistent meteen afspreken.'
    """
    said = _no_plan().get(f"utter_no_plan_{key}")
    return str(said[0]["text"]) if said else render(f"reasons:{key}").text


@cache
def _no_plan() -> dict[str, Any]:
    responses: dict[str, Any] = yaml.safe_load(_RESPONSES.read_text("utf-8"))["responses"]
    return responses
