"""Limitation (verjaring): a flag to stop, never a verdict.

An acknowledgement by the person starts a new term (BW art. 3:318). When the term may have
passed, nobody asks the person to confirm the debt or to accept an arrangement.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dateutil.relativedelta import relativedelta

from payment_arrangement.days import check_day
from payment_arrangement.errors import BadDate, FactMissing, NotModelled
from payment_arrangement.parameters import value_on
from payment_arrangement.receipt import Receipt, Rule, Source

ClaimKind = Literal["consumer_purchase", "periodic", "contract"]

RULE = Rule(
    code="limitation",
    version="1",
    title="May this claim be time-barred? Then stop and pass to a colleague",
    topics=("limitation_terms",),
    sources=(
        Source(
            "BW art. 3:307 lid 1, 3:308, 3:317, 3:318 en 3:319, tekst mei 2017",
            "unverified",
            address="https://wetten.overheid.nl/BWBR0005291/2017-05-01",
        ),
        Source(
            "BW art. 7:28 (consumer purchase), tekst mei 2017",
            "unverified",
            address="https://wetten.overheid.nl/BWBR0005290/2017-05-01",
        ),
    ),
    left_out=(
        "Whether a claim is time-barred: only a colleague or a court says so.",
        "Interruption by legal proceedings (3:316), judgments (20 years), open-ended duties "
        "(3:307 lid 2).",
        "Claims that do not come from an agreement: NotModelled.",
    ),
)


@dataclass(frozen=True)
class LimitationFlag:
    """`is_possible`: stop and pass to a colleague; nobody asks the person to confirm the debt.

    `earliest_end_on`: first day on which the term may have passed.
    """

    is_possible: bool
    earliest_end_on: date
    receipt: Receipt


def flag_limitation(
    kind: ClaimKind | None,
    due_on: date | None,
    as_of: date,
    last_interrupted_on: date | None = None,
) -> LimitationFlag:
    """Whether a claim that fell due on `due_on` may be time-barred on `as_of`.

    `last_interrupted_on` is the last written reminder or acknowledgement that is certain. None
    means that none is certain: the original term counts, so an unknown reminder never makes a
    claim look enforceable.

    Source: BW art. 3:307, 3:308, 3:317, 3:318, 3:319, 7:28.
    Rounding: none; whole days and calendar years.
    Left out on purpose: see `RULE.left_out`.
    Raises FactMissing, NotModelled, BadDate, ParameterMissing.

    >>> flag_limitation("consumer_purchase", date(2024, 11, 1), date(2026, 11, 22)).is_possible
    True
    """
    if kind is None:
        raise FactMissing("claim_kind", RULE.code)
    due_on = check_day("due_on", due_on, rule=RULE.code)
    terms = value_on("limitation_terms", as_of)
    if f"{kind}_years" not in terms.values:
        raise NotModelled(RULE.code, f"a claim of the kind '{kind}'")
    if last_interrupted_on is not None:
        check_day("last_interrupted_on", last_interrupted_on)
        if not due_on <= last_interrupted_on <= as_of:
            raise BadDate("last_interrupted_on", last_interrupted_on, f"{due_on} to {as_of}")
    years = int(terms.values[f"{kind}_years"])
    end = _passed_on(due_on, years)
    if last_interrupted_on is not None and last_interrupted_on < end:
        again = min(years, int(terms.values["longest_after_interruption_years"]))
        end = max(end, _passed_on(last_interrupted_on, again))
    facts = {"kind": kind, "due_on": due_on, "last_interrupted_on": last_interrupted_on}
    return LimitationFlag(as_of >= end, end, RULE.receipt(as_of, facts, [terms.as_source()]))


def _passed_on(event_on: date, years: int) -> date:
    """The first day after a term that began with the day following `event_on`."""
    return event_on + timedelta(days=1) + relativedelta(years=years)
