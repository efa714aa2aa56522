"""Typed readings of slots: what the person told, as the use cases want it. Unknown is None."""

from __future__ import annotations

from typing import Any

from actions.answers import UNKNOWN
from actions.dialogue import Slots
from casework.arrange import BudgetFacts

_HOUSEHOLDS = {"couple": "married", "couple_with_children": "married_with_children"}


def known(slots: Slots, slot: str) -> Any:
    """Return the value of a slot; None when it is empty or the person does not know."""
    value = slots.get(slot)
    return None if value == UNKNOWN else value


def budget_of(slots: Slots) -> BudgetFacts:
    """Return the short budget; an income is an amount or a band, a pay day a day or a rhythm."""
    income = known(slots, "income")
    household = known(slots, "household")
    pay_day = known(slots, "pay_day")
    return BudgetFacts(
        household=_HOUSEHOLDS.get(household, household),
        monthly_income_cents=income if isinstance(income, int) else None,
        income_band=income if isinstance(income, str) else None,
        fixed_costs_cents=known(slots, "fixed_costs_cents"),
        other_creditors=known(slots, "other_creditors"),
        wage_garnishment=known(slots, "wage_garnishment"),
        frequency=pay_day if isinstance(pay_day, str) else "month",
        income_day=pay_day if isinstance(pay_day, int) else None,
    )


def claim_of(slots: Slots) -> dict[str, Any] | None:
    """Return the claim as told, ready to record; None when the file already knows the claims."""
    amount = known(slots, "debt_cents")
    if amount is None or slots.get("claim_kind") is None:
        return None
    return {"kind": slots["claim_kind"], "debt_cents": amount, "of_organisation": True}
