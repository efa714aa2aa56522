"""What other systems may ask, as JSON: one schema, one answer each (`data/questions.yml`)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, TypeVar

import msgspec
from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from payment_arrangement.capacity import Budget, Capacity, assess_capacity
from payment_arrangement.documents import as_document
from payment_arrangement.errors import FactMissing, RequestRefused
from payment_arrangement.kept_costs import costs_while_kept
from payment_arrangement.outcomes import ArrangementFacts
from payment_arrangement.policy import Policy
from payment_arrangement.proposals import check_counter_proposal, propose
from payment_arrangement.rules.incassokosten import CostFacts, maximum_collection_costs
from payment_arrangement.rules.letter_wording import check_letter_text
from payment_arrangement.rules.veertiendagenbrief import payment_term
from payment_arrangement.rules.wettelijke_rente import InterimPayment, claim_statement
from payment_arrangement.schemas import schema_of
from payment_arrangement.strict_json import shorten

Request = Mapping[str, Any]
Value = TypeVar("Value")


def answer(question: str, request: Request, policy: Policy) -> dict[str, Any]:
    """The answer to `question` (`propose`, `costs`, `interest` or `letter`) as JSON data.

    `outcome` in it carries its receipt, so that `replay` computes the same again.
    Raises RequestRefused with every problem of the request, and the errors of the rules.

    >>> from payment_arrangement import standard_policy
    >>> asked = {"principal_cents": 100_000, "default_from_on": "2025-12-01",
    ...     "until_on": "2026-01-31"}
    >>> answer("interest", asked, standard_policy())["outcome"]["interest_cents"]
    849
    """
    if problems := list(map(_say, _validator(question).iter_errors(dict(request)))):
        raise RequestRefused(f"The question {question!r}", problems)
    outcome = _ANSWERS[question](request, policy)
    return {"question": question, "outcome": as_document(outcome)}


def questions() -> tuple[str, ...]:
    """The names of the questions that can be asked."""
    return tuple(_ANSWERS)


def read_as(kind: type[Value], data: Any) -> Value:
    """`data` as the facts `kind`; days are read from text. Raises RequestRefused."""
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        raise RequestRefused("The question", [shorten(error)]) from error


def read_day(written: str | None) -> date | None:
    """The day that is `written`; None stays None. Raises RequestRefused."""
    return None if written is None else read_as(date, written)


def _propose(request: Request, policy: Policy) -> Any:
    beside = ("as_of", "instalment_cents", "budget")
    told = {name: value for name, value in request.items() if name not in beside}
    facts, as_of = read_as(ArrangementFacts, told), read_as(date, request["as_of"])
    try:
        # Whatever stands in the way of a plan goes before the budget.
        return _plans(facts, request, policy, as_of)
    except FactMissing as error:
        if error.fact != "capacity" or request.get("budget") is None:
            raise
    capacity = _capacity(facts, request["budget"], policy, as_of)
    return _plans(replace(facts, capacity=capacity), request, policy, as_of)


def _plans(facts: ArrangementFacts, request: Request, policy: Policy, as_of: date) -> Any:
    instalment_cents = request.get("instalment_cents")
    if instalment_cents is None:
        return propose(facts, policy, as_of)
    return check_counter_proposal(facts, instalment_cents, policy, as_of)


def _capacity(facts: ArrangementFacts, told: Request, policy: Policy, as_of: date) -> Capacity:
    known = {
        "other_creditors": facts.other_creditors,
        "wage_garnishment": facts.wage_garnishment,
        **told,
    }
    budget = read_as(Budget, known)
    allowance = policy.living_allowance_for(budget.household)
    return assess_capacity(budget, as_of, living_allowance_cents=allowance)


def _costs(request: Request, policy: Policy) -> Any:
    claim = {name: value for name, value in request.items() if name != "as_of"}
    as_of = read_as(date, request["as_of"])
    maximum = maximum_collection_costs(_claim(claim), as_of)
    kept = costs_while_kept(maximum.total_cents, policy, as_of)
    return {"maximum": maximum, "while_kept": kept}


def _claim(told: Request) -> CostFacts:
    return read_as(CostFacts, {"is_consumer": None, "is_from_agreement": None, **told})


def _interest(request: Request, policy: Policy) -> Any:
    return claim_statement(
        request["principal_cents"],
        read_as(date, request["default_from_on"]),
        read_as(date, request["until_on"]),
        [read_as(InterimPayment, payment) for payment in request.get("payments") or ()],
        costs_cents=request.get("costs_cents", 0),
        order=request.get("order", "statutory"),
    )


def _letter(request: Request, policy: Policy) -> Any:
    if request.get("text") is None and request.get("sent_on") is None:
        raise FactMissing("sent_on", "veertiendagenbrief")
    as_of = read_as(date, request["as_of"])
    sent_on, delivered_on = (read_day(request.get(name)) for name in ("sent_on", "delivered_on"))
    claim = request.get("claim")
    term = None if sent_on is None else payment_term(sent_on, delivered_on, as_of=as_of)
    wording = None
    if request.get("text") is not None:
        wording = check_letter_text(
            request["text"],
            as_of,
            sent_on=sent_on,
            delivered_on=delivered_on,
            claim=None if claim is None else _claim(claim),
            costs_are_stated=request.get("costs_are_stated"),
        )
    return {"term": term, "wording": wording}


_ANSWERS: Mapping[str, Callable[[Request, Policy], Any]] = {
    "propose": _propose,
    "costs": _costs,
    "interest": _interest,
    "letter": _letter,
}


@cache
def _validator(question: str) -> Draft202012Validator:
    return Draft202012Validator(schema_of(question), format_checker=FormatChecker(["date"]))


def _say(error: ValidationError) -> str:
    """What is wrong, where, with the value and what would be right."""
    where = ".".join(map(str, error.path)) or "the question"
    right = error.schema.get("description") if isinstance(error.schema, dict) else None
    message = error.message
    if error.validator not in ("required", "additionalProperties"):
        message = f"{shorten(json.dumps(error.instance, ensure_ascii=False))} cannot be right"
    return f"{where}: {shorten(message, 200)}" + (f"; right would be {right}" if right else "")
