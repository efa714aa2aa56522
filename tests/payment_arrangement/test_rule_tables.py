"""Every line of `tests/rule_cases/`: one case each, with its source in the test's name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from payment_arrangement import (
    ArrangementError,
    Budget,
    CostFacts,
    assess_capacity,
    flag_limitation,
    maximum_collection_costs,
    may_send_outbound,
    payment_term,
    screen,
    statutory_interest,
)
from payment_arrangement.rules.contact_hours import AMSTERDAM

TABLES = Path(__file__).parent.parent / "rule_cases"


def cents(euro: str | None) -> int | None:
    return None if euro is None else int(Decimal(euro) * 100)


def euro(amount_cents: int) -> str:
    return f"{Decimal(amount_cents) / 100:.2f}"


def incassokosten(facts: dict[str, Any], as_of: date) -> dict[str, Any]:
    known = {"is_consumer": True, "is_from_agreement": True, "is_recurring_term": False} | facts
    result = maximum_collection_costs(
        CostFacts(
            principals_cents=tuple(cents(amount) or 0 for amount in known.pop("principals")),
            charged_in_six_months_cents=cents(known.pop("charged_in_six_months", None)),
            **known,
        ),
        as_of,
    )
    return {"costs": euro(result.costs_cents), "vat": euro(result.vat_cents), "_": result.receipt}


def veertiendagenbrief(facts: dict[str, Any], as_of: date) -> dict[str, Any]:
    result = payment_term(as_of, facts.get("delivered_on"))
    names = ("delivered_on", "is_presumed", "starts_on", "last_day_on", "costs_from_on")
    return {name: getattr(result, name) for name in names} | {"_": result.receipt}


def wettelijke_rente(facts: dict[str, Any], as_of: date) -> dict[str, Any]:
    principal = cents(facts["principal"]) or 0
    result = statutory_interest(principal, facts["default_from_on"], as_of)
    return {"interest": euro(result.interest_cents), "_": result.receipt}


def beslagvrije_voet(facts: dict[str, Any], as_of: date) -> dict[str, Any]:
    result = screen(cents(facts["income"]), facts["household"], as_of)
    return {
        "floor": euro(result.floor_cents),
        "free_at_least": euro(result.free_at_least_cents),
        "free_at_most": euro(result.free_at_most_cents),
        "is_low_income": result.is_low_income,
        "_": result.receipt,
    }


def limitation(facts: dict[str, Any], as_of: date) -> dict[str, Any]:
    result = flag_limitation(
        facts["kind"], facts["due_on"], as_of, facts.get("last_interrupted_on")
    )
    return {
        "is_possible": result.is_possible,
        "earliest_end_on": result.earliest_end_on,
        "_": result.receipt,
    }


def contact_hours(facts: dict[str, Any], as_of: date) -> dict[str, Any]:
    local = datetime.combine(as_of, time.fromisoformat(facts["at"]), AMSTERDAM)
    result = may_send_outbound(local.astimezone(UTC))
    return {
        "is_allowed": result.is_allowed,
        "reason": result.reason,
        "next": f"{result.next_allowed_at.astimezone(AMSTERDAM):%Y-%m-%d %H:%M}",
        "_": result.receipt,
    }


def capacity(facts: dict[str, Any], as_of: date) -> dict[str, Any]:
    known = {
        "household": "single",
        "monthly_income": "1419.46",
        "fixed_costs": "1000.00",
        "other_arrangements": "0.00",
        "other_creditors": 0,
        "wage_garnishment": False,
    } | facts
    budget = Budget(
        household=known["household"],
        monthly_income_cents=cents(known["monthly_income"]),
        income_band=known.get("income_band"),
        fixed_costs_cents=cents(known["fixed_costs"]),
        other_arrangements_cents=cents(known["other_arrangements"]),
        other_creditors=known["other_creditors"],
        wage_garnishment=known["wage_garnishment"],
    )
    allowance = cents(known.get("living_allowance"))
    result = assess_capacity(budget, as_of, living_allowance_cents=allowance)
    return {"capacity": euro(result.cents_per_month), "basis": result.basis, "_": result.receipt}


RUN: dict[str, Callable[[dict[str, Any], date], dict[str, Any]]] = {
    function.__name__: function
    for function in (
        incassokosten,
        veertiendagenbrief,
        wettelijke_rente,
        beslagvrije_voet,
        limitation,
        contact_hours,
        capacity,
    )
}


def cases() -> Iterator[Any]:
    for path in sorted(TABLES.glob("*.yml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]:
            label = f"{path.stem}: {case['name']} [{case['source']}]"
            yield pytest.param(path.stem, case, id=label)


@pytest.mark.parametrize(("topic", "case"), list(cases()))
def test_the_rule_gives_what_the_source_says(topic: str, case: dict[str, Any]) -> None:
    if error := case["expect"].get("error"):
        with pytest.raises(ArrangementError) as caught:
            RUN[topic](dict(case["facts"]), case["as_of"])
        actual = {"error": type(caught.value).__name__}
        if "fact" in case["expect"]:
            actual["fact"] = caught.value.fact  # type: ignore[attr-defined]
        assert actual == case["expect"], error
        return
    outcome = RUN[topic](dict(case["facts"]), case["as_of"])
    receipt = outcome.pop("_")
    assert outcome == case["expect"]
    assert receipt.sources, "an outcome without sources cannot be explained"


def test_every_table_is_run() -> None:
    assert {path.stem for path in TABLES.glob("*.yml")} == set(RUN)
