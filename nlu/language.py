"""The language of one message, by its script and its small words; Dutch if in doubt."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DUTCH = "nl"
_FILE = Path(__file__).with_name("language.yml")
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS_COUNT = 2
_CLEAR_LEAD = 2


def language_of(text: str) -> str:
    """Return an ISO 639-1 code. A word or two are too little to leave Dutch on.

    >>> language_of("I can't pay this bill")
    'en'
    >>> language_of("ok help")
    'nl'
    """
    known = _known()
    lowered = text.lower().replace("'", "").replace("’", "")
    for language, script in known["scripts"].items():
        if script.search(text):
            others = (other for other, sign in known["instead"].items() if sign.search(lowered))
            return str(next(others, language))
    words = _WORD.findall(lowered)
    points = {
        language: sum(word in small for word in words) for language, small in known["words"].items()
    }
    for language, letters in known["letters"].items():
        points[language] = points.get(language, 0) + _LETTERS_COUNT * len(letters.findall(lowered))
    best = max(points, key=lambda language: points[language])
    return best if points[best] - points[DUTCH] >= _CLEAR_LEAD else DUTCH


@cache
def _known() -> dict[str, Any]:
    read = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    patterns = {
        part: {language: re.compile(pattern) for language, pattern in read[part].items()}
        for part in ("scripts", "instead", "letters")
    }
    return {**patterns, "words": {name: frozenset(small) for name, small in read["words"].items()}}
