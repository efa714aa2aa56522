"""Values as a colleague reads them: amounts, days, waits and shares, in the chosen language."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal

from staff_console.preferences import preferences
from staff_console.texts import label, texts

_LOCAL = ZoneInfo("Europe/Amsterdam")
_LOCALES = {"nl": "nl", "en": "en_GB"}


def localised(value: Any, name: str = "") -> str:
    """Return a value as who is answered now expects it, by the ending of its name.

    >>> localised(6000, "instalment_cents")
    '€ 60,00'
    """
    locale = _LOCALES[preferences().language]
    if name.endswith("_cents"):
        return format_currency(value / 100, "EUR", "¤ #,##0.00", locale).replace("\xa0", " ")
    if isinstance(value, datetime):
        return format_datetime(value.astimezone(_LOCAL), "d MMM y HH:mm", locale=locale)
    if isinstance(value, date):
        return format_date(value, "EEE d MMM y", locale)
    if isinstance(value, list | tuple):
        return ", ".join(localised(each, name) for each in value)
    if isinstance(value, str) and name in _SECTIONS:
        return label(_SECTIONS[name], value)
    return str(value)


def in_minutes(minutes: int) -> str:
    """Return a wait in its two largest units.

    >>> in_minutes(1_530)
    '1 dag 1 uur'
    """
    words = texts()["durations"]
    days, hours = minutes // 1440, minutes % 1440 // 60
    parts = (("days", days), ("hours", hours), ("minutes", minutes % 60))
    said = [_number_of(words[name], number) for name, number in parts if number]
    return " ".join(said[:2]) or _number_of(words["minutes"], 0)


def in_percent(permille: int) -> str:
    """Return a share with one decimal.

    >>> in_percent(987)
    '98,7'
    """
    return format_decimal(permille / 10, "0.0", _LOCALES[preferences().language])


def _number_of(words: dict[str, str], number: int) -> str:
    return f"{number} {words['one' if number == 1 else 'more']}"


# Where the words stand of a value that is a code.
_SECTIONS = {
    "kind": "codes",
    "state": "codes",
    "urgency": "codes",
    "reason_code": "codes",
    "route": "codes",
    "frequency": "codes",
    "theme_code": "codes",
    "fields": "codes",
    "needs": "suggested_services",
}
