"""Reads one message as the answer to one question: accepted, refused, or no answer at all.

What a slot accepts stands in ``answers.yml``; this module knows how each kind is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from dateutil.relativedelta import relativedelta

FILE = Path(__file__).parent / "answers.yml"
UNKNOWN = "unknown"
DAYS_PER_MONTH = 30
# Four digits from 1000, and letters that PostNL gives out (SA, SD and SS are not).
_POSTCODE = re.compile(r"[1-9]\d{3}(?!S[ADS])([A-Z]{2})?")


@dataclass(frozen=True)
class Rule:
    """What one slot accepts; the fields are explained in ``answers.yml``."""

    slot: str
    kind: str
    options: tuple[Any, ...] = ()
    at_least: int | None = None
    at_most: int | None = None
    dont_know: Any = None
    affirm: Any = None
    deny: Any = None
    intents: Mapping[str, Any] = field(default_factory=dict)
    ends_form: tuple[Any, ...] = ()
    with_others: bool = False
    past: Any = None
    of_two: str | None = None
    is_monthly: bool = False
    counts: str | None = None


@dataclass(frozen=True)
class Answers:
    """The whole table."""

    answer_intents: frozenset[str]
    weak_intents: frozenset[str]
    sure_from: float
    words: Mapping[str, str]
    periods_per_year: Mapping[str, int]
    corrects_earlier: Mapping[str, Sequence[str]]
    slots: Mapping[str, Rule]


@dataclass(frozen=True)
class Said:
    """The latest message: what it was understood as, and the values in it, in order.

    ``pressed``: it came from a button of ours, whose value carries the name of its slot.
    ``is_bare_number``: it is four digits and nothing else, which reads as an amount too.
    ``range_cents``: the two amounts of "tussen 1000 en 1200". ``also``: other needs in it.
    """

    intent: str
    values: tuple[tuple[str, Any], ...]
    pressed: bool = False
    is_bare_number: bool = False
    text: str = ""
    confidence: float = 1.0
    range_cents: tuple[int, int] | None = None
    also: tuple[str, ...] = ()

    def of(self, *entities: str) -> list[Any]:
        """Return the different values of these entities, in the order in which they were said."""
        return list(dict.fromkeys(value for name, value in self.values if name in entities))


@dataclass(frozen=True)
class Accepted:
    """The value for the slot, ready to store."""

    value: Any


@dataclass(frozen=True)
class Refused:
    """No value to store; ``response`` says what would be right, by ``values``: cents or a day."""

    response: str
    values: Mapping[str, int | date] = field(default_factory=dict)


Reading = Accepted | Refused


@cache
def answers() -> Answers:
    """Return the table of ``answers.yml``."""
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    rules = {}
    for slot, row in data["slots"].items():
        row["options"], row["ends_form"] = (
            tuple(row.get(name, ())) for name in ("options", "ends_form")
        )
        rules[slot] = Rule(slot=slot, **row)
    return Answers(
        frozenset(data["answer_intents"]),
        frozenset(data["weak_intents"]),
        data["sure_from"],
        data["words"],
        data["periods_per_year"],
        data["corrects_earlier"],
        rules,
    )


def is_answer(rule: Rule, said: Said) -> bool:
    """Whether the message can answer this question; if not, it interrupts the form."""
    if said.intent in answers().answer_intents:
        return True
    asked = _ENTITIES.get(rule.kind, (rule.slot,))
    names_a_value = bool(said.of(*asked, *filter(None, [rule.counts])))
    if said.intent in rule.intents:
        return rule.intents[said.intent] is not None or names_a_value
    is_unsure = rule.kind == "choice" and said.confidence < answers().sure_from
    if names_a_value and (is_unsure or said.intent in answers().weak_intents):
        return True
    names_an_instalment = bool(said.of("period", "duration_months")) and not (
        rule.is_monthly and re.search(answers().words["comes_in"], said.text, re.IGNORECASE)
    )
    return said.intent == "propose_amount" and (
        rule.kind == "proposal" or (rule.kind == "money" and not names_an_instalment)
    )


def read(rule: Rule, said: Said, today: date) -> Reading:
    """Return the answer in ``said`` to the question of ``rule``; days count from ``today``."""
    if said.pressed and said.of(rule.slot):
        return _pressed(rule, said.of(rule.slot)[-1], today)
    found = _KINDS[rule.kind](rule, said, today)
    if isinstance(found, Accepted):
        return found
    if rule.intents.get(said.intent) is not None:
        return Accepted(rule.intents[said.intent])
    if said.intent == "dont_know":
        unknown = rule.dont_know
        return Refused("utter_refuse_unknown") if unknown is None else Accepted(unknown)
    if found is not None:
        return found
    plain = {"affirm": rule.affirm, "deny": rule.deny}.get(said.intent)
    return Refused(_REFUSALS[rule.kind]) if plain is None else Accepted(plain)


def _pressed(rule: Rule, value: Any, today: date) -> Reading:
    """A button of ours sends the value itself."""
    if value in rule.options or value == rule.dont_know:
        return Accepted(value)
    if rule.kind == "yes_no" and isinstance(value, bool):
        return Accepted(value)
    if rule.kind in ("money", "days", "count") and type(value) is int:
        return _within(rule, value, today)
    return Accepted(value) if rule.kind == "proposal" else Refused(_REFUSALS[rule.kind])


def _within(rule: Rule, value: int, today: date) -> Reading:
    low, high = rule.at_least, rule.at_most
    if (low is None or value >= low) and (high is None or value <= high):
        return Accepted(value)
    if rule.kind in ("money", "proposal") and low is not None and high is not None:
        return Refused("utter_refuse_money_bounds", {"at_least": low, "at_most": high})
    return Refused(_REFUSALS[rule.kind])


def _choice(rule: Rule, said: Said, today: date) -> Reading | None:
    found = said.of(rule.slot)
    if len(found) == 1 and found[0] in rule.options:
        return Accepted(found[0])
    return Refused(_REFUSALS["choice"]) if found else None


def _yes_no(rule: Rule, said: Said, today: date) -> Reading | None:
    plain = {"affirm": True, "deny": False}.get(said.intent)
    if plain is None and said.intent in (*answers().answer_intents, *rule.intents):
        plain = _first_word(said.text)
    return None if plain is None else Accepted(plain)


def _first_word(text: str) -> bool | None:
    """What "ja, het is de huur" begins with."""
    for plain in (True, False):
        pattern = answers().words["yes" if plain else "no"]
        if re.match(rf"\W*(?:{pattern})\b", text, re.IGNORECASE):
            return plain
    return None


def _proposal(rule: Rule, said: Said, today: date) -> Reading | None:
    """One of those that were shown ("de laagste"), an amount, or another day to pay."""
    named = said.of("proposal")
    if len(named) == 1:
        return Accepted(named[0])
    rhythms = [period for period in said.of("period") if period in answers().periods_per_year]
    if not said.of("money_cents") and (rhythms or said.of("date", "day_of_month")):
        return Accepted("pay_day")
    return _money(rule, said, today)


def _money(rule: Rule, said: Said, today: date) -> Reading | None:
    amounts = said.of("money_cents")
    if rule.of_two is not None and said.range_cents is not None and len(amounts) == 2:
        amounts = [(min if rule.of_two == "lowest" else max)(amounts)]
    if len(amounts) != 1:
        return None
    if rule.is_monthly and said.of("period"):
        return _money_per_month(rule, amounts[0], said.of("period"), today)
    return _within(rule, amounts[0], today)


def _money_per_month(rule: Rule, cents: int, periods: Sequence[str], today: date) -> Reading | None:
    """What "375 per week" comes to in a month, rounded to what asks least of the person."""
    per_year = [answers().periods_per_year.get(period) for period in periods]
    if len(per_year) != 1 or per_year[0] is None:
        return None
    yearly = cents * per_year[0]
    return _within(rule, yearly // 12 if rule.of_two == "lowest" else -(-yearly // 12), today)


def _date(rule: Rule, said: Said, today: date) -> Reading | None:
    days = [date.fromisoformat(text) for text in said.of("date")]
    days = days or [_next(number, today) for number in said.of("day_of_month")]
    if len(days) != 1:
        return None
    first, last = (today + timedelta(days=n or 0) for n in (rule.at_least, rule.at_most))
    if first <= days[0] <= last:
        return Accepted(days[0].isoformat())
    if days[0] < first and rule.past is not None:
        return Accepted(rule.past)
    return Refused("utter_refuse_date_bounds", {"at_least": first, "at_most": last})


def _next(day_of_month: int, today: date) -> date:
    """The first such day after today; the last of the month where the month is shorter."""
    this_month = today + relativedelta(day=day_of_month)
    return this_month if this_month > today else today + relativedelta(months=1, day=day_of_month)


def _day_of_month(rule: Rule, said: Said, today: date) -> Reading | None:
    days = said.of("day_of_month") or [date.fromisoformat(text).day for text in said.of("date")]
    days = days or said.of("count")
    rhythms = [period for period in said.of("period") if period in rule.options]
    if len(rhythms) == 1 and not days:
        return Accepted(rhythms[0])
    return _within(rule, days[0], today) if len(days) == 1 else None


def _days(rule: Rule, said: Said, today: date) -> Reading | None:
    until = [(date.fromisoformat(text) - today).days for text in said.of("date")]
    days = said.of("duration_days") or until
    days = days or [months * DAYS_PER_MONTH for months in said.of("duration_months")]
    days = days or said.of("count")
    return _within(rule, days[0], today) if len(days) == 1 else None


def _count(rule: Rule, said: Said, today: date) -> Reading | None:
    numbers = said.of("count")
    if not numbers and rule.counts and said.of(rule.counts):
        numbers = [len(said.of(rule.counts))]
    return _within(rule, numbers[0], today) if len(numbers) == 1 else None


def _postcode(rule: Rule, said: Said, today: date) -> Reading | None:
    found = said.of("postcode")
    if said.is_bare_number and not found:
        found = [str(cents // 100) for cents in said.of("money_cents")]
    if len(found) != 1:
        return None
    exists = _POSTCODE.fullmatch(str(found[0]).upper().replace(" ", ""))
    return Accepted(exists[0]) if exists else Refused(_REFUSALS["postcode"])


_ENTITIES: Mapping[str, tuple[str, ...]] = {
    "date": ("date", "day_of_month"),
    "day_of_month": ("date", "day_of_month"),
    "days": ("date", "duration_days", "duration_months", "count"),
    "money": ("money_cents",),
    "postcode": ("postcode",),
    "count": ("count",),
}
_KINDS: Mapping[str, Callable[[Rule, Said, date], Reading | None]] = {
    "choice": _choice,
    "yes_no": _yes_no,
    "money": _money,
    "proposal": _proposal,
    "date": _date,
    "day_of_month": _day_of_month,
    "days": _days,
    "count": _count,
    "postcode": _postcode,
    # Read in actions/contact.py: what they find never becomes a slot.
    "name": lambda rule, said, today: None,
    "reach": lambda rule, said, today: None,
}
_REFUSALS: Mapping[str, str] = {kind: f"utter_refuse_{kind}" for kind in _KINDS} | {
    "proposal": "utter_refuse_money"
}
