"""What a letter says about its term and its costs, read from its text.

The wordings stand in `data/letter_wording.yml`. What a letter says in two ways, or in none that
is known, stays unknown: nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from payment_arrangement.errors import BadText
from payment_arrangement.receipt import Source

FILE = Path(__file__).parent / "data" / "letter_wording.yml"
LONGEST_LETTER = 20_000

CountedFrom = Literal["day_after_receipt", "receipt", "letter_date", "today", "sending"]

_DAY = r"(?P<day>\d{1,2})[-/. ](?P<month>\d{1,2}|[a-z]+)[-/. ](?P<year>\d{4})"
_AMOUNT = r"(?:€|eur|euro) ?(?P<euros>\d{1,3}(?:\.\d{3})+|\d{1,7})(?:,(?P<cents>\d\d|-))?(?!\d)"


@dataclass(frozen=True)
class LetterText:
    """What was read; None is unknown: not said, said in two ways, or said in unknown words.

    `vat_claimed_cents`: the tax on top of the costs; `may_add_vat`: what it says about reclaiming.
    `source`: where the wording of the term was judged.
    """

    term_days: int | None
    counted_from: CountedFrom | None
    last_day_on: date | None
    letter_date_on: date | None
    costs_claimed_cents: int | None
    vat_claimed_cents: int | None
    may_add_vat: bool | None
    source: Source | None


def read_letter(text: str) -> LetterText:
    """What the Dutch `text` of a letter says about its term and its costs.

    Raises BadText when it is empty, longer than 20,000 characters or not a text.

    >>> letter = read_letter("Betaal binnen 14 dagen na dagtekening van deze brief.")
    >>> letter.term_days, letter.counted_from
    (14, 'letter_date')
    """
    words = normal(text)
    terms = set(_terms(words))
    term = terms.pop() if len(terms) == 1 else (None, None, None)
    days_said = set(_numbers(words, _wording()["any_term"]))
    return LetterText(
        term_days=_only(days_said),
        counted_from=term[1] if _only(days_said) == term[0] else None,
        last_day_on=_only(
            day - timedelta(days=item["days_before"])
            for item in _wording()["last_day"]
            for day in _days(words, item["patterns"])
        ),
        letter_date_on=_only(_days(words, _wording()["letter_date"])),
        costs_claimed_cents=_only(_amounts(words, _wording()["costs"])),
        vat_claimed_cents=_only(_amounts(words, _wording()["vat"])),
        may_add_vat=_only(
            may_add
            for may_add, name in ((True, "vat_is_lost"), (False, "vat_is_reclaimed"))
            for _ in _matches(words, _wording()[name])
        ),
        source=None if term[2] is None else _source(term[2]),
    )


def normal(text: str) -> str:
    """`text` as the wordings are matched. Raises BadText."""
    if not isinstance(text, str) or not text.strip():
        raise BadText("letter", "empty", "the text of the letter")
    if len(text) > LONGEST_LETTER:
        raise BadText("letter", f"{len(text)} characters", f"at most {LONGEST_LETTER} characters")
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def _only(values: Iterable[Any]) -> Any:
    """The one value that all agree on; None when there is none or more than one."""
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _terms(words: str) -> Iterator[tuple[int, CountedFrom, str]]:
    for item in _wording()["terms"]:
        for days in _numbers(words, item["patterns"]):
            yield days, item["counted_from"], item["source"]


def _numbers(words: str, patterns: list[str]) -> Iterator[int]:
    in_words = _wording()["days"]
    for match in _matches(words, patterns):
        said = match["days"] or match["weeks"]
        number = in_words[said] if said in in_words else int(said)
        yield number if match["days"] else number * 7


def _days(words: str, patterns: list[str]) -> Iterator[date]:
    months = _wording()["months"]
    for match in _matches(words, patterns):
        name = match["month"]
        month = months.index(name) + 1 if name in months else int(name) if name.isdigit() else 0
        try:
            yield date(int(match["year"]), month, int(match["day"]))
        except ValueError:
            continue


def _amounts(words: str, patterns: list[str]) -> Iterator[int]:
    for match in _matches(words, patterns):
        cents = match["cents"]
        yield int(match["euros"].replace(".", "")) * 100 + int(
            cents if cents and cents.isdigit() else 0
        )


def _matches(words: str, patterns: list[str]) -> Iterator[re.Match[str]]:
    for pattern in patterns:
        yield from pattern_of(pattern).finditer(words)


@cache
def pattern_of(pattern: str) -> re.Pattern[str]:
    """A wording from the file, with its parts written out."""
    wording = _wording()
    number = rf"\d{{1,3}}|{'|'.join(wording['days'])}"
    parts = wording["parts"] | {
        "days": rf"(?P<days>{number})(?: \(\w{{1,12}}\))?",
        "weeks": rf"(?P<weeks>{number})(?: \(\w{{1,12}}\))?",
        "day": _DAY,
        "amount": _AMOUNT,
    }
    # `within` holds {days}: the parts of our own come last.
    for name, part in parts.items():
        pattern = pattern.replace(f"{{{name}}}", part)
    return re.compile(rf"(?<!\w){pattern}(?!\w)")


def _source(code: str) -> Source:
    said = _wording()["sources"][code]
    checked = f"{said['checked']['date']}, {said['checked']['by']}"
    return Source(said["text"].strip(), checked, address=said["address"])


@cache
def _wording() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return data
