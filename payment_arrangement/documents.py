"""Outcomes as plain JSON data: every figure, with the receipt that it rests on."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from payment_arrangement.outcomes import Proposal
from payment_arrangement.receipt import Receipt, Source, plain
from payment_arrangement.rules.incassokosten import CollectionCosts
from payment_arrangement.schedule import Term


def as_document(outcome: Any) -> Any:
    """`outcome` as JSON data, its receipt under `receipt`.

    A plan leaves its own receipt out: the receipt of the outcome that it is part of covers it.
    """
    if outcome is None or type(outcome) in (int, bool, str):
        return outcome
    if isinstance(outcome, Term):
        return {"due_on": outcome.due_on.isoformat(), "amount_cents": outcome.amount_cents}
    if isinstance(outcome, Receipt):
        return outcome.as_dict()
    if isinstance(outcome, Enum):
        return outcome.value
    if isinstance(outcome, Source):
        return {"text": outcome.text, "address": outcome.address, "checked": outcome.checked}
    if is_dataclass(outcome):
        shown = {
            field.name: as_document(getattr(outcome, field.name))
            for field in fields(outcome)
            if not (isinstance(outcome, Proposal) and field.name == "receipt")
        }
        if isinstance(outcome, CollectionCosts):
            shown["total_cents"] = outcome.total_cents
        return shown
    if isinstance(outcome, dict):
        return {key: as_document(value) for key, value in outcome.items()}
    if isinstance(outcome, list | tuple):
        return [as_document(item) for item in outcome]
    return plain(outcome)
