"""What a team lead looks at, for any period: made from the log, with the auditor's own figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from audit_pack.cells import Cell, Figure, figure, figures, total
from audit_pack.collectors import is_agreed
from audit_pack.facts import Fact, read_facts
from audit_pack.findings import LEAD_IN
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


@dataclass(frozen=True)
class TeamFigures:
    """The figures of a period, each as it may be shown.

    ``shares`` are the figures of ``kpis.yml`` by code. ``counts`` is group → code → number of
    cases (``arrangements.proposed``, ``arrangements.no_plan``, ``referrals.help_found``) or of
    times. ``erased``: entries of these kinds of which only the day is left.
    """

    period: Period
    waiting: Waiting
    shares: Mapping[str, Figure]
    counts: Mapping[str, Mapping[str, Figure]]
    erased: int


def team_figures(unit: UnitOfWork, period: Period) -> TeamFigures:
    """Return the figures of ``period`` as known now."""
    types = KpiCounter().entry_types | _Counter.entry_types | {*WaitingTimes.entry_types}
    facts = read_facts(unit, period.since - LEAD_IN, period.until, entry_types=types)
    return counted(facts, period, period.known_on(unit.now))


def counted(facts: Iterable[Fact], period: Period, as_of: date) -> TeamFigures:
    """Return the figures of ``period`` in ``facts``, which may begin before it."""
    kpis, waits, counter, erased = KpiCounter(), WaitingTimes(), _Counter(), 0
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


# group → code → which facts count; True behind it: each case once.
_Counts = Mapping[str, tuple[Callable[[Fact], bool], bool]]


def _is(*entry_types: str, **codes: str) -> Callable[[Fact], bool]:
    def test(fact: Fact) -> bool:
        return fact.entry_type in entry_types and all(
            fact.codes.get(name) == value for name, value in codes.items()
        )

    return test


def _is_agreed_by_colleague(fact: Fact) -> bool:
    return fact.entry_type == "colleague_decided" and is_agreed(fact)


_GROUPS: Mapping[str, _Counts] = {
    "arrangements": {
        "proposed": (_is("plan_proposed", "plan_laid_before"), True),
        "no_plan": (_is("no_plan"), True),
        "agreed_at_once": (_is("arrangement_accepted"), False),
        "agreed_by_colleague": (_is_agreed_by_colleague, False),
        "refused_by_colleague": (
            _is("colleague_decided", kind="arrangement", outcome="declined"),
            False,
        ),
    },
    "referrals": {
        "help_found": (_is("help_found"), True),
        "chosen_info": (_is("help_chosen", mode="info"), False),
        "chosen_warm": (_is("help_chosen", mode="warm"), False),
    },
    "suggestions": {
        code: (_is("suggestion_chosen", choice=code), False)
        for code in ("accepted", "edited", "rejected")
    },
}


class _Counter:
    """Counts the groups."""

    entry_types = frozenset(
        {
            "plan_proposed",
            "plan_laid_before",
            "no_plan",
            "arrangement_accepted",
            "colleague_decided",
            "help_found",
            "help_chosen",
            "referral_closed",
            "suggestion_chosen",
        }
    )

    def __init__(self) -> None:
        self._cells = {group: {code: Cell() for code in codes} for group, codes in _GROUPS.items()}
        self._seen: set[tuple[str, str, object]] = set()
        self._ended: dict[str, tuple[str, object]] = {}

    def feed(self, fact: Fact) -> None:
        """Count one fact."""
        person = fact.case_ref or fact.sequence
        if fact.entry_type == "referral_closed":
            self._ended[str(fact.codes["referral"])] = str(fact.codes["outcome"]), person
        for group, code, is_once in _counted_as(fact):
            key = (group, code, person)
            if not (is_once and key in self._seen):
                self._seen.add(key)
                self._cells[group][code].add(True, person)

    def cells(self) -> dict[str, dict[str, Cell]]:
        """Return group → code → cell; of a referral's outcomes the last one counts."""
        outcomes = {code: Cell() for code in OUTCOMES}
        for code, person in self._ended.values():
            outcomes[code].add(True, person)
        return {**self._cells, "outcomes": outcomes}


def _counted_as(fact: Fact) -> Iterator[tuple[str, str, bool]]:
    for group, codes in _GROUPS.items():
        for code, (test, is_once) in codes.items():
            if test(fact):
                yield group, code, is_once
