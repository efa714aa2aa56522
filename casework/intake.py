"""Take in what a person tells: whose question it is, and which claims there are."""

from __future__ import annotations

from casework.bands import amount_band
from casework.claim_fact import ClaimFact, claim_fact
from casework.codes import checked_choice, checked_code
from casework.context import Turn
from casework.errors import BadRequest
from casework.store import Case, Claim, Person, add_row, rows_of
from evidence_log import record
from evidence_log.entry import Codes
from storage.types import new_id
from storage.unit_of_work import UnitOfWork

AUDIENCES = ("customer", "employee")
REPRESENTATIONS = ("none", "bewindvoerder", "wsnp", "debt_help", "other")
LARGEST_DEBT_CENTS = 1_000_000_000

__all__ = [
    "AUDIENCES",
    "REPRESENTATIONS",
    "ClaimFact",
    "known_claims",
    "open_case",
    "record_claim",
    "record_contact",
    "set_audience",
    "set_representation",
]


def open_case(unit: UnitOfWork, *, audience: str | None = None, language: str = "nl") -> Case:
    """Return a new case with its pseudonym; written when ``unit`` is committed."""
    case = Case(
        id=new_id(), ref=new_id(), audience=audience, language=language, created_at=unit.now
    )
    unit.add(case)
    record(unit, "case_opened", case.ref, {"audience": audience, "language": language})
    return case


def known_claims(turn: Turn) -> tuple[ClaimFact, ...]:
    """Return the claims of the case, oldest first, without closed ones."""
    rows = rows_of(turn.unit, Claim, turn.case.id)
    return tuple(claim_fact(row) for row in rows if row.state != "closed")


def record_claim(turn: Turn, *, kind: str, debt_cents: int, of_organisation: bool) -> ClaimFact:
    """Return the claim as it now stands in the case.

    The person's own open claim of the same kind is corrected. A claim that the organisation
    itself knows, or that is arranged or disputed, is returned as it is: look at ``source``,
    ``debt_cents`` and ``state``. Raises :class:`casework.errors.BadRequest` for an amount that is
    not from 1 cent to 10 million euro, or a kind that is no code.
    """
    checked_code("kind", kind)
    if type(debt_cents) is not int or not 0 < debt_cents <= LARGEST_DEBT_CENTS:
        raise BadRequest(
            "debt_cents must be whole cents, from 1 to 10 million euro, so no claim was kept. "
            "Ask the person to repeat the amount."
        )
    row = _same_claim(turn, kind, of_organisation)
    if row is None:
        row = add_row(
            turn.unit,
            Claim,
            turn.case.id,
            kind=kind,
            debt_cents=debt_cents,
            of_organisation=of_organisation,
            source="person",
            as_of=turn.today,
            state="open",
        )
    elif row.source == "person" and row.state == "open" and row.debt_cents != debt_cents:
        row.debt_cents, row.as_of = debt_cents, turn.today
    else:
        return claim_fact(row)
    codes: Codes = {
        "claim": row.id,
        "kind": kind,
        "amount_band": amount_band(debt_cents),
        "source": row.source,
        "of_organisation": of_organisation,
    }
    record(turn.unit, "claim_recorded", turn.case.ref, codes)
    return claim_fact(row)


def set_audience(turn: Turn, audience: str) -> None:
    """Keep for whom the conversation is: ``customer`` or ``employee``.

    Raises :class:`casework.errors.BadRequest` for an audience the organisation does not serve.
    """
    checked_choice("audience", audience, turn.organisation.audiences)
    if turn.case.audience != audience:
        turn.case.audience = audience
        record(turn.unit, "audience_set", turn.case.ref, {"audience": audience})


def set_representation(turn: Turn, representation: str) -> None:
    """Keep who acts for the person: one of :data:`REPRESENTATIONS`.

    For anybody but ``none`` no proposals are made: a colleague talks with the representative.
    """
    checked_choice("representation", representation, REPRESENTATIONS)
    if turn.case.representation != representation:
        turn.case.representation = representation
        codes = {"representation": representation}
        record(turn.unit, "representation_set", turn.case.ref, codes)


def record_contact(
    turn: Turn, *, name: str | None = None, phone: str | None = None, email: str | None = None
) -> None:
    """Keep how a colleague reaches the person; what is None stays as it was."""
    told = {
        key: value
        for key, value in (("name", name), ("phone", phone), ("email", email))
        if value is not None
    }
    rows = rows_of(turn.unit, Person, turn.case.id)
    changed = [key for key, value in told.items() if not rows or getattr(rows[0], key) != value]
    if not changed:
        return
    if rows:
        for key in changed:
            setattr(rows[0], key, told[key])
    else:
        add_row(turn.unit, Person, turn.case.id, **told)
    record(turn.unit, "contact_recorded", turn.case.ref, {"fields": changed})


def _same_claim(turn: Turn, kind: str, of_organisation: bool) -> Claim | None:
    same = [
        row
        for row in rows_of(turn.unit, Claim, turn.case.id)
        if row.state != "closed" and (row.kind, row.of_organisation) == (kind, of_organisation)
    ]
    return min(same, key=lambda row: row.source, default=None)
