"""How a line of `tests/rule_cases/` is put to its rule: facts in, what the rule says out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import payment_arrangement as rules
from payment_arrangement import (
    Balance,
    Budget,
    CostFacts,
    InterimPayment,
    WageFacts,
    assess_capacity,
    check_letter_text,
    flag_limitation,
    impute,
    maximum_collection_costs,
    may_send_outbound,
    pause_collection,
    payment_term,
    screen,
    statutory_interest,
    wage_deduction,
)
from payment_arrangement.rules.contact_hours import AMSTERDAM


def cents(euro: str | None) -> Any:
    return None if euro is None else int(Decimal(euro) * 100)


def euro(amount_cents: int) -> str:
    return f"{Decimal(amount_cents) / 100:.2f}"


def incassokosten(facts: dict[str, Any], as_of: date) -> dict[str, Any]:
    known = {"is_consumer": True, "is_from_agreement": True, "is_recurring_term": False} | facts
    result = maximum_collection_costs(
        CostFacts(
            principals_cents=tuple(cents(amount) for amount in known.pop("principals")),
            charged_in_six_months_cents=cents(known.pop("charged_in_six_months", None)),
            **known,
        ),
        as_of,
    )
    return {"costs": euro(result.costs_cents), "vat": euro(result.vat_cents), "_": result}


def veertiendagenbrief(facts: dict[str, Any], as_of: date) -> dict[str, Any]:
    sent_on = facts.get("sent_on", as_of)
    result = payment_term(sent_on, facts.get("delivered_on"), as_of=as_of)
    return {name: value for name, value in vars(result).items() if name != "receipt"} | {
        "_": result
    }


def wettelijke_rente(facts: dict[str, Any], as_of: date) -> dict[str, Any]:
    principal = cents(facts["principal"])
    result = statutory_interest(principal, facts["default_from_on"], as_of)
    return {"interest": euro(result.interest_cents), "_": result}


def claim_statement(facts: dict[str, Any], as_of: date) -> dict[str, Any]:
    result = rules.claim_statement(
        cents(facts["principal"]),
        facts["default_from_on"],
        as_of,
        [InterimPayment(day, cents(amount)) for day, amount in facts["payments"]],
        costs_cents=cents(facts.get("costs", "0.00")),
        order=facts.get("order", "statutory"),
    )
    costs, interest, principal = (euro(part) for part in vars(result.unpaid).values())
    return {
        "costs": costs,
        "interest": interest,
        "principal": principal,
        "left_over": euro(result.left_over_cents),
        "_": result,
    }


def imputation(facts: dict[str, Any], as_of: date) -> dict[str, Any]:
    unpaid = Balance(*(cents(part) for part in facts["unpaid"]))
    order = facts.get("order", "statutory")
    result = impute(cents(facts["payment"]), unpaid, as_of, order=order)
    return {
        "paid": [euro(part) for part in vars(result.paid).values()],
        "left_over": euro(result.left_over_cents),
        "_": result,
    }


def wage_rules(facts: dict[str, Any], as_of: date) -> dict[str, Any]:
    known = {
        "kind": "overpaid_wage",
        "claim": "500.00",
        "wage": "2000.00",
        "garnished": "0.00",
        "is_in_writing": True,
        "employment_ends": False,
        "beslagvrije_voet": "1800.00",
    } | facts
    result = wage_deduction(
        WageFacts(
            kind=known["kind"],
            claim_cents=cents(known["claim"]),
            wage_cents=cents(known["wage"]),
            garnished_cents=cents(known["garnished"]),
            is_in_writing=known["is_in_writing"],
            employment_ends=known["employment_ends"],
            beslagvrije_voet_cents=cents(known["beslagvrije_voet"]),
            household=known.get("household"),
            money_wage_cents=cents(known.get("money_wage")),
        ),
        as_of,
    )
    return {
        "at_most": euro(result.at_most_cents),
        "reason": result.reason.value,
        "_": result,
    }


def letter_wording(facts: dict[str, Any], as_of: date) -> dict[str, Any]:
    claim = CostFacts((50_000,), True, True, is_recurring_term=False)
    result = check_letter_text(facts["text"], as_of, claim=claim)
    return {
        "verdict": result.verdict,
        "faults": [finding.fault.value for finding in result.findings],
        "unknown": list(result.unknown),
        "_": result,
    }


def beslagvrije_voet(facts: dict[str, Any], as_of: date) -> dict[str, Any]:
    result = screen(cents(facts["income"]), facts["household"], as_of)
    return {
        "floor": euro(result.floor_cents),
        "free_at_least": euro(result.free_at_least_cents),
        "free_at_most": euro(result.free_at_most_cents),
        "is_low_income": result.is_low_income,
        "_": result,
    }


def limitation(facts: dict[str, Any], as_of: date) -> dict[str, Any]:
    result = flag_limitation(
        facts["kind"], facts["due_on"], as_of, facts.get("last_interrupted_on")
    )
    return {
        "is_possible": result.is_possible,
        "earliest_end_on": result.earliest_end_on,
        "_": result,
    }


def contact_hours(facts: dict[str, Any], as_of: date) -> dict[str, Any]:
    local = datetime.combine(as_of, time.fromisoformat(facts["at"]), AMSTERDAM)
    result = may_send_outbound(local.astimezone(UTC))
    return {
        "is_allowed": result.is_allowed,
        "reason": result.reason,
        "next": f"{result.next_allowed_at.astimezone(AMSTERDAM):%Y-%m-%d %H:%M}",
        "_": result,
    }


def collection_pause(facts: dict[str, Any], as_of: date) -> dict[str, Any]:
    lengths = {"days": facts.get("days"), "months": facts.get("months")}
    result = pause_collection(facts["kind"], as_of, **lengths)
    return {"until_on": result.until_on, "_": result}


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
        fixed_costs_band=known.get("fixed_costs_band"),
    )
    allowance = cents(known.get("living_allowance"))
    result = assess_capacity(budget, as_of, living_allowance_cents=allowance)
    return {"capacity": euro(result.cents_per_month), "basis": result.basis, "_": result}


RUN: dict[str, Callable[[dict[str, Any], date], dict[str, Any]]] = {
    function.__name__: function
    for function in (
        incassokosten,
        veertiendagenbrief,
        wettelijke_rente,
        claim_statement,
        imputation,
        wage_rules,
        letter_wording,
        beslagvrije_voet,
        limitation,
        contact_hours,
        collection_pause,
        capacity,
    )
}
