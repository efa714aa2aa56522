"""Finds addresses and telephone numbers in what we say, so that they can be followed."""

from __future__ import annotations

import re

_FOUND = re.compile(
    r"(?P<web>https://[^\s<>\"]*[^\s<>\".,;:!?)])"
    r"|(?<![\w.,€/-])(?P<phone>0\d{2,3}-\d{4,7}(?![\d-])"
    r"|(?<!€ )(?:112|113)(?!\d|[.,-]\d|\.nl| euro))"
)
Part = dict[str, str]


def parts_of(text: str) -> list[Part]:
    """Return ``text`` in parts; a part with ``href`` is a link.

    >>> parts_of("Bel 112.")
    [{'text': 'Bel '}, {'text': '112', 'href': 'tel:112'}, {'text': '.'}]
    """
    parts: list[Part] = []
    end = 0
    for found in _FOUND.finditer(text):
        parts.append({"text": text[end : found.start()]})
        href = found["web"] or f"tel:{found['phone'].replace('-', '')}"
        parts.append({"text": found[0], "href": href})
        end = found.end()
    parts.append({"text": text[end:]})
    return [part for part in parts if part["text"]]
