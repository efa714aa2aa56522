"""Danger words, answered before any understanding and also when Rasa is down.

Returns a class and the text that answers it; never keeps the words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from bot.safeguards.folding import fold


@dataclass(frozen=True)
class Danger:
    """A class of danger and the key of its fixed answer."""

    danger_class: str
    text_key: str


@dataclass(frozen=True)
class _Rule:
    danger: Danger
    patterns: tuple[re.Pattern[str], ...]
    idioms: tuple[re.Pattern[str], ...]


def find_danger(text: str) -> Danger | None:
    """Return the first class of danger in ``text``, most serious first, or None.

    >>> find_danger("ik wil dood").danger_class
    'suicide'
    >>> find_danger("ik ben dood van de zenuwen") is None
    True
    """
    folded = fold(text)
    for rule in _rules():
        without_idioms = folded
        for idiom in rule.idioms:
            without_idioms = idiom.sub(" ", without_idioms)
        if any(pattern.search(without_idioms) for pattern in rule.patterns):
            return rule.danger
    return None


@cache
def _rules() -> tuple[_Rule, ...]:
    path = Path(__file__).with_name("danger.yml")
    return tuple(
        _Rule(
            Danger(name, rule["text"]),
            tuple(re.compile(each) for each in rule["patterns"]),
            tuple(re.compile(each) for each in rule.get("not_when", [])),
        )
        for name, rule in yaml.safe_load(path.read_text("utf-8")).items()
    )
