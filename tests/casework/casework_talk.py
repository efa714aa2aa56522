"""A made-up person in conversation with the example organisation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.texts.texts import render
from casework import intake
from casework.arrange import BudgetFacts
from casework.context import Turn
from casework.decisions import Decision, as_ref, values_of
from casework.organisation import Organisation
from casework.store import Case
from casework.whole_case.store import case_tables, committed_rows
from evidence_log import LogEntry, read_entries
from storage.database import Database

EXAMPLE = Path(__file__).parents[2] / "organisation" / "example.yml"
MONDAY_MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
BUDGET = BudgetFacts(
    household="single",
    monthly_income_cents=150_000,
    fixed_costs_cents=110_000,
    other_creditors=0,
    wage_garnishment=False,
)


class Talk:
    """One conversation about one case."""

    def __init__(self, database: Database, organisation: Organisation) -> None:
        self.database = database
        self.organisation = organisation
        with database.unit(MONDAY_MORNING) as unit:
            case = intake.open_case(unit, audience="customer")
            unit.commit()
        self.case_id, self.case_ref = case.id, case.ref

    @contextmanager
    def turn(self, now: datetime = MONDAY_MORNING, *, commits: bool = True) -> Iterator[Turn]:
        with self.database.unit(now) as unit:
            case = unit.session.get(Case, self.case_id)
            assert case is not None
            yield Turn(unit, case, "conversation-1", "web", self.organisation)
            if commits:
                unit.commit()

    def with_organisation(self, **settings: Any) -> Talk:
        self.organisation = replace(self.organisation, **settings)
        return self

    def owes(self, debt_cents: int = 45_000, kind: str = "rent") -> Talk:
        with self.turn() as turn:
            intake.set_representation(turn, "none")
            intake.record_claim(turn, kind=kind, debt_cents=debt_cents, of_organisation=True)
        return self

    def said(self, decision: Decision) -> tuple[str, dict[str, Any]]:
        """Return what is said of a decision; its text must exist and miss no value."""
        with self.database.unit(MONDAY_MORNING) as unit:
            text_key, values = values_of(unit, as_ref(decision))
        assert render(f"decisions:{text_key}", values).text
        return text_key, values

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        with self.database.unit(MONDAY_MORNING) as unit:
            return {
                table.name: committed_rows(unit, table, self.case_id) for table in case_tables()
            }

    def log(self) -> list[LogEntry]:
        with self.database.unit(MONDAY_MORNING) as unit:
            return list(read_entries(unit))

    def evidence(self, entry_type: str | None = None) -> list[dict[str, Any]]:
        with self.database.unit(MONDAY_MORNING) as unit:
            return [
                row.codes
                for row in read_entries(unit)
                if row.case_ref == self.case_ref and entry_type in (None, row.entry_type)
            ]
