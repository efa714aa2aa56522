"""Referrals, the permissions they rest on, the receiver's links and the rest that they give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, Integer, String, false, select
from sqlalchemy.orm import Mapped, mapped_column

from casework.store import CaseRow, Code, reference
from storage.types import Id, Json, UtcDateTime
from storage.unit_of_work import UnitOfWork


class Referral(CaseRow):
    """A service that was offered, with what was shown about it that day, and how it ended.

    ``chosen_at``: the person first chose it, to go themselves or with a colleague.
    ``started_at``: the person, or a colleague for them, went there. ``reached_at``: the first word
    that they were reached. ``closed_by``: self (no answer came), person, provider or colleague.
    """

    __tablename__ = "referrals"

    service_id: Mapped[str] = mapped_column(String(120))
    entry_version: Mapped[str] = mapped_column(Code)
    service_name: Mapped[str] = mapped_column(String(300))
    contacts: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    needs: Mapped[list[str]] = mapped_column(Json)
    route: Mapped[str] = mapped_column(Code)
    state: Mapped[str] = mapped_column(Code)
    consent_id: Mapped[str | None] = mapped_column(Id, reference("consents"))
    handover_id: Mapped[str | None] = mapped_column(Id, reference("handovers"))
    conversation_id: Mapped[str | None] = mapped_column(String(64))
    chosen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    times_asked: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    wants_no_question: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    reached_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome_code: Mapped[str | None] = mapped_column(Code)
    closed_by: Mapped[str | None] = mapped_column(Code)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Consent(CaseRow):
    """Permission to pass ``fields`` to one receiver, under one version of the text."""

    __tablename__ = "consents"

    receiver_id: Mapped[str] = mapped_column(String(120))
    receiver_name: Mapped[str] = mapped_column(String(300))
    fields: Mapped[list[str]] = mapped_column(Json)
    text_version: Mapped[str] = mapped_column(Code)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ReferralLink(CaseRow):
    """Where a receiver reads a hand-over note and answers, once. Only the token's hash is kept."""

    __tablename__ = "referral_links"

    referral_id: Mapped[str] = mapped_column(Id, reference("referrals"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    valid_until: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CollectionPauseRow(CaseRow):
    """Rest while help starts: nobody reminds and no costs are added, both days included.

    ``kind`` is ``help_started`` or ``notice``; ``state`` with_colleague, granted, declined, ended.
    """

    __tablename__ = "collection_pauses"

    kind: Mapped[str] = mapped_column(Code)
    referral_id: Mapped[str | None] = mapped_column(Id, reference("referrals"))
    from_on: Mapped[date] = mapped_column(Date)
    until_on: Mapped[date] = mapped_column(Date)
    receipt: Mapped[dict[str, Any]] = mapped_column(Json)
    state: Mapped[str] = mapped_column(Code)
    decided_by: Mapped[str | None] = mapped_column(Code)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    handover_id: Mapped[str | None] = mapped_column(Id, reference("handovers"))
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def pauses_to_tell(unit: UnitOfWork) -> list[CollectionPauseRow]:
    """Return the committed rests that were granted and of which the person has not heard."""
    query = select(CollectionPauseRow).where(
        CollectionPauseRow.state == "granted", CollectionPauseRow.told_at.is_(None)
    )
    return list(unit.session.scalars(query.order_by(CollectionPauseRow.created_at)))


def referrals_started(unit: UnitOfWork) -> list[Referral]:
    """Return the committed referrals that were begun and not closed, of every case."""
    query = select(Referral).where(Referral.started_at.is_not(None), Referral.closed_at.is_(None))
    return list(unit.session.scalars(query.order_by(Referral.started_at, Referral.id)))


def all_referrals(unit: UnitOfWork) -> list[Referral]:
    """Return every committed referral, for figures."""
    return list(unit.session.scalars(select(Referral)))


def referral_with(unit: UnitOfWork, referral_id: str) -> Referral | None:
    """Return the referral with this id, or None."""
    return unit.session.get(Referral, referral_id)


def link_with_hash(unit: UnitOfWork, token_hash: str) -> ReferralLink | None:
    """Return the link of this token's hash, or None."""
    return unit.session.scalar(select(ReferralLink).where(ReferralLink.token_hash == token_hash))
