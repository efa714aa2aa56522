"""Dutch formats for what a response is filled with: amounts, days, times. No sentences."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency

LOCALE = "nl_NL"


def euro(cents: int) -> str:
    """Return an amount as people write it: without cents when there are none.

    >>> euro(6000), euro(125050)
    ('€ 60', '€ 1.250,50')
    """
    pattern = "¤ #,##0" if cents % 100 == 0 else "¤ #,##0.00"
    text = format_currency(
        Decimal(cents) / 100, "EUR", pattern, locale=LOCALE, currency_digits=False
    )
    return text.replace("\N{NO-BREAK SPACE}", " ")


def day(value: date, today: date) -> str:
    """Return a day in words; the year only when it is not this year.

    >>> day(date(2026, 11, 24), date(2026, 11, 22)), day(date(2027, 1, 1), date(2026, 11, 22))
    ('24 november', '1 januari 2027')
    """
    pattern = "d MMMM" if value.year == today.year else "d MMMM y"
    return format_date(value, pattern, locale=LOCALE)
