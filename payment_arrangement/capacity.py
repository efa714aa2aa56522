"""Capacity: the most a person can be asked to repay in a month, on the safe side."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal

from payment_arrangement.amounts import check_amount
from payment_arrangement.budget_bands import budget_band
from payment_arrangement.days import check_day
from payment_arrangement.errors import BadAmount, FactMissing
from payment_arrangement.receipt import Receipt, Rule, Source
from payment_arrangement.rules.beslagvrije_voet import Household, certain_free_room, screen

Basis = Literal["certain_free_room", "screening", "budget", "wage_garnishment"]

RULE = Rule(
    code="capacity",
    version="2",
    title="What a person can repay in a month",
    topics=("beslagvrije_voet_share", "beslagvrije_voet_caps", "assistance_norms"),
    sources=(
        Source(
            "Decision: the smaller of the free part of the income (Rv art. 475da and 475dc) and "
            "what the person's own budget leaves, shared with the other creditors",
            "2026-11-22, decision",
        ),
    ),
    left_out=(
        "The vtlb of the Recofa method: debt helpers use it, a single creditor does not.",
        "Nibud reference figures: licensed, not available.",
        "Savings, debts that cost interest, income of a partner.",
    ),
)


@dataclass(frozen=True)
class Budget:
    """What a person told about one month; None is unknown, never nought.

    `monthly_income_cents`: net, including holiday allowance if known; or else `income_band`.
    `fixed_costs_cents`: what the person must pay each month, current bills of this creditor
    included; or else `fixed_costs_band`. `other_arrangements_cents`: instalments to other
    creditors. `other_creditors`: how many there are besides the one asking.
    """

    household: Household | None = None
    monthly_income_cents: int | None = None
    income_band: str | None = None
    fixed_costs_cents: int | None = None
    other_arrangements_cents: int | None = None
    other_creditors: int | None = None
    wage_garnishment: bool | None = None
    fixed_costs_band: str | None = None


@dataclass(frozen=True)
class Capacity:
    """The most that may be asked, in cents per month, and which limit set it.

    `shortfall_cents`: by how much costs, other arrangements and living exceed the income. Above
    nought the person cannot keep any plan: no plan, but help.
    """

    cents_per_month: int
    basis: Basis
    receipt: Receipt
    shortfall_cents: int = 0


def assess_capacity(
    budget: Budget, as_of: date, *, living_allowance_cents: int | None = None
) -> Capacity:
    """The most `budget` can repay in a month on `as_of`, to this creditor alone.

    Without a living allowance (the organisation's amount for food and daily needs) only the part
    of the income counts that the law certainly leaves free. With one, the screening counts:
    never more than income less 95% of the assistance norm. Either way never more than the
    person's own budget leaves. Under wage garnishment it is nought.

    Source: Rv art. 475da and 475dc lid 1; the rest is a decision.
    Rounding: shares between creditors downwards to the cent.
    Left out on purpose: see `RULE.left_out`.
    Raises FactMissing naming the first fact to ask, BadAmount, NotModelled, ParameterMissing.

    >>> budget = Budget("single", 150_000, None, 110_000, 0, 0, False)
    >>> assess_capacity(budget, date(2026, 11, 22)).cents_per_month
    7500
    """
    check_day("as_of", as_of)
    facts = {**asdict(budget), "living_allowance_cents": living_allowance_cents}
    if budget.wage_garnishment is None:
        raise FactMissing("wage_garnishment", RULE.code)
    if budget.wage_garnishment:
        return Capacity(0, "wage_garnishment", RULE.receipt(as_of, facts))
    if budget.household is None:
        raise FactMissing("household", RULE.code)
    income = _income(budget)
    fixed = _fixed_costs(budget)
    creditors = _other_creditors(budget)
    others = _other_arrangements(budget, creditors)
    if living_allowance_cents is None:
        room = certain_free_room(income, budget.household, as_of)
        free, basis, used = room.cents_per_month, "certain_free_room", room.receipt
    else:
        check_amount("living_allowance", living_allowance_cents, rule=RULE.code, zero=True)
        screening = screen(income, budget.household, as_of)
        free, basis, used = screening.free_at_most_cents, "screening", screening.receipt
    left_over = income - fixed - (living_allowance_cents or 0)
    capacity = max(0, min(free, left_over) - others) // (1 + creditors)
    return Capacity(
        cents_per_month=capacity,
        basis="budget" if left_over < free else basis,  # type: ignore[arg-type]
        receipt=RULE.receipt(as_of, facts, used.sources),
        shortfall_cents=max(0, others - left_over),
    )


def _income(budget: Budget) -> int:
    """The income in cents; a band counts as its lower bound."""
    if budget.monthly_income_cents is None and budget.income_band is not None:
        return budget_band("income", budget.income_band).from_cents
    return check_amount("monthly_income", budget.monthly_income_cents, rule=RULE.code, zero=True)


def _fixed_costs(budget: Budget) -> int:
    """The fixed costs in cents; a band counts as its upper bound, a band without one is unknown."""
    known = budget.fixed_costs_cents
    if known is None and budget.fixed_costs_band is not None:
        known = budget_band("fixed_costs", budget.fixed_costs_band).below_cents
    return check_amount("fixed_costs", known, rule=RULE.code, zero=True)


def _other_creditors(budget: Budget) -> int:
    if budget.other_creditors is None:
        raise FactMissing("other_creditors", RULE.code)
    if type(budget.other_creditors) is not int or not 0 <= budget.other_creditors <= 1_000:
        raise BadAmount("other_creditors", budget.other_creditors, "a count from 0 to 1000")
    return budget.other_creditors


def _other_arrangements(budget: Budget, other_creditors: int) -> int:
    """What goes to other creditors; nobody can have an arrangement with no creditor."""
    if budget.other_arrangements_cents is None and other_creditors == 0:
        return 0
    return check_amount(
        "other_arrangements", budget.other_arrangements_cents, rule=RULE.code, zero=True
    )
