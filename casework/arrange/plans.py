"""Plans as they are kept and as they are shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import payment_arrangement as rules
from casework.arrange.claims import ClaimsToArrange
from casework.context import Turn
from casework.store import Proposal, add_row, rows_of

# Among the reasons of a plan that staff may not grant either.
ABOVE_STAFF_LIMITS = "above_staff_limits"


@dataclass(frozen=True)
class ProposalFact:
    """One way to pay; nothing is agreed yet. ``terms`` holds (day, cents) for each term.

    ``name``: ``fast``, ``middle``, ``calm`` or ``own``. ``reasons`` says why a colleague must
    decide when it is not ``within_limits``; ``decides`` who may by the policy: ``assistant``,
    ``staff`` or ``above_staff``. ``sources`` are the rules behind it, each with its day.
    """

    id: str
    name: str
    total_cents: int
    instalment_cents: int
    n_terms: int
    last_term_cents: int
    first_due_on: date
    last_due_on: date
    frequency: str
    within_limits: bool
    reasons: tuple[str, ...]
    terms: tuple[tuple[date, int], ...]
    decides: str
    sources: tuple[str, ...]


def plan_fact(row: Proposal) -> ProposalFact:
    """Return a kept plan as it may be shown."""
    terms = tuple((date.fromisoformat(term["due_on"]), term["cents"]) for term in row.terms)
    return ProposalFact(
        id=row.id,
        name=row.name,
        total_cents=row.total_cents,
        instalment_cents=row.instalment_cents,
        n_terms=row.n_terms,
        last_term_cents=row.last_term_cents,
        first_due_on=terms[0][0],
        last_due_on=terms[-1][0],
        frequency=row.frequency,
        within_limits=row.within_limits,
        reasons=tuple(row.reasons),
        terms=terms,
        decides=who_decides(row.reasons),
        sources=tuple(dict.fromkeys(_sources(row.receipt))),
    )


def who_decides(reasons: Sequence[str]) -> str:
    """Return who may grant a plan with these reasons: ``assistant``, ``staff``, ``above_staff``.

    >>> who_decides([]), who_decides(["over_max_total"])
    ('assistant', 'staff')
    """
    if ABOVE_STAFF_LIMITS in reasons:
        return "above_staff"
    return "staff" if reasons else "assistant"


def _sources(receipt: Mapping[str, Any]) -> Iterator[str]:
    """Yield the sources of a receipt and of the receipts in its facts."""
    for source in receipt.get("sources", ()):
        yield f"{source['text']} ({source['checked']})"
    for fact in receipt.get("facts", {}).values():
        if isinstance(fact, Mapping) and "receipt" in fact:
            yield from _sources(fact["receipt"])


def keep_plan(turn: Turn, plan: rules.Proposal, claims: ClaimsToArrange) -> Proposal:
    """Return the row of a plan that the rules made; an equal plan of this case is kept once.

    The plan that runs already is that plan, not another one in its place.
    """
    reasons = [] if plan.within_limits else [reason.value for reason in plan.reasons]
    if _is_unchecked(turn, claims):
        reasons.append("amount_not_checked")
    reasons += claims.doubts
    if plan.decides == "above_staff":
        reasons.append(ABOVE_STAFF_LIMITS)
    values = {
        "claim_ids": claims.ids,
        "name": plan.name,
        "total_cents": claims.total_cents,
        "instalment_cents": plan.instalment_cents,
        "n_terms": plan.n_terms,
        "last_term_cents": plan.last_term_cents,
        "first_due_on": plan.terms[0].due_on,
        "last_due_on": plan.terms[-1].due_on,
        "frequency": plan.frequency,
        "terms": [
            {"due_on": term.due_on.isoformat(), "cents": term.amount_cents} for term in plan.terms
        ],
        "within_limits": not reasons,
        "reasons": reasons,
        "amount_source": amount_source(claims),
        "replaces_id": claims.replaces.row.id if claims.replaces else None,
    }
    if claims.replaces is not None and values["terms"] == claims.replaces.plan.terms:
        return claims.replaces.plan
    for row in rows_of(turn.unit, Proposal, turn.case.id):
        if all(getattr(row, name) == value for name, value in values.items()):
            return row
    return add_row(turn.unit, Proposal, turn.case.id, **values, receipt=plan.receipt.as_dict())


def proposal_ids(turn: Turn) -> set[str]:
    """Return the ids of every plan that the case holds."""
    return {row.id for row in rows_of(turn.unit, Proposal, turn.case.id)}


def amount_source(claims: ClaimsToArrange) -> str:
    """Return ``organisation`` when its own file has every amount, else ``person``."""
    return "person" if any(row.source == "person" for row in claims.rows) else "organisation"


def _is_unchecked(turn: Turn, claims: ClaimsToArrange) -> bool:
    is_large = claims.total_cents > turn.organisation.stated_amount_limit_cents
    return is_large and amount_source(claims) == "person"
