"""Reads the values in one message, in a fixed order of rules."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date
from decimal import Decimal

from nlu.values.data import DUTCH, LANGUAGES, read
from nlu.values.day_meanings import EARLIEST_YEAR, next_day_of_month
from nlu.values.identifiers import masked, take_identifiers
from nlu.values.kinds import find_kinds
from nlu.values.match import Match, cents
from nlu.values.number import GONE, MONEY_LIKE, NUMBER, Number
from nlu.values.numbers import find_numbers, marked
from nlu.values.rules import Rule, rules
from nlu.values.value import Value

_LONGEST = 500
_MOST_COUNTED = 99
_WRITTEN_DATE = re.compile(
    r"(?<![\w.,/-])(?<!€)(?<!€ )(?:(?P<y>20\d\d)[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})"
    r"|(?P<d2>\d{1,2})([-/.])(?P<m2>\d{1,2})(?:\5(?P<y2>(?:19|20)\d\d|\d\d))?)"
    r"(?![\w-])(?! ?(?:eu|€|,|x\b|keer|termijn|maand|week|weken|dagen))"
)
_TIMES = re.compile(r"(?<=\d)x(?=\d)")
_SPACES = " \t\u2009\u202f"
_MINUS = re.compile(r"[\s€]*[-−–]\s*")


def extract(text: str, as_of: date, language: str = DUTCH) -> list[Value]:
    """Return the values in ``text``, in order of place; relative days count from ``as_of``.

    A message that is only a number gives every reading its question may need: the amount, the
    count, the day. Text after 500 characters is not read. In another language than Dutch a
    message in words alone that hold no value is read as Dutch too ("vijftig euro").

    >>> [(v.kind, v.value) for v in extract("50 euro, na de 24e", date(2026, 11, 18))]
    [('money_cents', 5000), ('date', datetime.date(2026, 11, 24)), ('day_of_month', 24)]
    """
    written = language if language in LANGUAGES else DUTCH
    found = _extract(text, as_of, written)
    if found or written == DUTCH or any(sign.isdigit() for sign in text):
        return found
    return _extract(text, as_of, DUTCH)


def _extract(text: str, as_of: date, language: str) -> list[Value]:
    lowered, places = _evenly_spaced(_lowered(text[:_LONGEST]))
    rest, values = take_identifiers(lowered, language)
    rest, dates = _take_written_dates(rest, as_of)
    numbers = find_numbers(rest, language)
    folded = _folded(marked(rest, numbers))
    folded, found = _by_rules(rules(language=language), folded, numbers, as_of)
    is_answer = not values and not dates and not found
    bare = _bare(folded, numbers, as_of, language) if is_answer else []
    found += bare or _by_rules(rules("last_rules", language), folded, numbers, as_of)[1]
    values += dates + found + find_kinds(_folded(lowered), language)
    return sorted((_placed(value, places) for value in values), key=lambda value: value.start)


def _evenly_spaced(text: str) -> tuple[str, list[int]]:
    """Return ``text`` with one space for each run of them, and where each character stood."""
    places = [
        at
        for at, sign in enumerate(text)
        if sign not in _SPACES or at == 0 or text[at - 1] not in _SPACES
    ]
    return "".join(" " if text[at] in _SPACES else text[at] for at in places), places


def _placed(value: Value, places: list[int]) -> Value:
    return replace(value, start=places[value.start], end=places[value.end - 1] + 1)


def _by_rules(
    in_order: list[Rule], text: str, numbers: list[Number], as_of: date
) -> tuple[str, list[Value]]:
    by_start = {number.start: number.value for number in numbers}
    found: list[Value] = []
    for rule in in_order:
        for match in rule.pattern.finditer(text):
            places = range(*match.span())
            inside = [by_start[at] for at in places if at in by_start and text[at] != GONE]
            meaning = rule.meaning(Match(inside, match.groups(), as_of))
            found += [Value(kind, value, *match.span()) for kind, value in meaning]
            text = masked(text, *match.span())
    return text, found


def _bare(text: str, numbers: list[Number], as_of: date, language: str) -> list[Value]:
    around = set(re.findall(r"[^\W_\x00]+", text.replace(NUMBER, " ").replace(MONEY_LIKE, " ")))
    if GONE in text or not around <= set(read("rules", language)["around_a_bare_number"]):
        return []
    minus = _MINUS.match(text)
    return [
        Value(kind, value, number.start, number.end)
        for number in numbers
        if number.mark == NUMBER
        for kind, value in _readings(
            -number.value if minus and number.start == minus.end() else number.value, as_of
        )
    ]


def _readings(number: Decimal, as_of: date) -> list[tuple[str, int]]:
    readings = [("money_cents", cents(number))]
    if number < 0:
        return readings
    if number == int(number) and number <= _MOST_COUNTED:
        readings.append(("count", int(number)))
        if next_day_of_month(int(number), as_of):
            readings.append(("day_of_month", int(number)))
    return readings


def _take_written_dates(text: str, as_of: date) -> tuple[str, list[Value]]:
    found: list[Value] = []
    for match in _WRITTEN_DATE.finditer(text):
        day, month = int(match["d"] or match["d2"]), int(match["m"] or match["m2"])
        year = match["y"] or match["y2"]
        full_year = int(year) + (2000 if len(year) == 2 else 0) if year else as_of.year
        try:
            stated = date(full_year, month, day)
            if not year and stated < as_of:
                stated = date(full_year + 1, month, day)
        except ValueError:
            if year or match[5] == "/" or (day <= 31 and month <= 12):
                text = masked(text, *match.span())  # a day that does not exist is no amount either
            continue
        if stated.year >= EARLIEST_YEAR:
            found.append(Value("date", stated, *match.span()))
        text = masked(text, *match.span())
    return text, found


def _lowered(text: str) -> str:
    """Lower case and plain e/i/u/o under a diaeresis, character for character."""
    lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    lowered = _TIMES.sub("×", lowered)
    return lowered.translate(str.maketrans("ëïöü\u00a0’`´", "eiou '''"))


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFD", c)[0] for c in text)
