"""Which explanation answers a question: the one whose example question is nearest.

Words are compared by their sound and beginning, and weigh more the fewer questions have them. This
is enough for some sixty answers, needs no model, and works when the dialogue service is down.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import yaml

from bot.explanations.answers import explanations
from bot.safeguards.spelling import sound, words

_NEAR_ENOUGH = 0.74
_ALMOST_THE_SAME = 0.85
_UNKNOWN_WORD = 3.0
_LONGEST_QUESTION = 25
_STEM = 8
Weights = dict[str, float]


def find_explanation(text: str) -> str | None:
    """Return the key of the explanation that ``text`` asks for, or None.

    >>> find_explanation("wat is een deurwaarder eigenlijk?")
    'what_is_a_bailiff'
    >>> find_explanation("ik kan de huur niet betalen") is None
    True
    """
    asks = text.casefold().strip()
    if asks in _literal():
        return _literal()[asks]
    if not _question()["asks"].search(asks) or not 1 < len(asks.split()) <= _LONGEST_QUESTION:
        return None
    near_enough = _ALMOST_THE_SAME if _question()["requests"].search(asks) else _NEAR_ENOUGH
    asked = _weights(_features(text))
    nearness = {
        key: max(_cosine(asked, example) for example in examples)
        for key, examples in _examples().items()
    }
    key = max(nearness, key=nearness.__getitem__)
    return key if nearness[key] >= near_enough else None


def _features(text: str) -> frozenset[str]:
    return frozenset(sound(word)[:_STEM] for word in words(text) if word not in _small())


def _weights(features: Iterable[str]) -> Weights:
    known = _rarity()
    return {feature: known.get(feature, _UNKNOWN_WORD) for feature in features}


def _cosine(one: Weights, other: Weights) -> float:
    shared = sum(one[feature] * other[feature] for feature in one.keys() & other.keys())
    lengths = math.hypot(*one.values()) * math.hypot(*other.values())
    return shared / lengths if lengths else 0.0


@cache
def _question() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(_words_of_questions()[name]) for name in ("asks", "requests")}


@cache
def _small() -> frozenset[str]:
    return frozenset(_words_of_questions()["small"].split())


@cache
def _words_of_questions() -> dict[str, str]:
    path = Path(__file__).with_name("questions.yml")
    read: dict[str, str] = yaml.safe_load(path.read_text("utf-8"))
    return read


@cache
def _literal() -> dict[str, str]:
    return {ask: key for key, row in explanations().items() for ask in row["asks"]}


@cache
def _examples() -> dict[str, tuple[Weights, ...]]:
    return {
        key: tuple(_weights(_features(ask)) for ask in row["asks"])
        for key, row in explanations().items()
    }


@cache
def _rarity() -> Weights:
    asks = [_features(ask) for row in explanations().values() for ask in row["asks"]]
    seen = Counter(feature for features in asks for feature in features)
    return {feature: math.log(1 + len(asks) / count) for feature, count in seen.items()}
