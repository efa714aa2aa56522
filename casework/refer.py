"""Refer to help nearby: find at most two services, and note which one the person chooses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, get_args

import referral_directory as directory
from casework.codes import checked_choice
from casework.consent import valid_consent
from casework.context import Turn
from casework.decisions import Decision, as_ref
from casework.desk import ask_colleague
from casework.errors import BadRequest, ConsentMissing, ReferralNotFound
from casework.referrals.store import Referral
from casework.states import move
from casework.store import add_row, row_with_id, rows_of
from evidence_log import record
from evidence_log.entry import Codes

Mode = Literal["info", "warm"]


@dataclass(frozen=True)
class ContactFact:
    """One thing that may be shown today. ``is_stale`` goes with the day it was last confirmed."""

    kind: str
    value: str
    is_free: bool
    is_stale: bool
    confirmed_on: date | None
    source: str | None


@dataclass(frozen=True)
class HelpOption:
    """One service. ``text_keys`` are warnings that must be shown with it.

    ``open_until``: when it closes today, if it is open now (Dutch time).
    ``may_be_warm``: a phone number or e-mail address is known, so a colleague can make contact.
    """

    referral_id: str
    service_id: str
    name: str
    description: str
    contacts: tuple[ContactFact, ...]
    reasons: tuple[str, ...]
    text_keys: tuple[str, ...]
    stale: bool
    may_be_warm: bool
    open_until: datetime | None = None


@dataclass(frozen=True)
class HelpFound:
    """At most two options, the preferred one first; ``text_keys`` come before the options.

    ``fallback`` stands beside what is old or withheld. ``urgent``: a colleague must know today.
    ``municipality`` is where the person lives as far as we know.
    """

    options: tuple[HelpOption, ...]
    route: str
    text_keys: tuple[str, ...]
    fallback: ContactFact | None
    urgent: bool
    municipality: str | None


@dataclass(frozen=True)
class Referred:
    """The person chose a service."""

    decision: Decision


def find_help(
    turn: Turn,
    *,
    needs: Sequence[str],
    postcode: str | None,
    self_employed: bool | None = None,
    age_band: str | None = None,
    threat: str | None = None,
    threat_on: date | None = None,
    other_creditors: int | None = None,
) -> HelpFound:
    """Return where the person can go; the same question again returns the same options.

    ``needs`` are codes of the directory's taxonomy. The postcode is used and not kept. Raises
    :class:`casework.errors.BadRequest` for a need or a postcode that cannot exist.
    """
    need = directory.Need(
        need_codes=tuple(needs),
        postcode=postcode,
        audience="employee" if turn.case.audience == "employee" else "customer",
        age_band=age_band,  # type: ignore[arg-type]
        language=turn.case.language,
        self_employed=self_employed,
        threat=threat,  # type: ignore[arg-type]
        threat_on=threat_on,
        other_creditors=None if other_creditors is None else other_creditors > 0,
    )
    try:
        found = directory.match(need, turn.organisation.directory, turn.unit.now)
    except (directory.NeedError, directory.PostcodeError) as error:
        raise BadRequest(str(error)) from error
    before = {row.id for row in rows_of(turn.unit, Referral, turn.case.id)}
    rows = [_offered(turn, option, need, found.route) for option in found.options]
    if not rows or not before.issuperset(row.id for row in rows):
        codes: Codes = {
            "route": found.route,
            "services": [row.service_id for row in rows],
            "entry_versions": [row.entry_version for row in rows],
            "directory_version": found.directory_version,
            "stale_shown": any(option.stale for option in found.options),
            "urgent": found.urgent,
        }
        record(turn.unit, "help_found", turn.case.ref, codes)
    return HelpFound(
        options=tuple(map(_help_option, rows, found.options)),
        route=found.route,
        text_keys=found.text_keys,
        fallback=_contact(found.fallback) if found.fallback else None,
        urgent=found.urgent,
        municipality=found.place.municipality,
    )


def choose_help(turn: Turn, referral_id: str, mode: Mode) -> Referred:
    """Note the choice; ``warm`` asks a colleague to make the contact.

    Choosing again changes nothing; after ``info`` the person may still ask for ``warm``. Raises
    :class:`casework.errors.ReferralNotFound`, and :class:`casework.errors.ConsentMissing` when
    ``warm`` is asked without a valid consent for this service.
    """
    checked_choice("mode", mode, get_args(Mode))
    row = row_with_id(turn.unit, Referral, turn.case.id, referral_id)
    if row is None:
        raise ReferralNotFound(
            f"Referral {referral_id!r} is not in this case, so nothing was passed on. "
            "Find help first and pass the referral_id of one of the options."
        )
    if mode == "info" and row.state == "offered":
        row.state = move("referral", row.state, "chosen")
        row.started_at = turn.unit.now
        _record_choice(turn, row, mode)
    elif mode == "warm" and row.state in ("offered", "chosen"):
        _ask_to_contact(turn, row)
        _record_choice(turn, row, mode)
    return Referred(Decision("referral", row.id))


def _ask_to_contact(turn: Turn, row: Referral) -> None:
    consent = valid_consent(turn, row.service_id)
    if consent is None:
        raise ConsentMissing(
            f"There is no consent to pass data to {row.service_id!r}, so nothing was passed on. "
            "Ask the person, and keep the answer with casework.consent.give."
        )
    about = as_ref(Decision("referral", row.id))
    row.state = move("referral", row.state, "with_colleague")
    row.consent_id = consent.id
    row.handover_id = ask_colleague(turn, "warm_referral", "asked", about).id


def _offered(turn: Turn, option: directory.Option, need: directory.Need, route: str) -> Referral:
    values: dict[str, Any] = {
        "service_id": option.service.id,
        "entry_version": option.entry_version,
        "service_name": option.service.name,
        "contacts": [
            {
                "kind": line.kind,
                "value": line.value,
                "is_stale": line.is_stale,
                "confirmed_on": line.confirmed_on.isoformat() if line.confirmed_on else None,
            }
            for line in option.contacts
        ],
        "needs": list(need.need_codes),
        "route": route,
    }
    for row in rows_of(turn.unit, Referral, turn.case.id):
        if all(getattr(row, name) == value for name, value in values.items()):
            return row
    return add_row(
        turn.unit,
        Referral,
        turn.case.id,
        **values,
        state="offered",
        conversation_id=turn.conversation_id,
    )


def _help_option(row: Referral, option: directory.Option) -> HelpOption:
    return HelpOption(
        referral_id=row.id,
        service_id=option.service.id,
        name=option.service.name,
        description=option.service.description,
        contacts=tuple(map(_contact, option.contacts)),
        reasons=option.reasons,
        text_keys=option.text_keys,
        stale=option.stale,
        may_be_warm=any(line.kind in ("phone", "email") for line in option.contacts),
        open_until=option.opening.until if option.opening else None,
    )


def _contact(line: directory.ContactLine) -> ContactFact:
    source = line.source.address if line.source else None
    return ContactFact(
        line.kind, line.value, line.is_free, line.is_stale, line.confirmed_on, source
    )


def _record_choice(turn: Turn, row: Referral, mode: Mode) -> None:
    row.chosen_at = row.chosen_at or turn.unit.now
    codes: Codes = {
        "referral": row.id,
        "service": row.service_id,
        "entry_version": row.entry_version,
        "mode": mode,
        "consent": row.consent_id,
    }
    record(turn.unit, "help_chosen", turn.case.ref, codes)
