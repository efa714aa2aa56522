"""Computes the outcome of a receipt again, from the facts that the receipt holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from payment_arrangement import capacity as capacity_rule
from payment_arrangement import grants, kept_costs, proposals, running
from payment_arrangement.capacity import Budget, Capacity, assess_capacity
from payment_arrangement.documents import as_document
from payment_arrangement.errors import NotAReceipt, RequestRefused, RuleVersionMissing
from payment_arrangement.outcomes import ArrangementFacts
from payment_arrangement.policy import Policy, policy_from
from payment_arrangement.questions import read_as, read_day
from payment_arrangement.receipt import Rule
from payment_arrangement.rules import (
    beslagvrije_voet,
    collection_pause,
    contact_hours,
    imputation,
    incassokosten,
    letter_wording,
    limitation,
    veertiendagenbrief,
    wage_rules,
)
from payment_arrangement.rules import wettelijke_rente as rente
from payment_arrangement.strict_json import canonical, shorten

Facts = Mapping[str, Any]
_RECEIPT_KEYS = {"rule", "version", "as_of", "facts", "sources"}
# What facts that no rule of ours wrote down can lead to.
_NOT_OURS = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
_SOURCE_KEYS = {"text", "checked", "address"}


@dataclass(frozen=True)
class Replay:
    """The outcome computed again. `differences`: where it is not the outcome that was given.

    `text`: the outcome in RFC 8785 canonical form.
    """

    document: Any
    differences: tuple[str, ...]

    @property
    def text(self) -> bytes:
        """The outcome as canonical JSON."""
        return canonical(self.document)


def replay(given: Any) -> Replay:
    """The outcome of `given` once more: an answer of ours, an outcome, or a receipt alone.

    What was noted about a source (its words, address, check, last day) stays as it was noted; the
    values that were taken from it must be the same, or that is a difference.
    Raises NotAReceipt, RuleVersionMissing, and the errors of the rules.
    """
    if not isinstance(given, dict):
        raise NotAReceipt("it is not a JSON object")
    if given.keys() >= _RECEIPT_KEYS:
        document = _again(given)
        return Replay(document, tuple(_differences(given, document["receipt"])))
    if not _holds_receipt(given):
        raise NotAReceipt("nothing in it has a receipt with rule, version, as_of, facts, sources")
    document = _replaced(given)
    return Replay(document, tuple(_differences(given, document)))


def _holds_receipt(part: Any) -> bool:
    return isinstance(part, dict) and (
        "receipt" in part or any(_holds_receipt(value) for value in part.values())
    )


def _replaced(part: Any) -> Any:
    """`part` with every outcome in it computed again."""
    if not isinstance(part, dict):
        return part
    if "receipt" in part:
        return _again(part["receipt"])
    return {key: _replaced(value) for key, value in part.items()}


def _again(receipt: Any) -> Any:
    outcome = _outcome(receipt)
    document = as_document(outcome)
    document["receipt"] = _as_noted(as_document(outcome.receipt), receipt)
    return document


def _outcome(receipt: Any) -> Any:
    if not isinstance(receipt, dict) or not receipt.keys() >= _RECEIPT_KEYS:
        raise NotAReceipt("a receipt lacks rule, version, as_of, facts or sources")
    rule, version = str(receipt["rule"]), str(receipt["version"])
    held, compute = _AGAIN.get(rule, (None, None))
    if held is None or compute is None or held.version != version:
        raise RuleVersionMissing(shorten(rule), shorten(version), held.version if held else None)
    try:
        return compute(receipt["facts"], read_as(date, receipt["as_of"]))
    except (*_NOT_OURS, RequestRefused) as error:
        raise NotAReceipt(f"its facts are not those of its rule ({shorten(error)})") from error


def _as_noted(now: Any, noted: Any) -> Any:
    """`now`, with each source as it was noted, where the same values were taken from it."""
    if isinstance(now, dict) and isinstance(noted, dict):
        if now.keys() >= _SOURCE_KEYS and _taken(now) == _taken(noted):
            return noted
        return {key: _as_noted(value, noted.get(key)) for key, value in now.items()}
    if isinstance(now, list) and isinstance(noted, list) and len(now) == len(noted):
        return [_as_noted(one, then) for one, then in zip(now, noted, strict=True)]
    return now


def _taken(source: Mapping[str, Any]) -> tuple[Any, ...]:
    """What an outcome takes from a source."""
    return (source.get("topic"), source.get("valid_from"), source.get("values"))


def _differences(before: Any, after: Any, where: str = "") -> Iterator[str]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted({*before, *after}, key=str):
            path = f"{where}.{key}" if where else str(key)
            yield from _differences(before.get(key), after.get(key), path)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for place, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from _differences(one, other, f"{where}[{place}]")
    elif before != after or type(before) is not type(after):
        yield f"{where}: {shorten(before)} in what was given, {shorten(after)} now"


def _capacity(facts: Facts, as_of: date) -> Capacity:
    told = dict(facts)
    allowance = told.pop("living_allowance_cents")
    return assess_capacity(read_as(Budget, told), as_of, living_allowance_cents=allowance)


def _proposals(facts: Facts, as_of: date) -> Any:
    told, policy = _told(facts)
    name, instalment_cents = told.pop("proposal", None), told.pop("instalment_cents", None)
    known = _arrangement_facts(told)
    if name is not None:
        return proposals.work_out(known, name, instalment_cents, policy, as_of)
    if instalment_cents is not None:
        return proposals.check_counter_proposal(known, instalment_cents, policy, as_of)
    return proposals.propose(known, policy, as_of)


def _grant(facts: Facts, as_of: date) -> Any:
    told, policy = _told(facts)
    kind = told.pop("kind")
    asked = [
        told.pop(name) if name == "amount_cents" else read_as(date, told.pop(name))
        for name in _ASKED[kind]
    ]
    check: Callable[..., Any] = getattr(grants, f"check_{kind}")
    return check(_arrangement_facts(told), *asked, policy, as_of)


def _running(facts: Facts, as_of: date) -> Any:
    told = dict(facts)
    about, plan = told.pop("about"), read_as(running.RunningPlan, told.pop("plan"))
    if about == "missed":
        missed_on = read_as(date, told["missed_on"])
        return running.after_missed_term(plan, missed_on, told["times_missed"], as_of)
    if about == "early":
        return running.pay_early(plan, told["amount_cents"], as_of, told["effect"])
    told, policy = _told(told)
    return running.weigh_change(plan, _arrangement_facts(told), policy, as_of)


def _kept_costs(facts: Facts, as_of: date) -> Any:
    told, policy = _told(facts)
    return kept_costs.costs_while_kept(told["maximum_cents"], policy, as_of)


def _interest(facts: Facts, as_of: date) -> Any:
    return rente.claim_statement(
        facts["principal_cents"],
        read_as(date, facts["default_from_on"]),
        read_as(date, facts["until_on"]),
        [read_as(rente.InterimPayment, payment) for payment in facts.get("payments", ())],
        costs_cents=facts.get("costs_cents", 0),
        order=facts.get("order", "statutory"),
    )


def _letter_term(facts: Facts, as_of: date) -> Any:
    delivered_on = read_day(facts["delivered_on"])
    sent_on = read_as(date, facts["sent_on"])
    return veertiendagenbrief.payment_term(sent_on, delivered_on, as_of=as_of)


def _imputation(facts: Facts, as_of: date) -> Any:
    paid, order = facts["payment_cents"], facts["order"]
    if "claims" not in facts:
        unpaid = read_as(imputation.Balance, facts["unpaid"])
        return imputation.impute(paid, unpaid, as_of, order=order)
    claims = [read_as(imputation.ClaimBalance, claim) for claim in facts["claims"]]
    return imputation.impute_over_claims(
        paid, claims, as_of, designated=facts["designated"], order=order
    )


def _limitation(facts: Facts, as_of: date) -> Any:
    due_on, interrupted_on = read_day(facts["due_on"]), read_day(facts["last_interrupted_on"])
    return limitation.flag_limitation(facts["kind"], due_on, as_of, interrupted_on)


def _pause(facts: Facts, as_of: date) -> Any:
    lengths = {"days": facts["days"], "months": facts["months"]}
    return collection_pause.pause_collection(facts["kind"], as_of, **lengths)


def _told(facts: Facts) -> tuple[dict[str, Any], Policy]:
    told = dict(facts)
    return told, policy_from(told.pop("policy"))


def _arrangement_facts(told: Facts) -> ArrangementFacts:
    """The facts of a plan; the capacity is computed again from its own receipt."""
    noted = told["capacity"]
    capacity = None if noted is None else _outcome(noted["receipt"])
    return replace(read_as(ArrangementFacts, {**told, "capacity": None}), capacity=capacity)


_ASKED: Mapping[str, tuple[str, ...]] = {
    "postponement": ("until_on",),
    "part_payment": ("amount_cents", "until_on"),
    "pause": ("from_on", "until_on"),
    "debit_date": ("current_on", "new_on"),
    "remission": ("amount_cents",),
}
_AGAIN: Mapping[str, tuple[Rule, Callable[[Facts, date], Any]]] = {
    "capacity": (capacity_rule.RULE, _capacity),
    "proposals": (proposals.RULE, _proposals),
    "grants": (grants.RULE, _grant),
    "running": (running.RULE, _running),
    "kept_costs": (kept_costs.RULE, _kept_costs),
    "incassokosten": (
        incassokosten.RULE,
        lambda facts, as_of: incassokosten.maximum_collection_costs(
            read_as(incassokosten.CostFacts, facts), as_of
        ),
    ),
    "wettelijke_rente": (rente.RULE, _interest),
    "imputation": (imputation.RULE, _imputation),
    "limitation": (limitation.RULE, _limitation),
    "collection_pause": (collection_pause.RULE, _pause),
    "contact_hours": (
        contact_hours.RULE,
        lambda facts, as_of: contact_hours.may_send_outbound(read_as(datetime, facts["at"])),
    ),
    "wage_rules": (
        wage_rules.RULE,
        lambda facts, as_of: wage_rules.wage_deduction(read_as(wage_rules.WageFacts, facts), as_of),
    ),
    "certain_free_room": (
        beslagvrije_voet.FREE_ROOM_RULE,
        lambda facts, as_of: beslagvrije_voet.certain_free_room(
            facts["monthly_income_cents"], facts["household"], as_of
        ),
    ),
    "beslagvrije_voet": (
        beslagvrije_voet.RULE,
        lambda facts, as_of: beslagvrije_voet.screen(
            facts["monthly_income_cents"], facts["household"], as_of
        ),
    ),
    "veertiendagenbrief": (veertiendagenbrief.RULE, _letter_term),
    "letter_wording": (
        letter_wording.RULE,
        lambda facts, as_of: letter_wording.check_letter(
            read_as(letter_wording.LetterFacts, facts), as_of
        ),
    ),
}
