"""The languages in which a whole conversation can be held, and how each writes sums and days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency

DUTCH = "nl"
LOCALES = {DUTCH: "nl_NL", "en": "en_GB"}
"""Babel's locale of each language, by its code (ISO 639-1)."""
_EURO = {DUTCH: ("¤ #,##0", "¤ #,##0.00"), "en": ("¤ #,##0.00", "¤ #,##0.00")}
"""How a whole sum is written, and one with cents. Beside Dutch, "€ 1,250" could be read as 1.25."""
DAY_OF_ANY_YEAR, DAY_OF_THIS_YEAR = "d MMMM y", "d MMMM"


def euro(cents: int, language: str) -> str:
    """Return an amount as people write it; in Dutch without cents when there are none.

    >>> euro(6000, "nl"), euro(125050, "nl"), euro(125000, "en")
    ('€ 60', '€ 1.250,50', '€ 1,250.00')
    """
    whole, with_cents = _EURO.get(language, _EURO[DUTCH])
    pattern = with_cents if cents % 100 else whole
    amount = Decimal(cents) / 100
    text = format_currency(amount, "EUR", pattern, locale_of(language), currency_digits=False)
    return text.replace("\N{NO-BREAK SPACE}", " ")


def day(value: date, language: str, pattern: str = DAY_OF_ANY_YEAR) -> str:
    """Return a day in words.

    >>> day(date(2026, 11, 24), "nl"), day(date(2026, 11, 24), "en")
    ('24 november 2026', '24 November 2026')
    """
    return format_date(value, pattern, locale=locale_of(language))


def listed(items: list[str], language: str) -> str:
    """Return ``items`` as one phrase.

    >>> listed(["a", "b"], "nl"), listed(["a", "b", "c"], "en")
    ('a en b', 'a, b and c')
    """
    return format_list(items, locale=locale_of(language))


def locale_of(language: str) -> str:
    """Return Babel's locale of ``language``; Dutch for one that has not all texts."""
    return LOCALES.get(language, LOCALES[DUTCH])
