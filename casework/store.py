"""The tables of a case. Every row with personal data carries ``case_id``, so it can be forgotten.

Names and contact data stand in :class:`Person` only. No table has a column for a BSN.
Referrals and the permissions they rest on stand in ``casework/referrals/store.py``.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Table, select, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm.attributes import flag_modified

from storage.base import Base
from storage.types import Id, Json, UtcDateTime, new_id
from storage.unit_of_work import UnitOfWork

Code = String(64)


def reference(table: str) -> ForeignKey:
    """Refer to ``table``, checked at the commit: rows of one unit are written in any order."""
    return ForeignKey(f"{table}.id", deferrable=True, initially="DEFERRED")


class Case(Base):
    """One person's story with us. ``ref`` is the pseudonym in the evidence log."""

    __tablename__ = "cases"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    ref: Mapped[str] = mapped_column(Id, unique=True)
    audience: Mapped[str | None] = mapped_column(Code)
    language: Mapped[str] = mapped_column(String(8))
    representation: Mapped[str | None] = mapped_column(Code)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CaseRow(Base):
    """What every row of a case has."""

    __abstract__ = True

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(Id, reference("cases"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Person(CaseRow):
    """Name and contact data, apart from the facts. One row a case."""

    __tablename__ = "persons"

    name: Mapped[str | None] = mapped_column(String(200))
    phone: Mapped[str | None] = mapped_column(String(32))
    email: Mapped[str | None] = mapped_column(String(254))


class Claim(CaseRow):
    """One demand. ``source``: ``organisation`` (its file), ``person`` (said) or ``colleague``."""

    __tablename__ = "claims"

    kind: Mapped[str] = mapped_column(Code)
    debt_cents: Mapped[int] = mapped_column(Integer)
    of_organisation: Mapped[bool] = mapped_column(Boolean)
    source: Mapped[str] = mapped_column(Code)
    as_of: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(Code)
    claim_ref: Mapped[str | None] = mapped_column(String(64))
    invoice_number: Mapped[str | None] = mapped_column(String(64))
    invoice_on: Mapped[date | None] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int] = mapped_column(Integer)

    # Two turns that change one claim at once: the second one fails and is done again.
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ClaimCorrection(CaseRow):
    """What a claim said before a colleague corrected its amount, and who did so."""

    __tablename__ = "claim_corrections"

    claim_id: Mapped[str] = mapped_column(Id, reference("claims"))
    before_cents: Mapped[int] = mapped_column(Integer)
    before_source: Mapped[str] = mapped_column(Code)
    before_as_of: Mapped[date] = mapped_column(Date)
    after_cents: Mapped[int] = mapped_column(Integer)
    reason_code: Mapped[str] = mapped_column(Code)
    colleague: Mapped[str] = mapped_column(Code)


class FactCorrection(CaseRow):
    """What was known of a person before a colleague corrected it: ``fact`` names it."""

    __tablename__ = "fact_corrections"

    fact: Mapped[str] = mapped_column(Code)
    before: Mapped[str | None] = mapped_column(String(254))
    before_source: Mapped[str] = mapped_column(Code)
    after: Mapped[str] = mapped_column(String(254))
    reason_code: Mapped[str] = mapped_column(Code)
    colleague: Mapped[str] = mapped_column(Code)


class Proposal(CaseRow):
    """A way to pay that was shown. It never changes; acceptance refers to its id.

    ``replaces_id`` is the running arrangement that it would take the place of.
    """

    __tablename__ = "proposals"

    claim_ids: Mapped[list[str]] = mapped_column(Json)
    name: Mapped[str] = mapped_column(Code)
    total_cents: Mapped[int] = mapped_column(Integer)
    instalment_cents: Mapped[int] = mapped_column(Integer)
    n_terms: Mapped[int] = mapped_column(Integer)
    last_term_cents: Mapped[int] = mapped_column(Integer)
    first_due_on: Mapped[date] = mapped_column(Date)
    last_due_on: Mapped[date] = mapped_column(Date)
    frequency: Mapped[str] = mapped_column(Code)
    terms: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    within_limits: Mapped[bool] = mapped_column(Boolean)
    reasons: Mapped[list[str]] = mapped_column(Json)
    amount_source: Mapped[str] = mapped_column(Code)
    receipt: Mapped[dict[str, Any]] = mapped_column(Json)
    replaces_id: Mapped[str | None] = mapped_column(Id)


class Arrangement(CaseRow):
    """A proposal that the person chose. One arrangement a proposal, beside withdrawn ones.

    ``prepared_by``: the colleague who laid it down with the person, if a colleague did.
    """

    __tablename__ = "arrangements"
    __table_args__ = (
        Index(
            "uq_arrangements_proposal_id",
            "proposal_id",
            unique=True,
            sqlite_where=text("state != 'withdrawn'"),
            postgresql_where=text("state != 'withdrawn'"),
        ),
    )

    proposal_id: Mapped[str] = mapped_column(Id, reference("proposals"))
    state: Mapped[str] = mapped_column(Code)
    reasons: Mapped[list[str]] = mapped_column(Json)
    prepared_by: Mapped[str | None] = mapped_column(Code)
    decided_by: Mapped[str | None] = mapped_column(Code)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    handover_id: Mapped[str | None] = mapped_column(Id, reference("handovers"))


class Concession(CaseRow):
    """Another way to pay: ``postponement``, ``part_payment``, ``pause`` or ``debit_day``."""

    __tablename__ = "concessions"

    kind: Mapped[str] = mapped_column(Code)
    from_on: Mapped[date | None] = mapped_column(Date)
    until_on: Mapped[date | None] = mapped_column(Date)
    days: Mapped[int | None] = mapped_column(Integer)
    debit_day: Mapped[int | None] = mapped_column(Integer)
    amount_cents: Mapped[int | None] = mapped_column(Integer)
    effective_on: Mapped[date | None] = mapped_column(Date)
    receipt: Mapped[dict[str, Any]] = mapped_column(Json)
    state: Mapped[str] = mapped_column(Code)
    reasons: Mapped[list[str]] = mapped_column(Json)
    decided_by: Mapped[str | None] = mapped_column(Code)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    handover_id: Mapped[str | None] = mapped_column(Id, reference("handovers"))


class Handover(CaseRow):
    """A question for a colleague. ``about`` is the decision it waits for, if any.

    ``alarmed_at``: nobody took it in time; ``told_at``: the person heard so. ``left_by`` had the
    conversation and was not there any more at ``left_at``; while nobody else took it, it is open.
    """

    __tablename__ = "handovers"

    conversation_id: Mapped[str] = mapped_column(String(64))
    reason_code: Mapped[str] = mapped_column(Code)
    urgency: Mapped[str] = mapped_column(Code)
    state: Mapped[str] = mapped_column(Code)
    about: Mapped[str | None] = mapped_column(String(64))
    is_open_now: Mapped[bool] = mapped_column(Boolean)
    callback_on: Mapped[date] = mapped_column(Date)
    missed_on: Mapped[date | None] = mapped_column(Date)
    taken_by: Mapped[str | None] = mapped_column(Code)
    alarmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_by: Mapped[str | None] = mapped_column(Code)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Complaint(CaseRow):
    """A complaint, by theme. The words stay with the colleague who listens."""

    __tablename__ = "complaints"

    theme_code: Mapped[str] = mapped_column(Code)
    state: Mapped[str] = mapped_column(Code)
    acknowledge_by_on: Mapped[date] = mapped_column(Date)
    handover_id: Mapped[str] = mapped_column(Id, reference("handovers"))


class Dispute(CaseRow):
    """The person says that the claim is not right. Its claims are frozen."""

    __tablename__ = "disputes"

    reason_code: Mapped[str] = mapped_column(Code)
    claim_ids: Mapped[list[str]] = mapped_column(Json)
    state: Mapped[str] = mapped_column(Code)
    handover_id: Mapped[str] = mapped_column(Id, reference("handovers"))


class ErasureRequest(CaseRow):
    """The person asks us to forget everything (AVG art. 17)."""

    __tablename__ = "erasure_requests"

    state: Mapped[str] = mapped_column(Code)
    answer_by_on: Mapped[date] = mapped_column(Date)
    handover_id: Mapped[str] = mapped_column(Id, reference("handovers"))


class LegalHold(Base):
    """A reason to keep a case beyond its term, until it is cleared.

    It holds days and no moments: setting or clearing it is no activity in the case, so it begins
    no new term.
    """

    __tablename__ = "legal_holds"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(Id, reference("cases"), index=True)
    reason_code: Mapped[str] = mapped_column(Code)
    set_by: Mapped[str] = mapped_column(Code)
    set_on: Mapped[date] = mapped_column(Date)
    cleared_by: Mapped[str | None] = mapped_column(Code)
    cleared_on: Mapped[date | None] = mapped_column(Date)


Row = TypeVar("Row", bound=CaseRow)


def add_row(unit: UnitOfWork, table: type[Row], case_id: str, **values: Any) -> Row:
    """Return a new row of ``table`` that is written when ``unit`` is committed."""
    row = table(**{"id": new_id(), "case_id": case_id, "created_at": unit.now} | values)
    unit.add(row)
    return row


def touch(row: CaseRow) -> None:
    """Write ``row`` again although nothing in it changed: a turn beside this one then fails."""
    flag_modified(row, "state")


def unfinished_handovers(unit: UnitOfWork) -> list[Handover]:
    """Return the committed questions that no colleague has finished, of every case."""
    return list(unit.session.scalars(select(Handover).where(Handover.state != "done")))


def languages_of_unfinished(unit: UnitOfWork) -> dict[str, str]:
    """Return the language (ISO 639-1) that is spoken in each case with an unfinished question."""
    query = select(Case.id, Case.language).join(Handover).where(Handover.state != "done")
    return dict(unit.session.execute(query).tuples().all())


def unfinished_cases_of(unit: UnitOfWork, audience: str) -> frozenset[str]:
    """Return the ids of the cases of ``audience`` about which a question is unfinished."""
    query = select(Case.id).join(Handover).where(Handover.state != "done")
    return frozenset(unit.session.scalars(query.where(Case.audience == audience)))


def case_with(unit: UnitOfWork, case_id: str) -> Case | None:
    """Return the case with this id, or None."""
    return unit.session.get(Case, case_id)


def running_holds(unit: UnitOfWork, case_id: str | None = None) -> list[LegalHold]:
    """Return the holds that are not cleared, of one case or of all."""
    query = select(LegalHold).where(LegalHold.cleared_on.is_(None))
    if case_id is not None:
        query = query.where(LegalHold.case_id == case_id)
    return list(unit.session.scalars(query))


def rows_of(unit: UnitOfWork, table: type[Row], case_id: str) -> list[Row]:
    """Return the rows of a case, oldest first, with those that ``unit`` has yet to write."""
    query = select(table).where(table.case_id == case_id).order_by(table.created_at, table.id)
    pending = [row for row in unit.session.new if isinstance(row, table) and row.case_id == case_id]
    return [*unit.session.scalars(query), *pending]


def row_with_id(unit: UnitOfWork, table: type[Row], case_id: str, row_id: str) -> Row | None:
    """Return the row ``row_id`` of this case, or None; a row of another case is never returned."""
    return next((row for row in rows_of(unit, table, case_id) if row.id == row_id), None)


def committed(unit: UnitOfWork, table: type[Base], row_id: str) -> dict[str, Any] | None:
    """Return the columns of ``row_id`` as the database holds them, or None.

    Changes that ``unit`` has yet to write are not in it.
    """
    columns: Table = table.__table__  # type: ignore[assignment]
    found = unit.session.execute(select(columns).where(columns.c.id == row_id)).mappings().first()
    return None if found is None else dict(found)
