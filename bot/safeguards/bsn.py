"""A BSN is masked before the first write: outside government nobody may keep one (UAVG art. 46).

Source: autoriteitpersoonsgegevens.nl on the BSN; consent does not help.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from stdnum.nl import bsn

MASK = "[nummer weggehaald]"
# Numbers that stand together, with at most a sign and two spaces between them on one line.
_RUN = re.compile(r"(?<![\d+])\d+(?:[^\S\n]{0,2}[.\-\u2010-\u2015/_]?[^\S\n]{0,2}\d+)*")
_USUAL_GROUPS = {(9,), (3, 3, 3), (4, 2, 3)}
_DAY = re.compile(r"[0-3]?\d([-/. ])[01]?\d\1(?:19|20)\d\d")
_NAMED = re.compile(r"(?:bsn|burgerservicenummer|sofi\w*)\W{0,4}(?:nr|nummer|is)?\W{0,4}$", re.I)
_OTHER_NUMBER = re.compile(
    r"(?:klant|factuur|dossier|zaak|order|referentie|contract|kenmerk|tel|telefoon|mobiel|bel|iban|"
    r"rekening|polis)\w*\W{0,4}(?:nr|nummer|is)?\W{0,4}$",
    re.I,
)
_IBAN_BEFORE = re.compile(r"[A-Z]{2}\d{2} ?[A-Z]{4}[ \d]*$", re.I)

Span = tuple[int, int]


@dataclass(frozen=True)
class Masked:
    """Text without BSNs, and how many were taken out."""

    text: str
    count: int


def mask_bsn(text: str) -> Masked:
    """Return ``text`` with each likely BSN replaced by :data:`MASK`.

    A number counts when the eleven-test holds (or it is called a BSN) and it is not a phone number,
    an IBAN, a day or a number that the person calls something else.

    >>> mask_bsn("mijn bsn is 111222333").text
    'mijn bsn is [nummer weggehaald]'
    """
    ascii_digits = _with_ascii_digits(text)
    parts: list[str] = []
    end = count = 0
    for run in _RUN.finditer(ascii_digits):
        for start, stop in _bsns(run.group(), ascii_digits[: run.start()]):
            parts += [text[end : run.start() + start], MASK]
            end = run.start() + stop
            count += 1
    return Masked("".join(parts) + text[end:], count)


def _bsns(run: str, before: str) -> Iterator[Span]:
    """Yield where the BSNs are in ``run``, the numbers that follow ``before``."""
    groups = [found.span() for found in re.finditer(r"\d+", run)]
    first = 0
    while first < len(groups):
        last = _last_group(run, groups, first, before)
        if last is None:
            first += 1
            continue
        yield groups[first][0], groups[last][1]
        first = last + 1


def _last_group(run: str, groups: list[Span], first: int, before: str) -> int | None:
    """Return with which group a BSN ends that begins with group ``first``, or None."""
    before += run[: groups[first][0]]
    for last in reversed(range(first, len(groups))):
        lengths = tuple(stop - start for start, stop in groups[first : last + 1])
        if sum(lengths) not in (8, 9):
            continue
        if _NAMED.search(before):
            return last
        is_apart = last - first + 1 == len(groups) or lengths in _USUAL_GROUPS
        if is_apart and _is_bsn(run[groups[first][0] : groups[last][1]], before):
            return last
    return None


def _is_bsn(number: str, before: str) -> bool:
    if _IBAN_BEFORE.search(before) or _OTHER_NUMBER.search(before) or _DAY.fullmatch(number):
        return False
    return bool(bsn.is_valid(re.sub(r"\D", "", number)))


def _with_ascii_digits(text: str) -> str:
    """Replace digits of every script one by one, so that positions stay the same."""
    return "".join(
        str(unicodedata.decimal(sign)) if unicodedata.decimal(sign, None) is not None else sign
        for sign in text
    )
