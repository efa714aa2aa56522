"""Kinds that are named by words: what a claim is for, the household, customer or employee."""

from __future__ import annotations

import re
from functools import cache

from nlu.values.data import DUTCH, read
from nlu.values.value import Value


@cache
def _patterns(language: str) -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    files = [read("kinds", each) for each in dict.fromkeys((language, DUTCH))]
    return {
        kind: [
            (value, re.compile(p if p.startswith("^") else rf"\b(?:{p})\b"))
            for file in files
            for value, p in file[kind].items()
        ]
        for kind in files[0]
    }


def find_kinds(text: str, language: str = DUTCH) -> list[Value]:
    """Return the kinds that folded ``text`` names: each claim once, one household, one audience.

    Dutch words and names count in every language: people take them from their letters.
    """
    found: list[Value] = []
    for kind, patterns in _patterns(language).items():
        hits = [
            Value(kind, value, match.start(), match.end())
            for value, pattern in patterns
            for match in pattern.finditer(text)
        ]
        longest_first = sorted(hits, key=lambda hit: hit.start - hit.end)
        chosen = _first_of_each_value(_apart(longest_first))
        found += chosen if kind == "claim_kind" else chosen[:1]
    return found


def _apart(hits: list[Value]) -> list[Value]:
    kept: list[Value] = []
    for hit in hits:
        if all(hit.end <= other.start or hit.start >= other.end for other in kept):
            kept.append(hit)
    return kept


def _first_of_each_value(hits: list[Value]) -> list[Value]:
    return list({hit.value: hit for hit in reversed(hits)}.values())
