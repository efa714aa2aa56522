"""The hand-over note for a receiver, and the link with which they read it and answer."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from casework.consent import CONSENT_TERM, lapses_on, valid_consent
from casework.context import Turn
from casework.decisions import Decision, as_ref
from casework.desk import ask_colleague, finish
from casework.errors import ConsentMissing, LinkNotUsable, MoveNotAllowed
from casework.organisation import Organisation
from casework.referrals.closing import referral_of
from casework.referrals.pause import rest_while_help_starts
from casework.referrals.store import Consent, Referral, ReferralLink, link_with_hash, referral_with
from casework.states import move
from casework.store import Person, add_row, case_with, row_with_id, rows_of
from evidence_log import record
from evidence_log.entry import Codes
from storage.unit_of_work import UnitOfWork

VALID = timedelta(days=14)
PROPOSED = ("name", "phone", "email", "needs")
"""What a receiver needs to help. A postcode is used to search and not kept, so never passed on."""
_MAY_BE_SENT = ("with_colleague", "not_reached", "sent")
_MAY_BE_READ = (*_MAY_BE_SENT, "received")
"""The states in which a receiver may read the note: once it is over, nobody needs it any more."""
_ONE_ANSWER_AT_A_TIME = 4_118


@dataclass(frozen=True)
class HandOverNote:
    """What a receiver gets to read: the consented fields with their values, and the needs."""

    receiver_name: str
    fields: tuple[tuple[str, str], ...]
    needs: tuple[str, ...]
    consent_until: date

    @property
    def field_names(self) -> tuple[str, ...]:
        """The fields that it holds, as a consent names them."""
        return (*(name for name, _ in self.fields), *(("needs",) if self.needs else ()))


def proposed_note(turn: Turn, referral_id: str) -> HandOverNote:
    """Return the note that the receiver would get if the person says yes now.

    It holds what is known of :data:`PROPOSED`; what the person did not tell is not in it. Nothing
    is kept. Raises :class:`casework.errors.ReferralNotFound`.
    """
    row = referral_of(turn, referral_id)
    return _note(turn.unit, row, PROPOSED, lapses_on(turn.unit.now))


def note_of(turn: Turn, referral_id: str) -> HandOverNote:
    """Return the note as the receiver would read it; the person may read it first.

    Built from facts and codes, no sentence of anybody. Raises
    :class:`casework.errors.ConsentMissing` without a valid consent for this receiver.
    """
    row = referral_of(turn, referral_id)
    consent = valid_consent(turn, row.service_id)
    if consent is None:
        raise ConsentMissing(
            f"There is no valid consent for {row.service_name!r}, so there is no note to read. "
            "Ask the person first."
        )
    return _note(turn.unit, row, consent.fields, lapses_on(consent.given_at))


def make_link(turn: Turn, referral_id: str) -> str:
    """Return the token of a link for the receiver: once, for :data:`VALID`; earlier ones end.

    The colleague sends it themselves; nothing is sent from here. Raises as :func:`note_of`, and
    :class:`casework.errors.MoveNotAllowed` when the person did not ask for this contact.
    """
    row = referral_of(turn, referral_id)
    note_of(turn, referral_id)
    if row.state not in _MAY_BE_SENT:
        raise MoveNotAllowed(
            f"This referral is {row.state}, so no link was made: a colleague makes contact only "
            "when the person asked for it and nobody answered yet."
        )
    for earlier in rows_of(turn.unit, ReferralLink, turn.case.id):
        if earlier.referral_id == row.id and earlier.used_at is None:
            earlier.used_at = turn.unit.now
    token = secrets.token_urlsafe(24)
    add_row(
        turn.unit,
        ReferralLink,
        turn.case.id,
        referral_id=row.id,
        token_hash=_hashed(token),
        valid_until=turn.unit.now + VALID,
    )
    consent = valid_consent(turn, row.service_id)
    codes: Codes = {
        "referral": row.id,
        "consent": consent.id if consent else None,
        "fields": list(consent.fields) if consent else [],
        "valid_until": (turn.unit.now + VALID).date().isoformat(),
    }
    record(turn.unit, "referral_link_made", turn.case.ref, codes)
    return token


def read_link(unit: UnitOfWork, token: str) -> HandOverNote:
    """Return the note behind a link; reading changes nothing.

    Raises :class:`casework.errors.LinkNotUsable` when it is unknown, used or old, the referral is
    over, or the consent was withdrawn or has lapsed.
    """
    _, row, consent = _open_link(unit, token)
    return _note(unit, row, consent.fields, lapses_on(consent.given_at))


def answer_link(unit: UnitOfWork, token: str, organisation: Organisation, *, accepts: bool) -> None:
    """Note the receiver's answer and use the link up. A refusal goes to a colleague.

    Raises :class:`casework.errors.LinkNotUsable`: the second of two answers gets it too.
    """
    unit.lock(_ONE_ANSWER_AT_A_TIME)
    link, row, _ = _open_link(unit, token)
    case = case_with(unit, row.case_id)
    if case is None:
        raise _not_usable()
    answer = "accepted" if accepts else "rejected"
    if row.state in ("with_colleague", "not_reached"):
        row.state = move("referral", row.state, "sent")
        row.started_at = row.started_at or unit.now
    row.state = move("referral", row.state, answer)
    row.reached_at = row.reached_at or unit.now
    link.used_at = unit.now
    record(unit, "referral_answered", case.ref, {"referral": row.id, "answer": answer})
    turn = Turn(unit, case, row.conversation_id or "", "web", organisation)
    finish(turn, row.handover_id)
    if accepts:
        rest_while_help_starts(turn, row.id)
    else:
        about = as_ref(Decision("referral", row.id))
        ask_colleague(turn, "referral_rejected", "asked", about)


def _open_link(unit: UnitOfWork, token: str) -> tuple[ReferralLink, Referral, Consent]:
    link = link_with_hash(unit, _hashed(token))
    if link is None or link.used_at is not None or link.valid_until < unit.now:
        raise _not_usable()
    row = referral_with(unit, link.referral_id)
    consent = row and row.consent_id and row_with_id(unit, Consent, row.case_id, row.consent_id)
    if not row or not consent or consent.withdrawn_at is not None:
        raise _not_usable()
    if row.state not in _MAY_BE_READ:
        raise _not_usable()
    if unit.now >= consent.given_at + CONSENT_TERM:
        raise _not_usable()
    return link, row, consent


def _note(unit: UnitOfWork, row: Referral, names: Sequence[str], until: date) -> HandOverNote:
    person = next(iter(rows_of(unit, Person, row.case_id)), None)
    known = {name: getattr(person, name, None) for name in ("name", "phone", "email")}
    return HandOverNote(
        receiver_name=row.service_name,
        fields=tuple((name, value) for name in names if (value := known.get(name))),
        needs=tuple(row.needs) if "needs" in names else (),
        consent_until=until,
    )


def _not_usable() -> LinkNotUsable:
    return LinkNotUsable(
        "This link is unknown, used or past its term, the referral is over, or the person took "
        "their permission back, so nothing is shown. Ask the organisation for a new link."
    )


def _hashed(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()
