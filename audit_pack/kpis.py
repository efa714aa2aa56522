"""The figures: their definitions (``kpis.yml``), and how each is computed from log entries."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path

import yaml

from audit_pack.cells import Cell
from audit_pack.collectors import (
    AnsweredErasures,
    Collector,
    InTime,
    KeptArrangements,
    OfCases,
    OfEvents,
    WarmReferrals,
    is_agreed,
    is_current,
    is_decided_at_once,
    is_refused_by_person,
)
from audit_pack.facts import Fact
from audit_pack.months import Period, month_of
from audit_pack.terms import (
    callback_term,
    complaint_term,
    other_question_term,
    primary_question_term,
)

MOST = 15


@dataclass(frozen=True)
class Kpi:
    """What a figure means. ``target_percent`` only where law or norm names one."""

    code: str
    title: str
    definition: str
    formula: str
    source: str
    unit: str
    better: str
    target_percent: int | None


_COLLECTORS: Mapping[str, Callable[[], Collector]] = {
    "arrangements_kept_3_months": KeptArrangements,
    "cases_with_arrangement": partial(
        OfCases, "case_opened", ("arrangement_accepted", "colleague_decided"), is_agreed
    ),
    "agreed_at_once": partial(OfEvents, is_decided_at_once),
    "refusals_by_person": partial(OfEvents, is_refused_by_person),
    "primary_questions_3_days": partial(InTime, primary_question_term),
    "other_questions_7_days": partial(InTime, other_question_term),
    "complaints_acknowledged_2_days": partial(InTime, complaint_term),
    "callback_promise_kept": partial(InTime, callback_term),
    "help_chosen": partial(OfCases, "help_found", ("help_chosen",)),
    "warm_referral_arrived": WarmReferrals,
    "directory_current": partial(OfEvents, is_current),
    "ai_notice_at_start": partial(OfCases, "conversation_started", ("ai_notice_shown",)),
    "erasure_in_a_month": AnsweredErasures,
}


@cache
def kpis() -> tuple[Kpi, ...]:
    """Return the definitions, the most telling first."""
    data = yaml.safe_load(Path(__file__).with_name("kpis.yml").read_text("utf-8"))
    return tuple(Kpi(**each) for each in data["kpis"])


class KpiCounter:
    """Counts figures in one pass over the facts, which must come in order.

    ``codes``: which figures; by default every one.
    """

    def __init__(self, codes: Collection[str] | None = None) -> None:
        wanted = [kpi.code for kpi in kpis()] if codes is None else codes
        self._collectors = {code: _COLLECTORS[code]() for code in wanted}
        self._feeds: dict[str, list[Callable[[Fact], None]]] = {}
        for collector in self._collectors.values():
            for entry_type in collector.entry_types:
                self._feeds.setdefault(entry_type, []).append(collector.feed)

    def feed(self, fact: Fact) -> None:
        """Count one fact."""
        for feed in self._feeds.get(fact.entry_type, ()):
            feed(fact)

    @property
    def entry_types(self) -> frozenset[str]:
        """The types of entries that are counted."""
        return frozenset(self._feeds)

    def cells(self, period: Period, as_of: date | None = None) -> dict[str, dict[str, Cell]]:
        """Return figure → month → cell of the days in ``period``, as known on ``as_of``.

        ``as_of`` is a morning, by default the one after the period.
        """
        found = {code: {month: Cell() for month in period.months} for code in self._collectors}
        for code, collector in self._collectors.items():
            for day, cell in collector.cells(as_of or period.until_on).items():
                if day in period:
                    month = month_of(day)
                    found[code][month] = found[code][month].merged(cell)
        return found
