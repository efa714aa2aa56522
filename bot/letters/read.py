"""Reads a pasted letter. What is not certain is not said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.safeguards.phrases import Language, Phrases
from payment_arrangement import ArrangementError, CostFacts, Fault, check_letter_text
from payment_arrangement.letter_text import read_letter

_MONTHS = "januari februari maart april mei juni juli augustus september oktober november december"
_DAY = re.compile(
    rf"\b(\d{{1,2}})(?: |-|/)({_MONTHS.replace(' ', '|')}|\d{{1,2}})(?: |-|/)(\d{{4}})\b"
)


@dataclass(frozen=True)
class PastedLetter:
    """``kind`` is a text of bot/texts/letters.yml; ``days`` are those it names, in order.

    ``fault``: the first thing that is certainly wrong with its wording or costs; ``last_day_on``:
    the day before which it asks to pay.
    """

    kind: str
    days: tuple[date, ...]
    last_day_on: date | None
    fault: Fault | None


def read_pasted(text: str, as_of: date) -> PastedLetter | None:
    """Return what the pasted letter ``text`` is, or None when it is no letter.

    >>> read_pasted("ik heb een dagvaarding gekregen", date(2026, 11, 22)) is None
    True
    """
    if len(text.split()) < _data()["least_words"]:
        return None
    heard = _language().hear(text)
    marks = sum(mark.are_in(heard) for mark in _marks())
    if marks < _data()["least_marks"]:
        return None
    kind = next((name for name, phrases in _kinds().items() if phrases.are_in(heard)), None)
    if kind is None:
        return None
    fault, last_day_on = (
        _check(text, as_of, kind) if kind in ("fourteen_day", "collection") else (None, None)
    )
    return PastedLetter(kind, _days(text), last_day_on, fault)


def _check(text: str, as_of: date, kind: str) -> tuple[Fault | None, date | None]:
    """Return the first certain fault, and the last day to pay that is named."""
    try:
        last_day_on = read_letter(text).last_day_on
        stated = _costs_are_stated(text) if kind == "fourteen_day" else None
        check = check_letter_text(text, as_of, claim=_claim(text), costs_are_stated=stated)
    except ArrangementError:
        return None, None
    return (check.findings[0].fault if check.findings else None), last_day_on


def _costs_are_stated(text: str) -> bool | None:
    """False when costs are announced and the letter names one amount at most: the debt."""
    folded = text.casefold()
    is_announced = re.search(_data()["announces_costs"], folded) is not None
    return False if is_announced and len(re.findall(r"€|\beur", folded)) <= 1 else None


def _claim(text: str) -> CostFacts | None:
    """What the letter says the costs are for; a fact that it does not say stays unknown."""
    found = re.search(_data()["principal"], text.casefold())
    if found is None:
        return None
    cents = int(found[1].replace(".", "")) * 100 + int((found[2] or "0").replace("-", "0"))
    agreed = True if re.search(_data()["agreement"], text.casefold()) else None
    # Terms of a continuing contract have a lower maximum: what is above this one is above that.
    return CostFacts((cents,), is_consumer=True, is_from_agreement=agreed, is_recurring_term=False)


def _days(text: str) -> tuple[date, ...]:
    """Return the days that are written out, each once, in the order of the calendar."""
    days = set()
    for day, month, year in _DAY.findall(text.casefold()):
        number = int(month) if month.isdigit() else _MONTHS.split().index(month) + 1
        try:
            days.add(date(int(year), number, int(day)))
        except ValueError:
            continue
    return tuple(sorted(days))


@cache
def _language() -> Language:
    return Language()


@cache
def _marks() -> tuple[Phrases, ...]:
    return tuple(_language().phrases([mark]) for mark in _data()["marks"])


@cache
def _kinds() -> dict[str, Phrases]:
    return {name: _language().phrases(lines) for name, lines in _data()["kinds"].items()}


@cache
def _data() -> dict[str, Any]:
    path = Path(__file__).with_name("letters.yml")
    read: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return read
