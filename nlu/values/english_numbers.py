"""Numbers in English words: "twelve hundred", "one hundred and fifty", "the twenty-fourth"."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from nlu.values.data import words
from nlu.values.number import NUMBER, ORDINAL, Number

_LANGUAGE = "en"
_WORD = re.compile(r"[a-z]+")


def find_english_words(text: str) -> list[Number]:
    """Return the numbers that are written in words in lower-case ``text``, in order of place.

    >>> [str(n.value) for n in find_english_words("fifty, or twelve hundred and five")]
    ['50', '1205']
    """
    known = words(_LANGUAGE)
    found = [_Run(match) for match in _runs().finditer(text)]
    numbers = [number for run in found for number in run.numbers()]
    before = {n.start: (_WORD.findall(text[: n.start]) or [""])[-1] for n in numbers}
    pronouns = known["before_a_pronoun"]
    return [n for n in numbers if text[n.start : n.end] != "one" or before[n.start] not in pronouns]


class _Run:
    """Words of numbers that stand side by side: one number, or several."""

    def __init__(self, match: re.Match[str]) -> None:
        self._pieces = [
            (piece[0], match.start() + piece.start(), match.start() + piece.end())
            for piece in _WORD.finditer(match[0])
            if piece[0] != words(_LANGUAGE)["link"]
        ]

    def numbers(self) -> list[Number]:
        """Return the numbers in the run: "two three" is two of them, "twenty three" one."""
        found: list[Number] = []
        group: list[tuple[str, int, int]] = []
        for piece in self._pieces:
            if group and not _continues(group, piece[0]):
                found.append(_number(group))
                group = []
            group.append(piece)
            if piece[0] in words(_LANGUAGE)["ordinals"]:
                found.append(_number(group))
                group = []
        return [*found, _number(group)] if group else found


def _continues(group: list[tuple[str, int, int]], word: str) -> bool:
    scales, last = words(_LANGUAGE)["scales"], group[-1][0]
    if word in scales or last in scales:
        return True
    return last in words(_LANGUAGE)["tens"] and 0 < _small().get(word, 0) < 10


def _number(group: list[tuple[str, int, int]]) -> Number:
    total = current = 0
    for word, _, _ in group:
        scale = words(_LANGUAGE)["scales"].get(word)
        if scale is None:
            current += _small()[word]
        elif scale == 1000:
            total, current = total + max(current, 1) * scale, 0
        else:
            current = max(current, 1) * scale
    mark = ORDINAL if group[-1][0] in words(_LANGUAGE)["ordinals"] else NUMBER
    return Number(Decimal(total + current), group[0][1], group[-1][2], mark)


@cache
def _small() -> dict[str, int]:
    known = words(_LANGUAGE)
    return {**known["numbers"], **known["tens"], **known["ordinals"]}


@cache
def _runs() -> re.Pattern[str]:
    known = words(_LANGUAGE)
    pieces = "|".join(sorted([*_small(), *known["scales"]], key=len, reverse=True))
    one = rf"\b(?:{pieces})\b"
    return re.compile(rf"{one}(?:[ -](?:{known['link']} )?{one})*")
