"""Recognises a few languages by their letters and small words; what is uncertain is Dutch.

No library: of the small ones none is right on fewer than three words, the best asks a hundred
megabytes, and a wrong switch costs a Dutch reader more than a missed one costs another: they can
press a button or ask. Figures: docs/languages.md.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import yaml


def recognise(text: str) -> str | None:
    """Return the code (ISO 639-1) of the language of ``text``, or None for Dutch or unknown.

    >>> recognise("I cannot pay my rent, can you help me please")
    'en'
    >>> recognise("ik kan de huur niet betalen") is None
    True
    """
    folded = unicodedata.normalize("NFC", text.casefold())
    return _by_letters(folded) or _by_signs(folded) or _by_words(folded)


def leans_to(text: str) -> str | None:
    """Return the code of the language with all texts that ``text`` has most words of, or None.

    A single word is enough, so ask this only where the answer is expected or cannot wait.

    >>> leans_to("yes I am"), leans_to("ja graag een brief"), leans_to("500")
    ('en', 'nl', None)
    """
    said = _words_in(unicodedata.normalize("NFC", text.casefold()))
    counts = {code: sum(word in own for word in said) for code, own in _own_words().items()}
    code = max(counts, key=counts.__getitem__)
    return code if list(counts.values()).count(counts[code]) == 1 else None


def asked_language(text: str) -> str | None:
    """Return the code of the language that ``text`` asks for and says nothing else, or None.

    >>> asked_language("English please!"), asked_language("nederlands")
    ('en', 'nl')
    """
    said = _words_in(text.casefold())
    around = set(_known()["around_a_name"].split())
    named = [word for word in said if word not in around]
    codes = [c for c, names in _known()["names"].items() if named and named[0] in names.split()]
    return codes[0] if codes and len(named) == 1 else None


def _by_letters(text: str) -> str | None:
    letters = [sign for sign in text if sign.isalpha()]
    if len(text.split()) < _known()["enough_words"]:
        return None
    for code, own in _known()["letters"].items():
        script = sum(_script(sign) == _script(own[0]) for sign in letters)
        others = set(_known()["not_letters"][code])
        if letters and script / len(letters) > 0.5 and not others & set(letters):
            return str(code)
    return None


def _by_signs(text: str) -> str | None:
    """Two words with such a sign, or one where no word is Dutch: a name may have one."""
    has_dutch = bool(set(text.split()) & set(_known()["dutch"].split()))
    for code, signs in _known()["signs"].items():
        words = [word for word in text.split() if set(word) & set(signs)]
        if len(words) >= _known()["enough_words"] or (words and not has_dutch):
            return str(code)
    return None


def _by_words(text: str) -> str | None:
    said = _words_in(text)
    if len(said) < _known()["least_words"]:
        return None
    dutch = set(_known()["dutch"].split())
    counts = {
        code: sum(word in set(words.split()) - dutch for word in said)
        for code, words in _known()["words"].items()
    }
    code = max(counts, key=counts.__getitem__)
    is_clear = counts[code] >= _known()["enough_words"] and 3 * counts[code] >= len(said)
    return code if is_clear and counts[code] > sum(word in dutch for word in said) else None


def _words_in(text: str) -> list[str]:
    return "".join(sign if sign.isalpha() else " " for sign in text).split()


@cache
def _own_words() -> dict[str, set[str]]:
    """The small words that only one of the languages with all texts has."""
    words = {code: set(_known()["words"].get(code, "").split()) for code in _known()["names"]}
    words["nl"] = set(_known()["dutch"].split()) | set(_known()["answers"].split())
    return {
        code: own.difference(*(others for each, others in words.items() if each != code))
        for code, own in words.items()
    }


def _script(sign: str) -> str:
    return unicodedata.name(sign, "").partition(" ")[0]


@cache
def _known() -> dict[str, Any]:
    path = Path(__file__).with_name("languages.yml")
    read: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return read
