"""The text as the models read it: values found in it are named, so that amounts do not matter."""

from __future__ import annotations

from datetime import date

from bot.languages import recognise
from nlu.values import extract
from nlu.values.data import DUTCH

_ANY_DAY = date(2026, 1, 1)
# Their own words say as much, and a mark would draw unlike sentences together.
_UNMARKED = {
    "age",
    "dispute_reason",
    "legal_letter",
    "proposal",
    "representation",
    "warm_referral",
    "wish",
}


def reading(text: str) -> str:
    """Return ``text`` followed by a mark for each kind of value in it.

    >>> reading("nee, 60 euro")
    'nee, 60 euro vmoneycents'
    """
    kinds = {value.kind for value in extract(text, _ANY_DAY, recognise(text) or DUTCH)} - _UNMARKED
    return " ".join([text, *(f"v{kind.replace('_', '')}" for kind in sorted(kinds))])
