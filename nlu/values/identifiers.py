"""Numbers that are nobody's amount: accounts, phones, files, houses, years; and postcodes."""

from __future__ import annotations

import re
from functools import cache

import phonenumbers

from nlu.values.data import DUTCH, read
from nlu.values.number import GONE
from nlu.values.value import Value

_MAYBE_PHONE = re.compile(r"(?:\+|\b00?)[\d\s()-]{8,}")


def masked(text: str, start: int, end: int) -> str:
    """Return ``text``, equally long, with the part from ``start`` to ``end`` made unreadable."""
    return text[:start] + GONE * (end - start) + text[end:]


def take_identifiers(text: str, language: str = DUTCH) -> tuple[str, list[Value]]:
    """Return lower-case ``text`` with identifiers masked, and the postcodes found in it."""
    if _MAYBE_PHONE.search(text):
        for phone in phonenumbers.PhoneNumberMatcher(text, "NL"):
            text = masked(text, phone.start, phone.end)
    for pattern in _identifiers(language):
        for match in pattern.finditer(text):
            text = masked(text, match.start(), match.end())
    return _take_postcodes(text, language)


def _take_postcodes(text: str, language: str) -> tuple[str, list[Value]]:
    full, digits = (re.compile(read("rules", language)[f"postcode_{size}"]) for size in (6, 4))
    found: list[Value] = []
    for match in full.finditer(text):
        if match[2] not in read("rules", language)["postcode_stop"]:
            code = (match[1] + match[2]).upper()
            found.append(Value("postcode", code, match.start(), match.end()))
    for postcode in found:
        text = masked(text, postcode.start, postcode.end)
    for match in digits.finditer(text):
        found.append(Value("postcode", match[1], match.start(1), match.end(1)))
        text = masked(text, match.start(1), match.end(1))
    return text, found


@cache
def _identifiers(language: str) -> list[re.Pattern[str]]:
    return [re.compile(pattern) for pattern in read("rules", language)["identifiers"]]
