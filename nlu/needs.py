"""Needs: what tests, suggestions and figures speak of, each said by one or more intents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import yaml

UNKNOWN = "out_of_scope"
_FILE = Path(__file__).with_name("needs.yml")


@cache
def intents_by_need() -> dict[str, list[str]]:
    """Return every need with the intents that say it, as ``needs.yml`` has them."""
    loaded: dict[str, list[str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


def need_of(intent: str) -> str | None:
    """Return the need that ``intent`` says, the first in ``needs.yml``; None if it says none.

    >>> need_of("ask_pause")
    'ask_postpone'
    """
    return next((need for need, said_by in intents_by_need().items() if intent in said_by), None)


def need_scores(confidences: Mapping[str, float]) -> dict[str, float]:
    """Return a score from 0 to 1 for each need, from the confidence of each intent.

    >>> need_scores({"stop": 0.5, "continue_later": 0.25})["stop_or_later"]
    0.75
    """
    return {
        need: sum(confidences.get(intent, 0.0) for intent in said_by)
        for need, said_by in intents_by_need().items()
    }


def strongest(scores: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Return each need's highest score among the message as a whole and its clauses."""
    together: dict[str, float] = {}
    for one in scores:
        for need, score in one.items():
            together[need] = max(score, together.get(need, 0.0))
    return together
