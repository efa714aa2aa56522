"""How many referrals arrive: per service and per need, with small cells hidden."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from casework.referrals.store import Referral, all_referrals
from storage.unit_of_work import UnitOfWork

SMALLEST_CELL = 10
COUNTS = ("offered", "accepted", "arrived", "confirmed")


@dataclass(frozen=True)
class Figures:
    """One line. A count of None is hidden: under ten, or it would give a hidden one away.

    ``accepted``: the person chose it. ``arrived``: they were reached, by anybody's word.
    ``confirmed``: the person said that it helped. ``hours_to_contact``: the median, from choice to
    first contact, when at least ten are known.
    """

    name: str
    counts: Mapping[str, int | None]
    hours_to_contact: int | None


def figures(unit: UnitOfWork, by: str) -> tuple[Figures, ...]:
    """Return the lines ``by`` ``service`` or ``need``, by name, and last the ``total``."""
    rows = all_referrals(unit)
    names: Callable[[Referral], Iterable[str]] = (
        (lambda row: [row.service_id]) if by == "service" else (lambda row: row.needs)
    )
    groups: dict[str, list[Referral]] = defaultdict(list)
    for row in rows:
        for name in names(row):
            groups[name].append(row)
    lines = {name: _counts(groups[name]) for name in sorted(groups)}
    shown = _hide(lines)
    total = {name: _hidden_if_small(count) for name, count in _counts(rows).items()}
    found = [Figures(name, shown[name], _hours(groups[name])) for name in lines]
    return (*found, Figures("total", total, _hours(rows)))


def _counts(rows: Iterable[Referral]) -> dict[str, int]:
    found = dict.fromkeys(COUNTS, 0)
    for row in rows:
        found["offered"] += 1
        found["accepted"] += row.state != "offered"
        found["arrived"] += row.reached_at is not None
        found["confirmed"] += (row.outcome_code, row.closed_by) == ("got_help", "person")
    return found


def _hide(lines: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int | None]]:
    """Hide what is small; and where one cell of a column is hidden, the next smallest with it."""
    shown = {
        name: {count: _hidden_if_small(row[count]) for count in COUNTS}
        for name, row in lines.items()
    }
    for count in COUNTS:
        hidden = [name for name in shown if shown[name][count] is None]
        others = [(lines[name][count], name) for name in shown if shown[name][count]]
        if len(hidden) == 1 and others:
            shown[min(others)[1]][count] = None
    return shown


def _hidden_if_small(count: int) -> int | None:
    return None if 0 < count < SMALLEST_CELL else count


def _hours(rows: Iterable[Referral]) -> int | None:
    taken = [
        (row.reached_at - row.chosen_at).total_seconds() / 3600
        for row in rows
        if row.reached_at is not None and row.chosen_at is not None
    ]
    return round(median(taken)) if len(taken) >= SMALLEST_CELL else None
