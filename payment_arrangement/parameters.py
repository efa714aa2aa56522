"""Dated values with a source: what held on which day, and who checked it.

Each topic is one file `parameters/<topic>.yml`. A period states from when to when it holds
(`valid_to: open` only where the text holds until it is changed). A day without a period is an
error: there is no fallback to the newest value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from payment_arrangement import yaml_source
from payment_arrangement.errors import ParameterError, ParameterMissing
from payment_arrangement.receipt import Source

FOLDER = Path(__file__).parent / "parameters"

_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["title", "periods"],
    "properties": {
        "title": {"type": "string", "minLength": 1},
        "periods": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["valid_from", "valid_to", "source", "checked", "values"],
                "properties": {
                    "valid_from": {"type": "day", "description": "a day such as 2026-01-01"},
                    "valid_to": {
                        "anyOf": [{"type": "day"}, {"const": "open"}],
                        "description": "the last day, or the word open",
                    },
                    "source": {
                        "type": "string",
                        "minLength": 10,
                        "description": "the act and article, or the page with its date",
                    },
                    "checked": {
                        "anyOf": [
                            {"const": "unverified"},
                            {
                                "type": "object",
                                "additionalProperties": False,
                                "required": ["date", "by"],
                                "properties": {
                                    "date": {"type": "day"},
                                    "by": {"type": "string", "minLength": 1},
                                },
                            },
                        ],
                        "description": "{date, by}, or the word unverified",
                    },
                    "note": {"type": "string"},
                    "values": {"type": "object", "minProperties": 1},
                },
            },
        },
    },
}


@dataclass(frozen=True)
class Period:
    """The values of a topic from `valid_from` to and including `valid_to` (None: open).

    Amounts are whole cents under names ending in `_cents`; percentages are Decimals.
    """

    topic: str
    valid_from: date
    valid_to: date | None
    source: str
    checked: str
    values: Mapping[str, Any]
    note: str = ""

    def covers(self, as_of: date) -> bool:
        """True when this period holds on `as_of`."""
        return self.valid_from <= as_of and (self.valid_to is None or as_of <= self.valid_to)

    def cents(self, name: str) -> int:
        """The amount `name` in cents."""
        return int(self.values[f"{name}_cents"])

    def percent(self, name: str) -> Decimal:
        """The percentage `name`, 5 meaning five per cent."""
        return Decimal(self.values[f"{name}_percent"])

    def as_source(self) -> Source:
        """This period as a line on a receipt."""
        return Source(
            self.source, self.checked, self.topic, self.valid_from, self.valid_to, self.values
        )

    def span(self) -> str:
        """The period in words, such as `2026-01-01 to 2026-06-30`."""
        return f"{self.valid_from} to {self.valid_to or 'open'}"


@dataclass(frozen=True)
class Topic:
    """A parameter file: its title and its periods, oldest first."""

    code: str
    title: str
    periods: tuple[Period, ...]


def value_on(topic: str, as_of: date) -> Period:
    """The period of `topic` that holds on `as_of`.

    Raises ParameterMissing when no period covers that day.

    >>> from datetime import date
    >>> value_on("collection_costs", date(2026, 11, 22)).cents("minimum")
    4000
    """
    periods = load_topic(topic).periods
    for period in periods:
        if period.covers(as_of):
            return period
    raise ParameterMissing(topic, as_of, [period.span() for period in periods])


@cache
def load_topic(topic: str) -> Topic:
    """The topic from its file. Raises ParameterError for a file that cannot be trusted."""
    return read_topic(topic, (FOLDER / f"{topic}.yml").read_text(encoding="utf-8"))


def all_topics() -> tuple[str, ...]:
    """The codes of all parameter files, in order of name."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yml")))


def read_topic(code: str, text: str) -> Topic:
    """The topic in the YAML `text`.

    Raises ParameterError with every problem found: no source, a float or unquoted amount,
    periods out of order or overlapping, or an open period that is not the last one.
    """
    try:
        source = yaml_source.parse(text)
    except yaml.YAMLError as error:
        raise ParameterError(code, [f"not YAML: {error}"]) from error
    found = yaml_source.problems(source, _SCHEMA)
    found += [
        f"line {source.line_of(path)}, {'.'.join(map(str, path))}: amounts and percentages are "
        'quoted numbers with at most two decimals, such as "12.50"'
        for path in yaml_source.unquoted_money(source.data)
    ]
    if found:
        raise ParameterError(code, found)
    periods = tuple(_period(code, item) for item in source.data["periods"])
    if found := _order_problems(periods):
        raise ParameterError(code, found)
    return Topic(code, source.data["title"], periods)


def _period(topic: str, item: Mapping[str, Any]) -> Period:
    checked = item["checked"]
    return Period(
        topic=topic,
        valid_from=item["valid_from"],
        valid_to=None if item["valid_to"] == "open" else item["valid_to"],
        source=item["source"],
        checked=checked if isinstance(checked, str) else f"{checked['date']}, {checked['by']}",
        values=yaml_source.converted(item["values"]),
        note=item.get("note", ""),
    )


def _order_problems(periods: tuple[Period, ...]) -> list[str]:
    found = [
        f"period {period.span()} ends before it begins"
        for period in periods
        if period.valid_to is not None and period.valid_to < period.valid_from
    ]
    found += [
        f"period {later.span()} overlaps {earlier.span()} or stands before it"
        for earlier, later in pairwise(periods)
        if earlier.valid_to is None or later.valid_from <= earlier.valid_to
    ]
    return found
