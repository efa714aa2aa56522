"""What the log tells about a period, gathered in one pass with memory that does not grow."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from audit_pack.cells import Cell
from audit_pack.counts import EntryCounter
from audit_pack.facts import Fact, read_facts
from audit_pack.kpis import KpiCounter
from audit_pack.months import Period
from audit_pack.sample import SampleDrawer, is_of_employee
from storage.unit_of_work import UnitOfWork

# An arrangement that ripens in the first month was agreed three months before it.
LEAD_IN = relativedelta(months=4)


@dataclass(frozen=True)
class Findings:
    """What was counted in the period, and the drawn files."""

    period: Period
    entries: EntryCounter
    kpis: dict[str, dict[str, Cell]]
    sample: SampleDrawer


def gather(
    unit: UnitOfWork,
    period: Period,
    seed: str,
    sample_size: int,
    on_fact: Callable[[], object] = lambda: None,
) -> Findings:
    """Return the findings of ``period``; ``on_fact`` is called for each entry read.

    Of a drawn file of an employee no step is kept.
    """
    facts = read_facts(unit, period.since - LEAD_IN, period.until)
    as_of = period.known_on(unit.now)
    found = gathered(facts, period, seed, sample_size, on_fact, as_of)
    for case_ref in found.sample.case_refs:
        if is_of_employee(unit, case_ref):
            found.sample.hide(case_ref)
    return found


def gathered(
    facts: Iterable[Fact],
    period: Period,
    seed: str,
    sample_size: int,
    on_fact: Callable[[], object] = lambda: None,
    as_of: date | None = None,
) -> Findings:
    """Return the findings of ``period`` in ``facts``, which may begin before it.

    ``as_of``: the morning on which a term counts as missed, by default the one after the period.
    """
    entries, kpis, sample = EntryCounter(), KpiCounter(), SampleDrawer(seed, sample_size)
    for fact in facts:
        on_fact()
        if not fact.is_erased:
            kpis.feed(fact)
        if fact.at >= period.since:
            entries.feed(fact)
            sample.feed(fact)
    return Findings(period, entries, kpis.cells(period, as_of), sample)
