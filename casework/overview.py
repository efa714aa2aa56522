"""What is known in a case, as facts with where each came from: for the colleague who reads on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from casework.decide import outcomes
from casework.referrals.store import CollectionPauseRow, Consent, Referral
from casework.store import (
    Arrangement,
    Case,
    CaseRow,
    Claim,
    Complaint,
    Concession,
    Dispute,
    ErasureRequest,
    Handover,
    Proposal,
    case_with,
    rows_of,
)
from storage.unit_of_work import UnitOfWork

_SHOWN: dict[str, tuple[type[CaseRow], tuple[str, ...]]] = {
    "claim": (Claim, ("kind", "debt_cents", "as_of", "invoice_number", "due_on", "state")),
    "arrangement": (Arrangement, ("state", "decided_at")),
    "concession": (Concession, ("kind", "from_on", "until_on", "days", "debit_day", "state")),
    "referral": (Referral, ("service_name", "needs", "route", "state")),
    "collection_pause": (CollectionPauseRow, ("kind", "from_on", "until_on", "state")),
    "consent": (Consent, ("receiver_name", "fields", "given_at", "withdrawn_at")),
    "complaint": (Complaint, ("theme_code", "acknowledge_by_on", "state")),
    "dispute": (Dispute, ("reason_code", "state")),
    "erasure": (ErasureRequest, ("answer_by_on", "state")),
    "handover": (Handover, ("reason_code", "urgency", "callback_on", "missed_on", "state")),
}
_PLAN = ("instalment_cents", "n_terms", "frequency", "first_due_on", "last_due_on", "total_cents")


@dataclass(frozen=True)
class Fact:
    """One thing we know. ``values`` are named as the columns: ``_cents``, ``_on``, ``_at``.

    ``source`` is ``person``, ``organisation`` (its file), ``colleague`` or ``assistant``.
    ``outcomes`` are the states a colleague may move it to.
    """

    kind: str
    id: str
    values: dict[str, Any]
    source: str
    at: datetime
    outcomes: tuple[str, ...]


@dataclass(frozen=True)
class Overview:
    """A case as a whole: who is meant, and its facts, newest first within each kind."""

    case_id: str
    case_ref: str
    audience: str | None
    language: str
    representation: str | None
    facts: tuple[Fact, ...]


def overview(unit: UnitOfWork, case_id: str) -> Overview | None:
    """Return what is known in a case, or None when there is no such case."""
    case = case_with(unit, case_id)
    if case is None:
        return None
    facts = [
        _fact(unit, case, kind, row, names)
        for kind, (table, names) in _SHOWN.items()
        for row in reversed(rows_of(unit, table, case_id))
    ]
    return Overview(
        case.id, case.ref, case.audience, case.language, case.representation, tuple(facts)
    )


def _fact(unit: UnitOfWork, case: Case, kind: str, row: CaseRow, names: tuple[str, ...]) -> Fact:
    values = {name: getattr(row, name) for name in names}
    if isinstance(row, Arrangement):
        plans = {plan.id: plan for plan in rows_of(unit, Proposal, case.id)}
        values |= {name: getattr(plans[row.proposal_id], name) for name in _PLAN}
    found = {name: value for name, value in values.items() if value not in (None, [], "")}
    return Fact(kind, row.id, found, _source(row), row.created_at, outcomes(kind, _state(row)))


def _source(row: CaseRow) -> str:
    if isinstance(row, Claim):
        return row.source
    if getattr(row, "decided_by", None) not in (None, "assistant"):
        return "colleague"
    return (
        "person" if isinstance(row, Complaint | Dispute | Consent | ErasureRequest) else "assistant"
    )


def _state(row: CaseRow) -> str | None:
    state: str | None = getattr(row, "state", None)
    return state
