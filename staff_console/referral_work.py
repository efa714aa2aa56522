"""Referrals at the desk: what each waits for, the note that is passed on, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from casework import consent, refer
from casework.context import Turn
from casework.decide import decide
from casework.decisions import Decision
from casework.errors import ConsentMissing
from casework.intake import record_contact
from casework.referrals import note
from casework.referrals.closing import STATE_OF_OUTCOME, close_referral, referral_of
from casework.referrals.follow_up import next_question_on
from casework.referrals.store import Referral, all_referrals
from casework.store import rows_of
from staff_console.desk_work import is_of_employee
from staff_console.sessions import Colleague
from staff_console.texts import texts_in
from storage.unit_of_work import UnitOfWork

ASKED = ("name", "phone", "needs")
"""What the sentence with which a colleague asks for permission names: no more is passed on."""
OUTCOMES = tuple(code for code, state in STATE_OF_OUTCOME.items() if state is not None)
SAID_BY = ("person", "provider", "colleague")
_LINKABLE = ("with_colleague", "not_reached", "sent")
_WAITS_FOR = {
    "offered": "choice",
    "chosen": "question",
    "with_colleague": "contact",
    "sent": "answer",
    "received": "answer",
    "not_reached": "contact",
    "accepted": "question",
    "rejected": "other_help",
}


@dataclass(frozen=True)
class ShownReferral:
    """A referral; ``waits_for`` is a code, empty when it ended.

    ``asks_on`` is the day on which the person is asked whether it worked, None when nobody asks.
    ``note`` is what the receiver gets to read: agreed to when ``is_agreed``, else proposed.
    """

    row: Referral
    waits_for: str
    asks_on: date | None
    note: note.HandOverNote | None = None
    is_agreed: bool = False

    @property
    def may_be_linked(self) -> bool:
        """Whether a link for the receiver can be made."""
        return self.is_agreed and self.row.state in _LINKABLE

    @property
    def may_be_closed(self) -> bool:
        """Whether somebody can say how it ended."""
        return self.row.started_at is not None and self.row.closed_by in (None, "self")


def running(unit: UnitOfWork, colleague: Colleague) -> list[ShownReferral]:
    """Return every referral that was chosen, those that wait first, then the newest."""
    rows = [
        row
        for row in all_referrals(unit)
        if row.state != "offered"
        and (colleague.may_see_employees or not is_of_employee(unit, row.case_id))
    ]
    shown = [_shown(row) for row in rows]
    newest = sorted(shown, key=lambda each: each.row.created_at, reverse=True)
    return sorted(newest, key=lambda each: not each.waits_for)


def of_case(turn: Turn) -> list[ShownReferral]:
    """Return the referrals of a case with their notes, the newest first."""
    found = []
    for row in reversed(rows_of(turn.unit, Referral, turn.case.id)):
        try:
            its, is_agreed = note.note_of(turn, row.id), True
        except ConsentMissing:
            its, is_agreed = note.proposed_note(turn, row.id), False
        found.append(_shown(row, its, is_agreed))
    return found


def find(turn: Turn, need: str, postcode: str) -> None:
    """Offer at most two services for a need; they stand in the case from then on.

    Raises :class:`casework.errors.BadRequest` for a postcode or a need that does not exist.
    """
    refer.find_help(turn, needs=(need,), postcode=postcode.strip() or None)


def agree_to_share(turn: Turn, colleague: Colleague, fields: Mapping[str, str]) -> None:
    """Keep the yes that the person gave to the colleague, and who is to make the contact.

    Raises :class:`casework.errors.BadRequest` when there is nothing to pass on, and
    :class:`casework.errors.ReferralNotFound`.
    """
    row = referral_of(turn, fields.get("referral", ""))
    told = {name: fields.get(name, "").strip()[:80] or None for name in ("name", "phone")}
    record_contact(turn, **told)
    known = note.proposed_note(turn, row.id).field_names
    names = [name for name in known if name in ASKED]
    consent.give(turn, row.service_id, names, consent_version(turn.case.language), colleague.id)
    if row.state in ("offered", "chosen"):
        refer.choose_help(turn, row.id, "warm")


def mark_sent(turn: Turn, colleague: Colleague, referral_id: str) -> None:
    """Note that the contact was made; the person is asked later whether it worked."""
    decide(turn, Decision("referral", referral_id), "sent", colleague.id)


def close(turn: Turn, colleague: Colleague, fields: Mapping[str, str]) -> None:
    """Note how a referral ended, and by whose word."""
    outcome, said_by = fields.get("outcome", ""), fields.get("said_by", "")
    close_referral(turn, fields.get("referral", ""), outcome, said_by, colleague.id)


def ask_words(receiver: str, language: str) -> str:
    """Return the sentence that asks the person for permission, in the person's ``language``."""
    return _asked(language).format(receiver=receiver)


def consent_version(language: str) -> str:
    """Return the version of that sentence."""
    return f"console.referrals.ask@{sha256(_asked(language).encode()).hexdigest()[:8]}"


def _asked(language: str) -> str:
    asked: str = texts_in(language)["referrals"]["ask"]
    return asked


def _shown(
    row: Referral, its: note.HandOverNote | None = None, is_agreed: bool = False
) -> ShownReferral:
    waits_for = "" if row.closed_at is not None else _WAITS_FOR.get(row.state, "")
    return ShownReferral(row, waits_for, next_question_on(row), its, is_agreed)
