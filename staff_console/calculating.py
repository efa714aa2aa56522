"""The calculator beside the chat: what a colleague filled in, and the plans that follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import NumberFormatError, parse_decimal

from casework import intake
from casework.arrange import BudgetFacts, Countered, NoPlan, ProposalFact, counter, propose
from casework.arrange.claims import claims_to_arrange
from casework.arrange.plans import ABOVE_STAFF_LIMITS, plan_fact
from casework.context import Turn
from casework.store import Arrangement, Proposal, rows_of
from payment_arrangement import fixed_cost_bands, income_bands
from staff_console.errors import ConsoleError
from staff_console.ports import Assistance, Text

HOUSEHOLDS = ("single", "single_parent", "married", "married_with_children")
CLAIM_KINDS = ("rent", "energy", "water", "health_insurance", "municipal_tax", "other")
_MOST_SHOWN = 6
_CENTS = 100


class NumberRefused(ConsoleError):
    """What was filled in is no amount, or no number that can be."""

    text_key = "number_refused"


@dataclass(frozen=True)
class ShownPlan:
    """A plan with the words in which it is shown, and why it is not for the assistant alone."""

    plan: ProposalFact
    text: Text
    reasons: tuple[str, ...]
    is_nearest: bool = False


@dataclass(frozen=True)
class Calculation:
    """What a budget comes to. ``why`` says why there is no plan; ``missing`` names what to ask.

    ``fits`` is False when the amount that was named is more than the person can pay.
    """

    plans: tuple[ShownPlan, ...]
    why: str = ""
    missing: str = ""
    fits: bool = True


@dataclass(frozen=True)
class Calculator:
    """What the empty calculator shows: what is due, the choices, the plans that were laid down.

    ``laid_down`` are the latest plans of the case, each with its arrangement if there is one.
    """

    debt_cents: int | None
    choices: Mapping[str, tuple[str, ...]]
    laid_down: tuple[tuple[ShownPlan, str | None], ...]


def calculator(turn: Turn, assistance: Assistance) -> Calculator:
    """Return the calculator for the case of ``turn``."""
    found = claims_to_arrange(turn)
    states = {row.proposal_id: row.state for row in rows_of(turn.unit, Arrangement, turn.case.id)}
    plans = rows_of(turn.unit, Proposal, turn.case.id)[-_MOST_SHOWN:]
    return Calculator(
        debt_cents=found.total_cents or None,
        choices={
            "representation": intake.REPRESENTATIONS,
            "household": HOUSEHOLDS,
            "claim_kind": CLAIM_KINDS,
            "income_band": tuple(band.code for band in income_bands()),
            "costs_band": tuple(band.code for band in fixed_cost_bands()),
            "frequency": turn.organisation.policy.frequencies,
            "wage_garnishment": ("no", "yes"),
        },
        laid_down=tuple(
            (_shown(assistance, plan_fact(row), turn.case.language), states.get(row.id))
            for row in reversed(plans)
        ),
    )


def calculate(turn: Turn, assistance: Assistance, fields: Mapping[str, str]) -> Calculation:
    """Return the plans for what was filled in. It is kept when the unit is committed.

    Raises :class:`NumberRefused`, and :class:`casework.errors.BadRequest` for a value that
    cannot be right.
    """
    if fields.get("representation"):
        intake.set_representation(turn, fields["representation"])
    debt_cents = cents_in(fields.get("debt", ""))
    if debt_cents is not None:
        kind = fields.get("claim_kind") or "other"
        intake.record_claim(turn, kind=kind, debt_cents=debt_cents, of_organisation=True)
    budget, own_cents = _budget(fields), cents_in(fields.get("own", ""))
    if own_cents is not None:
        return _countered(assistance, counter(turn, budget, own_cents), turn.case.language)
    outcome = propose(turn, budget)
    if isinstance(outcome, NoPlan):
        return _no_plan(assistance, outcome)
    return Calculation(
        tuple(_shown(assistance, plan, turn.case.language) for plan in outcome.options)
    )


def chosen(calculation: Calculation, place: str) -> ShownPlan | None:
    """Return the plan at ``place`` (0 is the first), or None."""
    number = int(place) if place.isdecimal() else len(calculation.plans)
    return calculation.plans[number] if number < len(calculation.plans) else None


def cents_in(text: str) -> int | None:
    """Return an amount as a Dutch reader writes it, in cents; None when nothing was written.

    Raises :class:`NumberRefused` for anything else.

    >>> cents_in("€ 1.250,50"), cents_in("60"), cents_in("")
    (125050, 6000, None)
    """
    plain = text.replace("€", "").strip()
    if not plain:
        return None
    try:
        amount = parse_decimal(plain, locale="nl", strict=True) * _CENTS
    except NumberFormatError as error:
        raise NumberRefused("This is no amount, so nothing was calculated.") from error
    if amount != amount.to_integral_value() or not 0 <= amount <= Decimal(10**9):
        raise NumberRefused("This amount cannot be right, so nothing was calculated.")
    return int(amount)


def _budget(fields: Mapping[str, str]) -> BudgetFacts:
    income_cents, costs_cents = (cents_in(fields.get(name, "")) for name in ("income", "costs"))
    garnishment = {"yes": True, "no": False}.get(fields.get("wage_garnishment", ""))
    return BudgetFacts(
        household=fields.get("household") or None,
        monthly_income_cents=income_cents,
        income_band=fields.get("income_band") or None if income_cents is None else None,
        fixed_costs_cents=costs_cents,
        fixed_costs_band=fields.get("costs_band") or None if costs_cents is None else None,
        other_arrangements_cents=cents_in(fields.get("other_arrangements", "")),
        other_creditors=_number_in(fields.get("other_creditors", "")),
        wage_garnishment=garnishment,
        frequency=fields.get("frequency") or "month",
        income_day=_number_in(fields.get("income_day", "")),
    )


def _number_in(text: str) -> int | None:
    plain = text.strip()
    if not plain:
        return None
    if not plain.isdecimal() or len(plain) > 3:
        raise NumberRefused("This is no whole number, so nothing was calculated.")
    return int(plain)


def _countered(assistance: Assistance, outcome: Countered | NoPlan, language: str) -> Calculation:
    if isinstance(outcome, NoPlan):
        return _no_plan(assistance, outcome)
    own = [_shown(assistance, outcome.option, language)] if outcome.option else []
    nearest = [_shown(assistance, outcome.nearest, language, True)] if outcome.nearest else []
    why = "" if outcome.fits else assistance.reason(outcome.reason_code) or outcome.reason_code
    return Calculation((*own, *nearest), why=why, fits=outcome.fits)


def _no_plan(assistance: Assistance, outcome: NoPlan) -> Calculation:
    why = assistance.reason(outcome.reason_code) or outcome.reason_code
    return Calculation((), why=why, missing=outcome.missing or "")


def _shown(
    assistance: Assistance, plan: ProposalFact, language: str, is_nearest: bool = False
) -> ShownPlan:
    reasons = tuple(
        assistance.reason(code) or code for code in plan.reasons if code != ABOVE_STAFF_LIMITS
    )
    return ShownPlan(plan, assistance.plan_text(plan, is_nearest, language), reasons, is_nearest)
