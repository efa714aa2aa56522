"""A BSN is masked before the first write: outside government nobody may keep one (UAVG art. 46).

Source: autoriteitpersoonsgegevens.nl on the BSN; consent does not help.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from stdnum.nl import bsn

MASK = "[nummer weggehaald]"
_DIGITS = re.compile(r"(?<![\d+])\d(?:[ .\-]?\d){7,8}(?!\d|[ .\-]?\d)")
_NAMED = re.compile(r"(?:bsn|burgerservicenummer|sofi\w*)\W{0,4}(?:nr|nummer|is)?\W{0,4}$", re.I)
_OTHER_NUMBER = re.compile(
    r"(?:klant|factuur|dossier|zaak|order|referentie|contract|kenmerk|tel|telefoon|mobiel|bel|iban|"
    r"rekening|polis)\w*\W{0,4}(?:nr|nummer|is)?\W{0,4}$",
    re.I,
)
_IBAN_BEFORE = re.compile(r"[A-Z]{2}\d{2} ?[A-Z]{4}[ \d]*$", re.I)


@dataclass(frozen=True)
class Masked:
    """Text without BSNs, and how many were taken out."""

    text: str
    count: int


def mask_bsn(text: str) -> Masked:
    """Return ``text`` with each likely BSN replaced by :data:`MASK`.

    A number counts when the eleven-test holds (or it is called a BSN) and it is not a phone number,
    an IBAN or a number that the person calls something else.

    >>> mask_bsn("mijn bsn is 111222333").text
    'mijn bsn is [nummer weggehaald]'
    """
    ascii_digits = _with_ascii_digits(text)
    parts: list[str] = []
    end = count = 0
    for found in _DIGITS.finditer(ascii_digits):
        if not _is_bsn(found.group(), ascii_digits[: found.start()]):
            continue
        parts += [text[end : found.start()], MASK]
        end = found.end()
        count += 1
    return Masked("".join(parts) + text[end:], count)


def _is_bsn(number: str, before: str) -> bool:
    digits = re.sub(r"\D", "", number)
    if _NAMED.search(before):
        return True
    if _IBAN_BEFORE.search(before) or _OTHER_NUMBER.search(before):
        return False
    if len(digits) == 9 and digits.startswith("06") and not bsn.is_valid(digits):
        return False
    return bool(bsn.is_valid(digits))


def _with_ascii_digits(text: str) -> str:
    """Replace digits of every script one by one, so that positions stay the same."""
    return "".join(
        str(unicodedata.decimal(sign)) if unicodedata.decimal(sign, None) is not None else sign
        for sign in text
    )
