"""The clauses of one message: "ik kan niet betalen en ik slaap niet" says two things."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"[.,;!?\n]+|\b(?:en|maar|want|dus|ook)\b", re.IGNORECASE)
_FEWEST_WORDS = 3
_MOST_CLAUSES = 6
_FEWEST_TO_HALVE = 6


def clauses(text: str) -> list[str]:
    """Return the clauses of at least three words; none when the message is a single clause.

    >>> clauses("ik kan de huur niet betalen en ik durf de post niet te openen")
    ['ik kan de huur niet betalen', 'ik durf de post niet te openen']
    >>> clauses("ja, 50 euro")
    []
    """
    parts = [part.strip() for part in _BETWEEN.split(text)]
    long = [part for part in parts if len(part.split()) >= _FEWEST_WORDS]
    return long[:_MOST_CLAUSES] if len(parts) > 1 else []


def halves(text: str) -> list[str]:
    """Return both halves of a message of six words or more: a second need needs no comma.

    >>> halves("dit is niet van mij bel me terug")
    ['dit is niet van', 'mij bel me terug']
    """
    words = text.split()
    middle = len(words) // 2
    return (
        [" ".join(words[:middle]), " ".join(words[middle:])]
        if len(words) >= _FEWEST_TO_HALVE
        else []
    )
