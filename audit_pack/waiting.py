"""How long people wait for a colleague: from the question until somebody takes or answers it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from audit_pack.cells import SMALLEST_GROUP, Cell, Figure, figure, figures
from audit_pack.facts import Fact
from audit_pack.terms import ANSWERS, answered_subject

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass
class _Question:
    person: str
    asked_at: datetime
    waited_minutes: int | None = None


@dataclass(frozen=True)
class Slot:
    """The questions of one hour or weekday. ``median_minutes``: None for fewer than ten people."""

    asked: Figure
    median_minutes: int | None


@dataclass(frozen=True)
class Waiting:
    """Waits in minutes by the clock, closed hours included; None for fewer than ten people.

    ``still_open`` were not answered by the end of the period: they are in no median. ``by_hour``
    (``"00"`` to ``"23"``) and ``by_weekday`` go by the moment of asking, in Dutch time.
    """

    answered: Figure
    still_open: Figure
    median_minutes: int | None
    p90_minutes: int | None
    by_hour: Mapping[str, Slot]
    by_weekday: Mapping[str, Slot]


class WaitingTimes:
    """Counts the waits of the questions that it is fed, with their answers, in order."""

    entry_types = ("handover_opened", *ANSWERS)

    def __init__(self) -> None:
        self._found: dict[str, _Question] = {}

    def feed(self, fact: Fact) -> None:
        """Count one fact."""
        if fact.entry_type == "handover_opened":
            subject = str(fact.codes["handover"])
            question = _Question(fact.case_ref or subject, fact.at)
            self._found.setdefault(f"handover:{subject}", question)
            return
        if fact.entry_type not in ANSWERS:
            return
        asked = self._found.get(answered_subject(fact))
        if asked is not None and asked.waited_minutes is None:
            asked.waited_minutes = round((fact.at - asked.asked_at).total_seconds() / 60)

    def waiting(self) -> Waiting:
        """Return the waits as they may be shown."""
        asked = list(self._found.values())
        answered = [each for each in asked if each.waited_minutes is not None]
        still_open = [each for each in asked if each.waited_minutes is None]
        hours = [f"{hour:02}" for hour in range(24)]
        return Waiting(
            figure(_cell(answered)),
            figure(_cell(still_open)),
            _percentile(answered, 50),
            _percentile(answered, 90),
            _slots(asked, hours, lambda each: f"{each.asked_at:%H}"),
            _slots(asked, WEEKDAYS, lambda each: WEEKDAYS[each.asked_at.weekday()]),
        )


def _slots(
    asked: Sequence[_Question], names: Sequence[str], name_of: Callable[[_Question], str]
) -> dict[str, Slot]:
    groups: dict[str, list[_Question]] = defaultdict(list)
    for each in asked:
        groups[name_of(each)].append(each)
    shown = figures({name: _cell(groups[name]) for name in names})
    return {
        name: Slot(each, _percentile(groups[name], 50) if each.state == "shown" else None)
        for name, each in shown.items()
    }


def _cell(questions: Sequence[_Question]) -> Cell:
    cell = Cell()
    for each in questions:
        cell.add(True, each.person)
    return cell


def _percentile(questions: Sequence[_Question], percent: int) -> int | None:
    """Return the wait that ``percent`` of the people do not exceed (nearest rank)."""
    known = [each for each in questions if each.waited_minutes is not None]
    if len({each.person for each in known}) < SMALLEST_GROUP:
        return None
    waits = sorted(each.waited_minutes or 0 for each in known)
    return waits[-(-len(waits) * percent // 100) - 1]
