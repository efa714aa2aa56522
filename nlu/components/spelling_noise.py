"""Misspelt copies of training lines, for training only; tests are never written by it."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("spelling_noise.yml")
_CHANGED_WORDS = 0.2
_LETTERS = "abcdefghijklmnoprstuvwz"


@cache
def _habits() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    loaded["letters"] = [(re.compile(pattern), become) for pattern, become in loaded["letters"]]
    return loaded


class SpellingNoise:
    """Misspells text; the same seed gives the same sequence of mistakes."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - not for secrets

    def __call__(self, text: str) -> str:
        """Return ``text`` with about a fifth of its words misspelt, and at least one."""
        words = text.split(" ")
        certain = self._random.randrange(len(words))
        return " ".join(
            self._misspelt(word)
            if position == certain or self._random.random() < _CHANGED_WORDS
            else word
            for position, word in enumerate(words)
        )

    def _misspelt(self, word: str) -> str:
        habits = _habits()
        if word.lower() in habits["words"]:
            return str(self._random.choice(habits["words"][word.lower()]))
        fitting = [(p, become) for p, become in habits["letters"] if p.search(word)]
        if fitting and self._random.random() < 0.6:
            pattern, become = self._random.choice(fitting)
            return str(pattern.sub(become, word, count=1))
        return self._slipped(word) if len(word) > 3 and word.isalpha() else word

    def _slipped(self, word: str) -> str:
        at = self._random.randrange(1, len(word) - 1)
        slip = self._random.randrange(3)
        if slip == 0:
            return word[:at] + word[at + 1 :]
        if slip == 1:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        return word[:at] + self._random.choice(_LETTERS) + word[at + 1 :]
