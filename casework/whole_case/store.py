"""Find, read and delete all rows of a case: derived from the schema, so no table is forgotten."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, delete, or_, select

from casework.store import Case
from storage.base import Base
from storage.types import UtcDateTime
from storage.unit_of_work import UnitOfWork


def case_tables() -> tuple[Table, ...]:
    """Return every table, of every package, whose rows hang on a case; dependants first.

    That is: it has a ``case_id``, or it refers to a table of which the rows hang on a case.
    """
    found: list[Table] = []
    for table in Base.metadata.sorted_tables:
        if "case_id" in table.columns or any(
            key.column.table in found for key in table.foreign_keys
        ):
            found.append(table)
    return tuple(reversed(found))


def committed_rows(unit: UnitOfWork, table: Table, case_id: str) -> list[dict[str, Any]]:
    """Return the committed rows of a case in ``table``, as plain columns, oldest first."""
    query = select(table).where(_of_case(table, case_id))
    if "created_at" in table.columns:
        query = query.order_by(table.c.created_at)
    found = unit.session.execute(query)
    return [dict(row) for row in found.mappings()]


def _of_case(table: Table, case_id: str) -> ColumnElement[bool]:
    """Which rows of ``table`` hang on the case, itself or through what they refer to."""
    if "case_id" in table.columns:
        return table.c.case_id == case_id
    parents = case_tables()
    return or_(
        *(
            key.parent.in_(select(key.column).where(_of_case(key.column.table, case_id)))
            for key in table.foreign_keys
            if key.column.table in parents
        )
    )


def quiet_cases(unit: UnitOfWork, since: datetime) -> tuple[str, ...]:
    """Return the ids of cases without any moment at or after ``since`` in any of their rows."""
    query = select(Case.id).where(Case.created_at < since).order_by(Case.id)
    for table in case_tables():
        moments = [column for column in table.columns if isinstance(column.type, UtcDateTime)]
        if "case_id" in table.columns and moments:
            is_recent = or_(*(column >= since for column in moments))
            query = query.where(Case.id.not_in(_cases_in(table, is_recent)))
    return tuple(unit.session.scalars(query))


def _cases_in(table: Table, condition: ColumnElement[bool]) -> Select[tuple[str]]:
    return select(table.c.case_id).where(condition, table.c.case_id.is_not(None))


def case_ref(unit: UnitOfWork, case_id: str) -> str | None:
    """Return the pseudonym of a case, or None when there is no such case."""
    ref: str | None = unit.session.scalar(select(Case.ref).where(Case.id == case_id))
    return ref


def delete_case(unit: UnitOfWork, case_id: str) -> dict[str, int]:
    """Delete every row of a case, and the case; return the numbers by table."""
    counts: dict[str, int] = {}
    cases = Base.metadata.tables[Case.__tablename__]
    belongs = [(table, _of_case(table, case_id)) for table in case_tables()]
    for table, of_case in [*belongs, (cases, cases.c.id == case_id)]:
        gone = unit.session.execute(delete(table).where(of_case))
        counts[table.name] = gone.rowcount  # type: ignore[attr-defined]
    for row in [*unit.session, *unit.session.new]:
        if case_id in (getattr(row, "case_id", None), row.id if isinstance(row, Case) else None):
            unit.session.expunge(row)
    return counts
