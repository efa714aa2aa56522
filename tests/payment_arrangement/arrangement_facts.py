"""Made-up facts that the tests of this folder start from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Protocol

from payment_arrangement import ArrangementFacts, Budget, assess_capacity

TODAY = date(2026, 11, 22)


class MakeFacts(Protocol):
    def __call__(self, **changes: Any) -> ArrangementFacts: ...


def make_facts(**changes: Any) -> ArrangementFacts:
    """Facts of a person who owes 600 euro and can pay 70.97 a month, with `changes`."""
    budget = Budget("single", 141_946, None, 100_000, 0, 0, False)
    known = ArrangementFacts(
        debt_cents=60_000,
        capacity=assess_capacity(budget, TODAY),
        income_day=25,
        disputed=False,
        possibly_time_barred=False,
        other_creditors=0,
        wage_garnishment=False,
        in_debt_help=False,
        represented=False,
    )
    return replace(known, **changes)
