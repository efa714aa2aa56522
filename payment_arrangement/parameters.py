"""Dated values with a source: what held on which day, and who checked it.

Each topic is one file `parameters/<topic>.yml`. A period states from when to when it holds
(`valid_to: open` only where the text holds until it is changed). A day without a period is an
error: there is no fallback to the newest value. `parameter.schema.yml` says what a file holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from payment_arrangement import parameter_check, yaml_source
from payment_arrangement.days import check_day
from payment_arrangement.errors import ParameterError, ParameterMissing
from payment_arrangement.receipt import Source

FOLDER = Path(__file__).parent / "parameters"


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
    address: str = ""

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
            self.source,
            self.checked,
            self.topic,
            self.valid_from,
            self.valid_to,
            self.values,
            self.address,
        )

    def span(self) -> str:
        """The period in words, such as `2026-01-01 to 2026-06-30`."""
        return f"{self.valid_from} to {self.valid_to or 'open'}"


@dataclass(frozen=True)
class Gap:
    """Days from `first_day` to and including `last_day` whose value is not known, and why."""

    first_day: date
    last_day: date
    reason: str


@dataclass(frozen=True)
class Topic:
    """A parameter file: its title, its periods, oldest first, and the gaps between them."""

    code: str
    title: str
    periods: tuple[Period, ...]
    gaps: tuple[Gap, ...] = ()


def value_on(topic: str, as_of: date) -> Period:
    """The period of `topic` that holds on `as_of`.

    Raises ParameterMissing when no period covers that day: there is no fallback. Raises BadDate
    for what is not a day from 1900 to 2199.

    >>> from datetime import date
    >>> value_on("collection_costs", date(2026, 11, 22)).cents("minimum")
    4000
    """
    check_day("as_of", as_of)
    known = load_topic(topic)
    for period in known.periods:
        if period.covers(as_of):
            return period
    spans = [period.span() for period in known.periods]
    raise ParameterMissing(topic, as_of, spans, _why_missing(known, as_of))


@cache
def load_topic(topic: str) -> Topic:
    """The topic from its file. Raises ParameterError for a file that cannot be trusted."""
    return read_topic(topic, (FOLDER / f"{topic}.yml").read_text(encoding="utf-8"))


def all_topics() -> tuple[str, ...]:
    """The codes of all parameter files, in order of name."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yml")))


def read_topic(code: str, text: str) -> Topic:
    """The topic in the YAML `text`.

    Raises ParameterError with every problem at once, each with its line: a period without source,
    address or check, a key that is unknown or stands twice, a float or unquoted amount, a day that
    does not exist, periods that overlap, and a gap that is not declared.
    """
    try:
        source = yaml_source.parse(text)
    except yaml.YAMLError as error:
        raise ParameterError(code, [f"not YAML: {error}"]) from error
    if found := parameter_check.problems(source):
        raise ParameterError(code, found)
    return Topic(
        code,
        source.data["title"],
        tuple(_period(code, item) for item in source.data["periods"]),
        tuple(Gap(**gap) for gap in source.data.get("gaps", [])),
    )


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
        address=item["address"],
    )


def _why_missing(topic: Topic, as_of: date) -> str:
    oldest, newest = topic.periods[0], topic.periods[-1]
    if as_of < oldest.valid_from:
        return f"its oldest value starts on {oldest.valid_from}"
    if newest.valid_to is not None and as_of > newest.valid_to:
        return f"its last known value ended on {newest.valid_to}"
    gap = next(gap for gap in topic.gaps if gap.first_day <= as_of <= gap.last_day)
    return f"from {gap.first_day} to {gap.last_day} it is not known ({gap.reason})"
