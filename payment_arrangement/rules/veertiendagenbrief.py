"""Veertiendagenbrief: until which day a consumer can still pay without collection costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from payment_arrangement.calendar import HOLIDAYS_SOURCE, is_holiday
from payment_arrangement.errors import BadDate
from payment_arrangement.receipt import Receipt, Rule, Source

TERM_DAYS = 14

RULE = Rule(
    code="veertiendagenbrief",
    version="1",
    title="Last day to pay without collection costs after the fourteen-day letter",
    sources=(
        Source("BW art. 6:96 lid 6, tekst mei 2017", "unverified"),
        Source(
            "HR 25 November 2016, ECLI:NL:HR:2016:2704 (the term starts the day after receipt; "
            "ordinary mail is presumed to arrive on the second day)",
            "2026-11-21, reading the summaries in JBPR 2017/20 and on syncasso.nl",
        ),
        HOLIDAYS_SOURCE,
    ),
    left_out=(
        "The wording of the letter is not judged.",
        "Messages by e-mail or chat are never taken for this letter.",
        "A last day on a weekend or holiday is not extended; no source for an extension was read.",
    ),
)


@dataclass(frozen=True)
class FourteenDays:
    """The days that follow from one letter.

    `delivered_on` is a presumption when `is_presumed`; the creditor proves receipt if disputed.
    """

    delivered_on: date
    is_presumed: bool
    starts_on: date
    last_day_on: date
    costs_from_on: date
    receipt: Receipt


def payment_term(sent_on: date, delivered_on: date | None = None) -> FourteenDays:
    """The term of a letter posted on `sent_on`, delivered on `delivered_on` if that is known.

    Source: BW art. 6:96 lid 6; HR 25 November 2016, ECLI:NL:HR:2016:2704.
    Rounding: none; whole days.
    Left out on purpose: see `RULE.left_out`.
    Raises BadDate when delivery is before sending.

    >>> payment_term(date(2026, 11, 6)).last_day_on
    datetime.date(2026, 11, 24)
    """
    if delivered_on is not None and delivered_on < sent_on:
        raise BadDate("delivered_on", delivered_on, f"a day from {sent_on} on")
    arrived = delivered_on or _presumed_delivery(sent_on)
    last_day = arrived + timedelta(days=TERM_DAYS)
    facts = {"sent_on": sent_on, "delivered_on": delivered_on}
    return FourteenDays(
        delivered_on=arrived,
        is_presumed=delivered_on is None,
        starts_on=arrived + timedelta(days=1),
        last_day_on=last_day,
        costs_from_on=last_day + timedelta(days=1),
        receipt=RULE.receipt(sent_on, facts),
    )


def _presumed_delivery(sent_on: date) -> date:
    """The second day after sending; Sundays, Mondays and holidays do not count."""
    day, counted = sent_on, 0
    while counted < 2:
        day += timedelta(days=1)
        if day.isoweekday() not in (1, 7) and not is_holiday(day):
            counted += 1
    return day
