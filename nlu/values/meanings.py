"""What a matched rule means: from the numbers and words in it to values."""

from __future__ import annotations

from decimal import Decimal

from nlu.values.data import calendar_words, words
from nlu.values.day_meanings import DAY_MEANINGS
from nlu.values.match import Found, Match, Meaning, cents, money, months_long

_OLDEST = 120
# An amount that stands alone: below it may be anything, above it is some file's number.
_SMALLEST_ALONE, _LARGEST_ALONE = 100, 100_000
_YEARS = (1900, 2100)


def _euros_and_cents(match: Match) -> Found:
    euros, rest = match.numbers
    is_rest = rest < 100 and rest == int(rest)
    return money(euros + rest / 100) if is_rest else []


def _in_pieces(match: Match) -> Found:
    return _terms(Match([Decimal(words()["together"][match.word])], match.words, match.as_of))


def _terms(match: Match) -> Found:
    """A number of monthly terms is a count and, from two on, as many months."""
    return [("count", int(match.first)), *months_long(match.first)] if match.is_whole else []


def _hundreds(match: Match) -> Found:
    is_year = match.first == int(match.first) and _YEARS[0] <= match.first <= _YEARS[1]
    is_amount = _SMALLEST_ALONE <= match.first < _LARGEST_ALONE and not is_year
    return money(match.first) if is_amount else []


def _days_long(one: int) -> Meaning:
    def long(match: Match) -> Found:
        return [("duration_days", int(match.first) * one)] if match.is_whole else []

    return long


def _age(match: Match) -> Found:
    is_age = match.first == int(match.first) and 0 < match.first < _OLDEST
    return [("age", int(match.first))] if is_age else []


def _debt(match: Match) -> Found:
    return [*money(match.first), ("debt_cents", cents(match.first))]


def _with_decimals(match: Match) -> Found:
    """ "Twaalf komma vijftig": the second number is written as decimals are."""
    whole, decimals = match.numbers[:2]
    is_read = whole == int(whole) and decimals == int(decimals) and decimals < 100
    return money(Decimal(f"{int(whole)}.{int(decimals)}")) if is_read else []


def _notes(match: Match) -> Found:
    """ "Briefje van twintig", "twee briefjes van 50"."""
    return money(match.first * (match.numbers[1] if len(match.numbers) > 1 else 1))


def _all_at_once(match: Match) -> Found:
    return [("period", "once")] if match.first == 1 else _terms(match)


def _every_months(match: Match) -> Found:
    names = {1: "month", 3: "quarter", 12: "year"}
    return [("period", names[int(match.first)])] if match.first in names else []


def _every_weeks(match: Match) -> Found:
    names = {2: "two_weeks", 4: "four_weeks"}
    return [("period", names[int(match.first)])] if match.first in names else []


def _number_weekly(match: Match) -> Found:
    """ "4 wekelijks" is a period; "20 wekelijks" an amount each week."""
    return _every_weeks(match) or [*money(match.first), ("period", "week")]


def _money_every_weeks(match: Match) -> Found:
    return [*_every_weeks(match), *money(match.numbers[1])]


def _together(match: Match) -> Found:
    return [("count", words()["together"][match.word])]


def _always(kind: str, value: int | str) -> Meaning:
    return lambda match: [(kind, value)]


MEANINGS: dict[str, Meaning] = {
    "nothing": lambda match: [],
    "money": lambda match: money(match.first),
    "money_pair": lambda match: money(*match.numbers[:2]),
    "minus_money": lambda match: money(-match.first),
    "debt": _debt,
    "age": _age,
    "money_each_month": lambda match: [*money(match.first), ("period", "month")],
    "money_each_week": lambda match: [*money(match.first), ("period", "week")],
    "money_once": lambda match: [("period", "once"), *money(match.numbers[-1])],
    "money_every_weeks": _money_every_weeks,
    "money_every_months": lambda match: [*_every_months(match), *money(match.numbers[1])],
    "every_months": _every_months,
    "with_decimals": _with_decimals,
    "notes": _notes,
    "half_coin": lambda match: money(Decimal(calendar_words("coins")[match.word]) / 200),
    "hundreds": _hundreds,
    "hundred_thousands": lambda match: money(match.first * 100_000),
    "thousands": lambda match: money(match.first * 1000),
    "cents": lambda match: money(match.first / 100),
    "coins": lambda match: money(match.first * calendar_words("coins")[match.word] / 100),
    "euros_and_cents": _euros_and_cents,
    "together": _together,
    "weeks_long": _days_long(7),
    "days_long": _days_long(1),
    "a_month_long": lambda match: [("duration_days", 30), ("duration_months", 1)],
    "terms": _terms,
    "monthly_terms": lambda match: [*_terms(match), ("period", "month")],
    "all_at_once": _all_at_once,
    "in_pieces": _in_pieces,
    "terms_of": lambda match: [*_terms(match), *money(match.numbers[1])],
    "months_long": lambda match: months_long(match.first),
    "half_year": lambda match: months_long(Decimal(6)),
    "years_long": lambda match: months_long(match.first * 12) if match.first <= 10 else [],
    "number_weekly": _number_weekly,
    "every_weeks": _every_weeks,
    "period_week": _always("period", "week"),
    "period_four_weeks": _always("period", "four_weeks"),
    "period_month": _always("period", "month"),
    "period_two_weeks": _always("period", "two_weeks"),
    "period_once": _always("period", "once"),
    "period_quarter": _always("period", "quarter"),
    "period_year": _always("period", "year"),
    "count": lambda match: [("count", int(match.first))] if match.is_whole else [],
    "none_of_them": _always("count", 0),
    **DAY_MEANINGS,
}
