"""Takes out of a sentence what points at one person, before it is kept as an example."""

from __future__ import annotations

import re

import phonenumbers
from stdnum import iban
from stdnum.exceptions import ValidationError

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_IBAN = re.compile(r"\b[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]{4}){2,7}(?: ?[A-Za-z0-9]{1,3})?\b")
_POSTCODE = re.compile(r"\b[1-9]\d{3} ?[A-Za-z]{2}\b")
_DIGIT = re.compile(r"\d")


def masked(words: str) -> str:
    """Return ``words`` without e-mail, IBAN, phone number or postcode; every other digit is 0.

    The shape of an amount stays, the amount does not. Names stay: the colleague who reviews the
    sentence takes them out.

    >>> masked("bel 06 12345678 of mail a.b@c.nl, ik kan 75 euro")
    'bel [telefoon] of mail [e-mail], ik kan 00 euro'
    """
    found = _EMAIL.sub("[e-mail]", words)
    found = _IBAN.sub(_iban, found)
    for match in reversed(list(phonenumbers.PhoneNumberMatcher(found, "NL"))):
        found = f"{found[: match.start]}[telefoon]{found[match.end :]}"
    found = _POSTCODE.sub("[postcode]", found)
    return _DIGIT.sub("0", found)


def _iban(match: re.Match[str]) -> str:
    try:
        iban.validate(match.group())
    except ValidationError:
        return match.group()
    return "[rekeningnummer]"
