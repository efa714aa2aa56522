"""The words of ``texts.yml``, and numbers and days as Dutch readers write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from audit_pack.cells import Figure

# Cannot stand in XML, or would change the direction in which a line is read.
_BAD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


@cache
def words() -> Mapping[str, Any]:
    """Return all texts."""
    found: Mapping[str, Any] = yaml.safe_load(
        Path(__file__).with_name("texts.yml").read_text("utf-8")
    )
    return found


def say(key: str, **values: object) -> str:
    """Return the text ``key`` with ``values``."""
    text: str = words()[key]
    return text.format(**values)


def label(key: str) -> str:
    """Return the label ``key``."""
    found: str = words()["labels"][key]
    return found


def file_name(key: str) -> str:
    """Return the name of a file for an auditor."""
    found: str = words()["files"][key]
    return found


def number(value: int) -> str:
    """Return a whole number.

    >>> number(12345)
    '12.345'
    """
    return str(format_decimal(value, locale="nl"))


def percent(permille: int) -> str:
    """Return a share with one decimal.

    >>> percent(987)
    '98,7'
    """
    return f"{permille // 10},{permille % 10}"


def day(value: date) -> str:
    """Return a day.

    >>> day(date(2026, 11, 22))
    '22 november 2026'
    """
    return str(format_date(value, "d MMMM y", locale="nl"))


def moment(value: datetime) -> str:
    """Return a moment with its minutes."""
    return str(format_datetime(value, "dd-MM-yyyy HH:mm", locale="nl"))


def month(value: str) -> str:
    """Return a month.

    >>> month("2026-11")
    'nov 2026'
    """
    return str(format_date(date.fromisoformat(f"{value}-01"), "LLL y", locale="nl")).replace(
        ".", ""
    )


def figure_text(figure: Figure) -> str:
    """Return a figure as it may be shown."""
    if figure.state != "shown" or figure.permille is None or figure.counted is None:
        return say(f"state_{figure.state}")
    share = say("value", percent=percent(figure.permille))
    return f"{share} {say('of_counted', counted=number(figure.counted))}"


def unknown_text(figure: Figure) -> str:
    """Return how much is unknown; nothing when all is known."""
    if figure.unknown is None:
        return say("unknown_hidden")
    return say("unknown_counted", unknown=number(figure.unknown)) if figure.unknown else ""


def readable(text: str) -> str:
    r"""Return ``text`` with characters that no page can show as their code point.

    >>> readable("a\x00b\u202ec")
    'a[U+0000]b[U+202E]c'
    """
    return _BAD.sub(lambda bad: say("bad_character", code=f"{ord(bad[0]):04X}"), text)
