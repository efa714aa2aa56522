"""Keep permission to pass data on: per receiver, per field, under one version of the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from casework.codes import checked_choice
from casework.context import Turn
from casework.decisions import Decision
from casework.desk import finish
from casework.errors import BadRequest
from casework.opening import LOCAL_TIME
from casework.referrals.store import Consent, Referral
from casework.states import MOVES, move
from casework.store import add_row, rows_of
from evidence_log import record
from evidence_log.entry import Codes

CONSENT_TERM = timedelta(days=90)
"""After this a permission has lapsed: the person is asked again."""

FIELDS = ("name", "phone", "email", "postcode", "needs")


@dataclass(frozen=True)
class ConsentGiven:
    """Permission given."""

    decision: Decision


@dataclass(frozen=True)
class ConsentWithdrawn:
    """Permission taken back; ``decision`` is None when there was none."""

    decision: Decision | None


def give(
    turn: Turn,
    receiver_id: str,
    fields: Sequence[str],
    text_version: str,
    colleague: str | None = None,
) -> ConsentGiven:
    """Keep permission to pass ``fields`` to one receiver; the same permission is kept once.

    ``fields`` come from :data:`FIELDS`, ``receiver_id`` is the id of a service in the directory
    and ``text_version`` names the text that was shown. ``colleague`` heard the yes, if one did.
    Other fields for the same receiver replace the earlier permission. Raises
    :class:`casework.errors.BadRequest` for another or no field.
    """
    if not fields:
        raise BadRequest(
            "A consent names at least one field, so nothing was kept. Name the fields."
        )
    service = turn.organisation.directory.services.get(receiver_id)
    if service is None:
        raise BadRequest(
            f"{receiver_id!r} is not a service in the directory, so no consent was kept. "
            "Pass the service_id of an option that was found."
        )
    wanted = sorted({checked_choice("field", field, FIELDS) for field in fields})
    current = valid_consent(turn, receiver_id)
    if current is not None:
        if (current.fields, current.text_version) == (wanted, text_version):
            return ConsentGiven(Decision("consent", current.id))
        current.withdrawn_at = turn.unit.now
    row = add_row(
        turn.unit,
        Consent,
        turn.case.id,
        receiver_id=receiver_id,
        receiver_name=service.name,
        fields=wanted,
        text_version=text_version,
        given_at=turn.unit.now,
    )
    codes: Codes = {
        "consent": row.id,
        "receiver": receiver_id,
        "fields": wanted,
        "text_version": text_version,
        "valid_until_on": lapses_on(row.given_at).isoformat(),
        "colleague": colleague,
    }
    record(turn.unit, "consent_given", turn.case.ref, codes)
    return ConsentGiven(Decision("consent", row.id))


def withdraw(turn: Turn, receiver_id: str) -> ConsentWithdrawn:
    """Take the permission for one receiver back; as easy as giving it (AVG art. 7 lid 3).

    A colleague who was to make the contact is stopped too.
    """
    row = valid_consent(turn, receiver_id)
    if row is None:
        return ConsentWithdrawn(None)
    row.withdrawn_at = turn.unit.now
    for referral in rows_of(turn.unit, Referral, turn.case.id):
        if referral.consent_id == row.id and "withdrawn" in MOVES["referral"][referral.state]:
            referral.state = move("referral", referral.state, "withdrawn")
            finish(turn, referral.handover_id)
    codes: Codes = {"consent": row.id, "receiver": receiver_id}
    record(turn.unit, "consent_withdrawn", turn.case.ref, codes)
    return ConsentWithdrawn(Decision("consent", row.id))


def lapses_on(given_at: datetime) -> date:
    """Return the Dutch day on which a permission given then lapses, by :data:`CONSENT_TERM`."""
    return (given_at + CONSENT_TERM).astimezone(LOCAL_TIME).date()


def valid_consent(turn: Turn, receiver_id: str) -> Consent | None:
    """Return the permission for this receiver that still stands, or None."""
    rows = [row for row in standing(turn) if row.receiver_id == receiver_id]
    return rows[-1] if rows else None


def standing(turn: Turn) -> list[Consent]:
    """Return every permission of the case that was not taken back and has not lapsed."""
    return [
        row
        for row in rows_of(turn.unit, Consent, turn.case.id)
        if row.withdrawn_at is None and turn.unit.now < row.given_at + CONSENT_TERM
    ]
