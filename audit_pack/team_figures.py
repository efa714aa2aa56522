"""What a team lead looks at, for any period: made from the log, with the auditor's own figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from audit_pack.cells import Cell, Figure, figure, figures, total
from audit_pack.facts import Fact
from audit_pack.findings import LEAD_IN
from audit_pack.kept_facts import KeptFacts
from audit_pack.kpis import KpiCounter
from audit_pack.months import Period
from audit_pack.waiting import Waiting, WaitingTimes
from storage.unit_of_work import UnitOfWork

OUTCOMES = (
    "got_help",
    "referred_elsewhere",
    "could_not_reach",
    "not_eligible",
    "no_capacity",
    "no_longer_wanted",
    "unknown",
)


SHARES = (
    "primary_questions_3_days",
    "other_questions_7_days",
    "callback_promise_kept",
    "complaints_acknowledged_2_days",
    "cases_with_arrangement",
    "arrangements_kept_3_months",
    "help_chosen",
    "warm_referral_arrived",
)


@dataclass(frozen=True)
class TeamFigures:
    """The figures of a period, each as it may be shown.

    ``shares`` are the figures ``SHARES`` of ``kpis.yml`` by code. ``counts`` is group → code →
    number of cases (``arrangements.proposed``, ``arrangements.no_plan``, ``referrals.help_found``)
    or of times. ``erased``: entries of these kinds of which only the day is left.
    """

    period: Period
    waiting: Waiting
    shares: Mapping[str, Figure]
    counts: Mapping[str, Mapping[str, Figure]]
    erased: int


def team_facts() -> KeptFacts:
    """Return a keeper of the facts that :func:`team_figures` counts, still empty."""
    types = KpiCounter(SHARES).entry_types | _Counter.entry_types | {*WaitingTimes.entry_types}
    return KeptFacts(types)


def team_figures(unit: UnitOfWork, period: Period, facts: KeptFacts) -> TeamFigures:
    """Return the figures of ``period`` as known now; ``facts`` are those of :func:`team_facts`."""
    found = facts.between(unit, period.since - LEAD_IN, period.until)
    return counted(found, period, period.known_on(unit.now))


def read_ahead(unit: UnitOfWork, facts: KeptFacts) -> None:
    """Read what the figures of the last year need, so that the first who looks need not wait."""
    facts.between(unit, unit.now - relativedelta(years=1) - LEAD_IN, unit.now)


def counted(facts: Iterable[Fact], period: Period, as_of: date) -> TeamFigures:
    """Return the figures of ``period`` in ``facts``, which may begin before it."""
    kpis, waits, counter, erased = KpiCounter(SHARES), WaitingTimes(), _Counter(), 0
    for fact in facts:
        if fact.is_erased:
            erased += fact.day in period
            continue
        kpis.feed(fact)
        if fact.day in period:
            waits.feed(fact)
            counter.feed(fact)
    return TeamFigures(
        period,
        waits.waiting(),
        {code: figure(total(cells.values())) for code, cells in kpis.cells(period, as_of).items()},
        {group: figures(cells) for group, cells in counter.cells().items()},
        erased,
    )


class _Entries(NamedTuple):
    """Entries of a type with these codes; ``is_once``: each case once."""

    entry_types: tuple[str, ...]
    codes: Mapping[str, str] = {}
    is_once: bool = False


_GROUPS: Mapping[str, Mapping[str, _Entries]] = {
    "arrangements": {
        "proposed": _Entries(("plan_proposed", "plan_laid_before"), is_once=True),
        "no_plan": _Entries(("no_plan",), is_once=True),
        "agreed_at_once": _Entries(("arrangement_accepted",)),
        "agreed_by_colleague": _Entries(
            ("colleague_decided",), {"kind": "arrangement", "outcome": "accepted"}
        ),
        "refused_by_colleague": _Entries(
            ("colleague_decided",), {"kind": "arrangement", "outcome": "declined"}
        ),
    },
    "referrals": {
        "help_found": _Entries(("help_found",), is_once=True),
        "chosen_info": _Entries(("help_chosen",), {"mode": "info"}),
        "chosen_warm": _Entries(("help_chosen",), {"mode": "warm"}),
    },
    "suggestions": {
        code: _Entries(("suggestion_chosen",), {"choice": code})
        for code in ("accepted", "edited", "rejected")
    },
}
_ENDED = "referral_closed"
_BY_TYPE: dict[str, list[tuple[str, str, _Entries]]] = defaultdict(list)
for _group, _codes in _GROUPS.items():
    for _code, _entries in _codes.items():
        for _type in _entries.entry_types:
            _BY_TYPE[_type].append((_group, _code, _entries))


class _Counter:
    """Counts the groups, and how referrals ended."""

    entry_types = frozenset(_BY_TYPE) | {_ENDED}

    def __init__(self) -> None:
        self._cells = {group: {code: Cell() for code in codes} for group, codes in _GROUPS.items()}
        self._seen: set[tuple[str, str, object]] = set()
        self._ended: dict[str, tuple[str, object]] = {}

    def feed(self, fact: Fact) -> None:
        """Count one fact."""
        person = fact.case_ref or fact.sequence
        if fact.entry_type == _ENDED:
            self._ended[str(fact.codes["referral"])] = str(fact.codes["outcome"]), person
        for group, code, counted in _BY_TYPE.get(fact.entry_type, ()):
            key = (group, code, person)
            if not fact.codes.items() >= counted.codes.items():
                continue
            if not (counted.is_once and key in self._seen):
                self._seen.add(key)
                self._cells[group][code].add(True, person)

    def cells(self) -> dict[str, dict[str, Cell]]:
        """Return group → code → cell; of a referral's outcomes the last one counts."""
        outcomes = {code: Cell() for code in OUTCOMES}
        for code, person in self._ended.values():
            outcomes[code].add(True, person)
        return {**self._cells, "outcomes": outcomes}
