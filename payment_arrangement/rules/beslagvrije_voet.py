"""Beslagvrije voet: a screening between safe bounds, not the formal calculation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal, get_args

from payment_arrangement.amounts import check_amount, half_up
from payment_arrangement.errors import FactMissing, NotModelled, ParameterMissing
from payment_arrangement.parameters import value_on
from payment_arrangement.receipt import Receipt, Rule, Source

Household = Literal["single", "single_parent", "married", "married_with_children"]

_ARTICLES = Source(
    "Wetboek van Burgerlijke Rechtsvordering, art. 475da lid 1 en 2, 475dc lid 1",
    "2026-11-22, reading a third-party mirror of the text in force on 2026-01-01",
    address="https://wetten.overheid.nl/BWBR0001827/2026-01-01",
)
_LEFT_OUT = (
    "The formal amount (needs polisadministratie and BRP): uwbeslagvrijevoet.nl gives it.",
    "Raised amounts for housing costs (475da lid 5 and 7), institutions, no address (lid 4).",
    "The partner's income (475db): enter the income of the person alone.",
    "Kinderbijslag and kinderopvangtoeslag (475c lid 1 b and j): leave them out of the income.",
    "Seizure of a bank account (475a lid 5).",
)

FREE_ROOM_RULE = Rule(
    code="certain_free_room",
    version="1",
    title="The part of a month's income that is certainly free, for all creditors together",
    topics=("beslagvrije_voet_share", "beslagvrije_voet_caps"),
    sources=(_ARTICLES,),
    left_out=(*_LEFT_OUT, "Room above the cap on a day whose cap is not known: five per cent."),
)

RULE = Rule(
    code="beslagvrije_voet",
    version="2",
    title="Screening of the beslagvrije voet: between which bounds it lies",
    topics=("beslagvrije_voet_share", "beslagvrije_voet_caps", "assistance_norms"),
    sources=(_ARTICLES,),
    left_out=(
        *_LEFT_OUT,
        "People at pension age or under 21 for the floor: the norm of 21 and older is used.",
    ),
)


@dataclass(frozen=True)
class FreeRoom:
    """The part of a month's income that is certainly free, for all creditors together.

    `cap_is_known` is False when no cap was found for the day; then only five per cent counts.
    """

    cents_per_month: int
    cap_is_known: bool
    receipt: Receipt


@dataclass(frozen=True)
class Screening:
    """Bounds in cents per month. The real free part lies between the two `free_` amounts.

    `floor_cents`: 95% of the assistance norm, the lower bound of the beslagvrije voet.
    """

    floor_cents: int
    free_at_least_cents: int
    free_at_most_cents: int
    is_low_income: bool
    receipt: Receipt


def certain_free_room(income_cents: int | None, household: Household, as_of: date) -> FreeRoom:
    """The part of `income_cents` (net, incl. holiday allowance) that the law certainly leaves free.

    That is five per cent of the income, or the income above the highest beslagvrije voet when
    that is more. It is for all creditors together.

    Source: Rv art. 475da lid 1 and 475dc lid 1.
    Rounding: 95% of the income to the nearest cent, half up (a decision; no legal rule).
    Left out on purpose: see `FREE_ROOM_RULE.left_out`.
    Raises FactMissing, NotModelled, BadAmount, ParameterMissing.

    >>> certain_free_room(141_946, "single", date(2026, 11, 22)).cents_per_month
    7097
    """
    _check_household(household)
    income = check_amount("monthly_income", income_cents, rule=RULE.code, zero=True)
    share = value_on("beslagvrije_voet_share", as_of)
    used = [share]
    free = income - _part(income, share.percent("stays_of_income"))
    try:
        cap = value_on("beslagvrije_voet_caps", as_of)
    except ParameterMissing:
        cap = None
    if cap is not None:
        used.append(cap)
        free = max(free, income - cap.cents(household))
    facts = {"monthly_income_cents": income, "household": household}
    receipt = FREE_ROOM_RULE.receipt(as_of, facts, [period.as_source() for period in used])
    return FreeRoom(free, cap is not None, receipt)


def screen(income_cents: int | None, household: Household, as_of: date) -> Screening:
    """The bounds within which the free part of `income_cents` lies, in cents per month.

    Source: Rv art. 475da and 475dc lid 1; Participatiewet art. 21.
    Rounding: 95% of the income and 95% of the norm to the nearest cent, half up (a decision).
    Left out on purpose: see `RULE.left_out`.
    Raises FactMissing, NotModelled, BadAmount, ParameterMissing.

    >>> screen(202_779, "married", date(2026, 11, 22)).free_at_most_cents
    10139
    """
    least = certain_free_room(income_cents, household, as_of)
    income = check_amount("monthly_income", income_cents, rule=RULE.code, zero=True)
    share = value_on("beslagvrije_voet_share", as_of)
    norms = value_on("assistance_norms", as_of)
    norm = norms.cents("married" if household.startswith("married") else household)
    floor = _part(norm, share.percent("stays_of_norm"))
    five_percent = income - _part(income, share.percent("stays_of_income"))
    is_low = income <= norm
    dated = [source for source in least.receipt.sources if source.topic]
    receipt = RULE.receipt(as_of, least.receipt.facts, [*dated, norms.as_source()])
    return Screening(
        floor_cents=floor,
        free_at_least_cents=least.cents_per_month,
        free_at_most_cents=five_percent if is_low else max(five_percent, income - floor),
        is_low_income=is_low,
        receipt=receipt,
    )


def _check_household(household: Household | None) -> None:
    if household is None:
        raise FactMissing("household", RULE.code)
    if household not in get_args(Household):
        raise NotModelled(RULE.code, f"the household '{household}'")


def _part(amount_cents: int, percent: Decimal) -> int:
    return half_up(amount_cents * Fraction(percent) / 100)
