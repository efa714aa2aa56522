"""Decisions, and the only source of a sentence that says agreed, granted, sent or received."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from casework import store
from casework.errors import DecisionNotFound
from casework.referrals import store as referrals
from storage.unit_of_work import UnitOfWork

Kind = Literal[
    "arrangement",
    "concession",
    "handover",
    "referral",
    "consent",
    "complaint",
    "dispute",
    "erasure",
    "collection_pause",
]
TABLES: Mapping[str, type[store.CaseRow]] = {
    "arrangement": store.Arrangement,
    "concession": store.Concession,
    "handover": store.Handover,
    "referral": referrals.Referral,
    "consent": referrals.Consent,
    "complaint": store.Complaint,
    "dispute": store.Dispute,
    "erasure": store.ErasureRequest,
    "collection_pause": referrals.CollectionPauseRow,
}
"""Each kind of decision and the table its rows stand in."""

Value = str | int | date | list[Any]
Row = Mapping[str, Any]
Found = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Decision:
    """A row that decides something. It may only be spoken of once it is committed."""

    kind: Kind
    id: str


def as_ref(decision: Decision) -> str:
    """Return the decision as one word for the outbox.

    >>> as_ref(Decision("handover", "5f2c"))
    'handover:5f2c'
    """
    return f"{decision.kind}:{decision.id}"


def values_of(unit: UnitOfWork, ref: str) -> tuple[str, dict[str, Value]]:
    """Return the text key of the confirmation and its values, from the committed row.

    Amounts are under names ending in ``_cents``, days under names ending in ``_on``. A value that
    is not known is left out. Raises :class:`casework.errors.DecisionNotFound` when no committed
    row stands behind ``ref``, or when its state decides nothing yet.
    """
    kind, _, row_id = ref.partition(":")
    table, describe = TABLES.get(kind), _DESCRIBE.get(kind)
    row = store.committed(unit, table, row_id) if table is not None else None
    found = describe(unit, row) if describe is not None and row is not None else None
    if found is None:
        raise DecisionNotFound(
            f"Nothing is decided under {ref!r} in the database, so nothing may be said about it. "
            "Commit the decision first; after an erasure there is nothing left to say."
        )
    text_key, values = found
    return text_key, {name: value for name, value in values.items() if value is not None}


def _arrangement(unit: UnitOfWork, row: Row) -> Found:
    plan = store.committed(unit, store.Proposal, row["proposal_id"]) or {}
    shared = (
        "name",
        "total_cents",
        "instalment_cents",
        "n_terms",
        "last_term_cents",
        "first_due_on",
        "last_due_on",
        "frequency",
        "amount_source",
    )
    values = {name: plan[name] for name in shared}
    values["terms"] = [[date.fromisoformat(t["due_on"]), t["cents"]] for t in plan["terms"]]
    state = "changed" if row["state"] == "accepted" and plan["replaces_id"] else row["state"]
    text_key = f"arrangement_{state}"
    if row["state"] == "accepted" and plan["frequency"] != "month":
        text_key = f"{text_key}_{plan['frequency']}"
    return text_key, values | _waiting(unit, row)


def _concession(unit: UnitOfWork, row: Row) -> Found:
    names = ("from_on", "until_on", "effective_on", "days", "debit_day", "amount_cents")
    values = {name: row[name] for name in names}
    return f"{row['kind']}_{row['state']}", values | _waiting(unit, row)


def _handover(unit: UnitOfWork, row: Row) -> Found:
    if row["state"] != "open":
        text_key = f"handover_{row['state']}"
    elif row["told_at"] is not None:
        text_key = "handover_not_taken"
    elif row["missed_on"] is not None:
        text_key = "handover_late"
    else:
        text_key = "handover_colleague_there" if row["is_open_now"] else "handover_closed_now"
    names = ("reason_code", "urgency", "callback_on", "missed_on")
    return text_key, {name: row[name] for name in names}


def _referral(unit: UnitOfWork, row: Row) -> Found | None:
    if row["state"] == "offered":
        return None
    values = {"service_name": row["service_name"], "contacts": row["contacts"]}
    if row["consent_id"] is not None:
        consent = store.committed(unit, referrals.Consent, row["consent_id"]) or {}
        values["fields"] = consent.get("fields")
    return f"referral_{row['state']}", values | _waiting(unit, row)


def _consent(unit: UnitOfWork, row: Row) -> Found:
    text_key = "consent_given" if row["withdrawn_at"] is None else "consent_withdrawn"
    return text_key, {"receiver_name": row["receiver_name"], "fields": row["fields"]}


def _complaint(unit: UnitOfWork, row: Row) -> Found:
    values = {"number": _number(row), "acknowledge_by_on": row["acknowledge_by_on"]}
    return f"complaint_{row['state']}", values | {"theme_code": row["theme_code"]}


def _dispute(unit: UnitOfWork, row: Row) -> Found:
    return f"dispute_{row['state']}", {"number": _number(row)} | _waiting(unit, row)


def _erasure(unit: UnitOfWork, row: Row) -> Found:
    return f"erasure_{row['state']}", {"number": _number(row), "answer_by_on": row["answer_by_on"]}


def _collection_pause(unit: UnitOfWork, row: Row) -> Found:
    values = {"from_on": row["from_on"], "until_on": row["until_on"]}
    return f"collection_pause_{row['state']}", values | _waiting(unit, row)


def _waiting(unit: UnitOfWork, row: Row) -> dict[str, Any]:
    """By when a colleague answers, and why one must, while the decision waits for that."""
    if row["handover_id"] is None or row["state"] not in ("with_colleague", "received"):
        return {}
    handover = store.committed(unit, store.Handover, row["handover_id"]) or {}
    reasons = row.get("reasons") or [row.get("reason_code")]
    return {"callback_on": handover.get("callback_on"), "reason_code": reasons[0]}


def _number(row: Row) -> str:
    """A short number that a person can quote: the first eight characters of the id."""
    return str(row["id"])[:8]


Describe = Callable[[UnitOfWork, Row], Found | None]
_DESCRIBE: Mapping[str, Describe] = {
    "arrangement": _arrangement,
    "concession": _concession,
    "handover": _handover,
    "referral": _referral,
    "consent": _consent,
    "complaint": _complaint,
    "dispute": _dispute,
    "erasure": _erasure,
    "collection_pause": _collection_pause,
}
