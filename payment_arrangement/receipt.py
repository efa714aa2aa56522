"""The receipt: from which rule, facts and sources an outcome was made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any


@dataclass(frozen=True)
class Source:
    """One text a rule leans on.

    `checked` is when and by whom the text was read, or "unverified"; `values` are the dated
    values taken from it (cents, percentages as strings), empty for a text without figures.
    `address` is where the text can be read, empty for a decision of our own.
    """

    text: str
    checked: str
    topic: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    address: str = ""

    @property
    def is_checked(self) -> bool:
        """False when nobody compared this value with an authoritative text."""
        return self.checked != "unverified"


@dataclass(frozen=True)
class Rule:
    """What a rule is, for its receipt and for `docs/rules.md`.

    `version` goes up when the same facts can give another outcome.
    """

    code: str
    version: str
    title: str
    sources: tuple[Source, ...]
    topics: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    def receipt(
        self, as_of: date, facts: Mapping[str, Any], used: Sequence[Source] = ()
    ) -> Receipt:
        """The receipt of one outcome: this rule's own sources and the dated values `used`."""
        return Receipt(self.code, self.version, as_of, dict(facts), (*self.sources, *used))


@dataclass(frozen=True)
class Receipt:
    """Rule, version, day, facts and sources of one outcome.

    >>> from datetime import date
    >>> rule = Rule("example", "1", "Example", (Source("Act, art. 1", "2026-11-21"),))
    >>> rule.receipt(date(2026, 11, 22), {"debt_cents": 500}).as_dict()["as_of"]
    '2026-11-22'
    """

    rule: str
    version: str
    as_of: date
    facts: Mapping[str, Any]
    sources: tuple[Source, ...]

    @property
    def is_checked(self) -> bool:
        """True when every source was checked; only then may its figures be shown to a person."""
        return all(source.is_checked for source in self.sources)

    def as_dict(self) -> dict[str, Any]:
        """The receipt as plain JSON-able data: str, int, bool, None, list and dict."""
        return {
            "rule": self.rule,
            "version": self.version,
            "as_of": self.as_of.isoformat(),
            "facts": plain(self.facts),
            "sources": [
                {
                    "text": source.text,
                    "address": source.address,
                    "checked": source.checked,
                    "topic": source.topic,
                    "valid_from": plain(source.valid_from),
                    "valid_to": plain(source.valid_to),
                    "values": plain(source.values),
                }
                for source in self.sources
            ],
        }


def plain(value: Any) -> Any:
    """`value` as JSON-able data: days, moments, decimals and codes become strings."""
    if isinstance(value, Receipt):
        return value.as_dict()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted(plain(item) for item in value)
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    return value
