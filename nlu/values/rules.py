"""The rules of ``rules.yml``, compiled once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from nlu.values.data import DUTCH, read, words
from nlu.values.match import Found, Match
from nlu.values.meanings import MEANINGS
from nlu.values.number import MONEY_LIKE, NUMBER, ORDINAL

_ANY_NUMBER = f"[{NUMBER}{MONEY_LIKE}]"


@dataclass(frozen=True)
class Rule:
    """A pattern over marked text and what a match of it means."""

    pattern: re.Pattern[str]
    meaning: Callable[[Match], Found]


@cache
def rules(named: str = "rules", language: str = DUTCH) -> list[Rule]:
    """Return the rules in the order in which they run; ``last_rules`` run when all is taken."""
    return [
        Rule(re.compile(_spelt_out(entry["pattern"], language)), MEANINGS[entry["means"]])
        for entry in read("rules", language)[named]
    ]


def _spelt_out(pattern: str, language: str) -> str:
    known = read("rules", language)
    pieces = {**known["words"], **known["lists"]}
    pieces |= {
        name: _either(words(language)[name]) for name in ("months", "weekdays", "named_days")
    }
    pieces["coins"] = _either(words(language)["coins"])
    pieces |= {
        "n": r"(?<![#$@\w])(?:#+|\$+)(?![#$@])",
        "m": r"(?<![#$@\w])(?:#+|\$+)(?![#$@])",
        "o": rf"(?<![\w@]){ORDINAL}+(?![\w@])",
        "money_like": re.escape(MONEY_LIKE) + "+",
    }
    while found := re.search(r"\{([a-z_]+)\}", pattern):
        pattern = pattern[: found.start()] + pieces[found[1]] + pattern[found.end() :]
    return pattern


def _either(names: dict[str, int]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))
