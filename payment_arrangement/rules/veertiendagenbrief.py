"""Veertiendagenbrief: until which day a consumer can still pay without collection costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from payment_arrangement.calendar import is_holiday, next_working_day
from payment_arrangement.days import check_day, check_not_after
from payment_arrangement.errors import BadDate
from payment_arrangement.parameters import value_on
from payment_arrangement.receipt import Receipt, Rule, Source

TERM_DAYS = 14

LETTER_ARTICLE = Source(
    "BW art. 6:96 lid 6, tekst mei 2017",
    "unverified",
    address="https://wetten.overheid.nl/BWBR0005289/2017-05-01",
)
LETTER_JUDGMENT = Source(
    "HR 25 November 2016, ECLI:NL:HR:2016:2704 (the term starts the day after receipt; "
    "ordinary mail is presumed to arrive on the second day)",
    "2026-11-21, reading the summaries in JBPR 2017/20 and on syncasso.nl",
    address="https://www.syncasso.nl/news/uitspraak-hoge-raad-veertiendagen-brief/",
)

RULE = Rule(
    code="veertiendagenbrief",
    version="2",
    title="Last day to pay without collection costs after the fourteen-day letter",
    topics=("holidays",),
    sources=(
        LETTER_ARTICLE,
        LETTER_JUDGMENT,
        Source(
            "Algemene termijnenwet art. 1 lid 1 (a term set by law that ends on a Saturday, Sunday "
            "or holiday runs on to the next other day); whether it holds for this letter was not "
            "found, so that day is named apart",
            "unverified",
            address="https://wetten.overheid.nl/BWBR0002448/2010-10-10",
        ),
    ),
    left_out=(
        "What the letter says: the rule `letter_wording` checks that.",
        "Messages by e-mail or chat are never taken for this letter.",
        "`last_day_on` is never moved off a weekend or holiday; `last_day_if_extended_on` is.",
        "Proof of receipt: the creditor proves it when the person disputes it.",
    ),
)


@dataclass(frozen=True)
class FourteenDays:
    """The days that follow from one letter.

    `delivered_on` is a presumption when `is_presumed`; the creditor proves receipt if disputed.
    `last_day_on`: the last day without costs. `last_day_if_extended_on`: the same day, moved off a
    weekend or holiday should the Algemene termijnenwet hold; a careful creditor waits for it.
    """

    delivered_on: date
    is_presumed: bool
    starts_on: date
    last_day_on: date
    last_day_if_extended_on: date
    costs_from_on: date
    receipt: Receipt


def payment_term(
    sent_on: date, delivered_on: date | None = None, *, as_of: date | None = None
) -> FourteenDays:
    """The term of a letter posted on `sent_on`, delivered on `delivered_on` if that is known.

    `as_of` is the day of the question; a letter cannot be of a later day.

    Source: BW art. 6:96 lid 6; HR 25 November 2016, ECLI:NL:HR:2016:2704.
    Rounding: none; whole days.
    Left out on purpose: see `RULE.left_out`.
    Raises BadDate for a letter of a day after `as_of` and for delivery before sending,
    ParameterMissing for a day without a list of holidays.

    >>> payment_term(date(2026, 11, 6)).last_day_on
    datetime.date(2026, 11, 24)
    """
    as_of = check_day("as_of", sent_on if as_of is None else as_of)
    check_not_after("sent_on", sent_on, as_of)
    if delivered_on is not None and check_day("delivered_on", delivered_on) < sent_on:
        raise BadDate("delivered_on", delivered_on, f"a day from {sent_on} on")
    arrived = delivered_on or _presumed_delivery(sent_on)
    last_day = arrived + timedelta(days=TERM_DAYS)
    facts = {"sent_on": sent_on, "delivered_on": delivered_on}
    return FourteenDays(
        delivered_on=arrived,
        is_presumed=delivered_on is None,
        starts_on=arrived + timedelta(days=1),
        last_day_on=last_day,
        last_day_if_extended_on=next_working_day(last_day),
        costs_from_on=last_day + timedelta(days=1),
        receipt=RULE.receipt(as_of, facts, [value_on("holidays", sent_on).as_source()]),
    )


def _presumed_delivery(sent_on: date) -> date:
    """The second day after sending; Sundays, Mondays and holidays do not count."""
    day, counted = sent_on, 0
    while counted < 2:
        day += timedelta(days=1)
        if day.isoweekday() not in (1, 7) and not is_holiday(day):
            counted += 1
    return day
