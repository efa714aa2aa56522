"""Which explanation answers a question: the one whose example question is nearest.

Words are compared by their sound and beginning, and weigh more the fewer questions have them. This
is enough for some sixty answers, needs no model, and works when the dialogue service is down.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache
from pathlib import Path

import yaml

from bot.explanations.answers import explanations
from bot.safeguards.spelling import sound, words
from casework.locales import DUTCH

_NEAR_ENOUGH = 0.74
_ALMOST_THE_SAME = 0.85
_UNKNOWN_WORD = 3.0
_LONGEST_QUESTION = 25
_STEM = 8
Weights = dict[str, float]


def find_explanation(text: str, language: str = DUTCH) -> str | None:
    """Return the key of the explanation that ``text`` asks for in ``language``, or None.

    >>> find_explanation("wat is een deurwaarder eigenlijk?")
    'what_is_a_bailiff'
    >>> find_explanation("ik kan de huur niet betalen") is None
    True
    """
    asks = text.casefold().strip()
    questions = _questions(language)
    if asks in questions.literal:
        return questions.literal[asks]
    if not questions.asks.search(asks) or not 1 < len(asks.split()) <= _LONGEST_QUESTION:
        return None
    near_enough = _ALMOST_THE_SAME if questions.requests.search(asks) else _NEAR_ENOUGH
    asked = questions.weights(text)
    nearness = {
        key: max(_cosine(asked, example) for example in examples)
        for key, examples in questions.examples.items()
    }
    key = max(nearness, key=nearness.__getitem__)
    return key if nearness[key] >= near_enough else None


def _cosine(one: Weights, other: Weights) -> float:
    shared = sum(one[feature] * other[feature] for feature in one.keys() & other.keys())
    lengths = math.hypot(*one.values()) * math.hypot(*other.values())
    return shared / lengths if lengths else 0.0


class _Questions:
    """How the explanations are asked in one language."""

    def __init__(self, language: str) -> None:
        words_of_questions = _file()[language]
        self.asks = re.compile(words_of_questions["asks"])
        self.requests = re.compile(words_of_questions["requests"])
        self._small = frozenset(words_of_questions["small"].split())
        asked = {key: row["asks"] for key, row in explanations(language).items()}
        self.literal = {ask: key for key, asks in asked.items() for ask in asks}
        seen = Counter(f for ask in self.literal for f in self._features(ask))
        self._rarity = {
            feature: math.log(1 + len(self.literal) / count) for feature, count in seen.items()
        }
        self.examples = {key: [self.weights(ask) for ask in asks] for key, asks in asked.items()}

    def weights(self, text: str) -> Weights:
        """Return the weight of each feature of ``text``: the rarer, the heavier."""
        return {f: self._rarity.get(f, _UNKNOWN_WORD) for f in self._features(text)}

    def _features(self, text: str) -> frozenset[str]:
        return frozenset(sound(word)[:_STEM] for word in words(text) if word not in self._small)


@cache
def _questions(language: str) -> _Questions:
    return _Questions(language)


@cache
def _file() -> dict[str, dict[str, str]]:
    path = Path(__file__).with_name("questions.yml")
    read: dict[str, dict[str, str]] = yaml.safe_load(path.read_text("utf-8"))
    return read
