"""Pause of collection: no reminders and no costs while help with debts starts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dateutil.relativedelta import relativedelta

from payment_arrangement.days import check_day
from payment_arrangement.errors import FactMissing, NotModelled
from payment_arrangement.parameters import value_on
from payment_arrangement.receipt import Receipt, Rule, Source

PauseKind = Literal["help_started", "notice"]

RULE = Rule(
    code="collection_pause",
    version="1",
    title="No reminders and no costs while help with debts starts",
    topics=("collection_pause_help", "collection_pause_notice"),
    sources=(
        Source(
            "Landelijk Convenant Vroegsignalering (30 days); NVVK, De Kennisgeving (4 to 8 months)",
            "2026-11-21, reading the copies of these pages",
            address="https://www.nvvk.nl/de-kennisgeving",
        ),
    ),
    left_out=(
        "Whether the creditor signed a convention: its own policy says what it grants.",
        "The emergency stop of the CJIB, the moratorium of a court: NotModelled.",
        "That new bills are paid meanwhile: a colleague looks.",
    ),
)


@dataclass(frozen=True)
class CollectionPause:
    """From `from_on` up to and including `until_on` nobody reminds and no costs are added."""

    kind: PauseKind
    from_on: date
    until_on: date
    receipt: Receipt


def pause_collection(
    kind: PauseKind, from_on: date, *, days: int | None = None, months: int | None = None
) -> CollectionPause:
    """The pause that begins on `from_on`.

    `help_started` takes the organisation's `days`, at most those of the convention; `notice` takes
    the `months` that the notice (kennisgeving) itself names.

    Source: see `RULE.sources`.
    Rounding: none; whole days, or whole calendar months less one day.
    Left out on purpose: see `RULE.left_out`.
    Raises FactMissing without its days or months, NotModelled outside what the source names,
    BadDate, ParameterMissing.

    >>> pause_collection("notice", date(2026, 3, 1), months=6).until_on
    datetime.date(2026, 8, 31)
    """
    from_on = check_day("from_on", from_on, rule=RULE.code)
    if kind == "help_started":
        period, length = value_on("collection_pause_help", from_on), _told("days", days)
        shortest, longest = 1, int(period.values["longest_days"])
        until_on = from_on + timedelta(days=min(length, longest) - 1)
    elif kind == "notice":
        period, length = value_on("collection_pause_notice", from_on), _told("months", months)
        shortest = int(period.values["shortest_months"])
        longest = int(period.values["longest_months"])
        until_on = from_on + relativedelta(months=min(length, longest)) - timedelta(days=1)
    else:
        raise NotModelled(RULE.code, f"a pause of the kind {kind!r}")
    if not shortest <= length <= longest:
        raise NotModelled(RULE.code, f"a pause of {length}; its source names {shortest}-{longest}")
    facts = {"kind": kind, "from_on": from_on, "days": days, "months": months}
    receipt = RULE.receipt(from_on, facts, [period.as_source()])
    return CollectionPause(kind, from_on, until_on, receipt)


def _told(name: str, length: int | None) -> int:
    if type(length) is not int:
        raise FactMissing(name, RULE.code)
    return length
