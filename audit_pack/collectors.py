"""How a figure is counted: of events, of cases, within a term, or by what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from dateutil.relativedelta import relativedelta

from audit_pack.cells import Cell
from audit_pack.facts import Fact
from audit_pack.terms import ANSWERS, Term, answered_subject, erasure_term

Cells = dict[date, Cell]
"""What was counted, by day in Dutch time."""
KEPT_AFTER = relativedelta(months=3)
_IS_KEPT = {"kept": True, "completed": True, "behind": False, "ended": False}
_FINAL_STATES = ("completed", "ended")
# Whether somebody was received; what the person no longer wanted says nothing of that.
_HAS_ARRIVED = {
    "received": True,
    "accepted": True,
    "got_help": True,
    "referred_elsewhere": True,
    "rejected": False,
    "not_reached": False,
    "could_not_reach": False,
    "not_eligible": False,
    "no_capacity": False,
}


class Collector(Protocol):
    """Is fed facts of its ``entry_types`` in order, and then tells the cells by day."""

    @property
    def entry_types(self) -> tuple[str, ...]:
        """The types of entries it counts."""

    def feed(self, fact: Fact) -> None:
        """Count one fact."""

    def cells(self, as_of: date) -> Cells:
        """Return the cells as known on the morning of ``as_of``."""


def is_agreed(fact: Fact) -> bool:
    """Whether an arrangement is agreed: by the assistant, or by a colleague."""
    decided = fact.codes.get("kind"), fact.codes.get("outcome")
    return fact.entry_type == "arrangement_accepted" or decided == ("arrangement", "accepted")


def is_decided_at_once(fact: Fact) -> bool | None:
    """Whether a choice was agreed at once; None for facts that are no choice."""
    outcomes = {"arrangement_accepted": True, "arrangement_sent_to_colleague": False}
    return outcomes.get(fact.entry_type)


def is_refused_by_person(fact: Fact) -> bool | None:
    """Whether a colleague refused; None for facts that refuse nothing."""
    by_the_organisation = fact.codes.get("kind") != "referral"
    if not (by_the_organisation and fact.codes.get("outcome") in ("declined", "rejected")):
        return None
    return fact.codes.get("colleague") not in (None, "assistant")


def is_current(fact: Fact) -> bool | None:
    """Whether help was named with current data only; None for other facts."""
    return not fact.codes.get("stale_shown") if fact.entry_type == "help_found" else None


class OfEvents:
    """The share of events that are so; an event for which the test says None does not count."""

    entry_types = (
        "arrangement_accepted",
        "arrangement_sent_to_colleague",
        "colleague_decided",
        "help_found",
    )

    def __init__(self, test: Callable[[Fact], bool | None]) -> None:
        self._test = test
        self._cells: Cells = defaultdict(Cell)

    def feed(self, fact: Fact) -> None:
        """Count one fact."""
        outcome = self._test(fact)
        if outcome is not None:
            self._cells[fact.day].add(outcome, fact.case_ref or fact.sequence)

    def cells(self, as_of: date) -> Cells:
        """Return the cells by day of the event."""
        return self._cells


class OfCases:
    """The share of cases in which something followed, by the day of the first ``start``.

    What may follow: an entry of the types ``then`` for which ``is_so``.
    """

    def __init__(
        self, start: str, then: tuple[str, ...], is_so: Callable[[Fact], bool] = lambda fact: True
    ) -> None:
        self.entry_types = (start, *then)
        self._start, self._is_so = start, is_so
        self._day: dict[str, date] = {}
        self._reached: set[str] = set()

    def feed(self, fact: Fact) -> None:
        """Count one fact."""
        if fact.case_ref is None:
            return
        if fact.entry_type == self._start:
            self._day.setdefault(fact.case_ref, fact.day)
        elif self._is_so(fact):
            self._reached.add(fact.case_ref)

    def cells(self, as_of: date) -> Cells:
        """Return the cells by day of the first start."""
        cells: Cells = defaultdict(Cell)
        for case_ref, day in self._day.items():
            cells[day].add(case_ref in self._reached, case_ref)
        return cells


def _with_overdue(answered: Cells, waiting: Iterable[Term], as_of: date) -> Cells:
    """Return the cells with what waits beyond its term counted as not in time."""
    cells: Cells = defaultdict(Cell)
    for day, cell in answered.items():
        cells[day] = cell.merged(Cell())
    for term in waiting:
        if term.due_on < as_of:
            cells[term.asked_on].add(False, term.person)
    return cells


class InTime:
    """The share answered within a term; what is open counts once its term has passed."""

    def __init__(self, term: Callable[[Fact], Term | None]) -> None:
        self._term = term
        self._open: dict[str, Term] = {}
        self._cells: Cells = defaultdict(Cell)
        self.entry_types = (*ANSWERS, "handover_opened", "complaint_filed")

    def feed(self, fact: Fact) -> None:
        """Count one fact."""
        term = self._term(fact)
        if term is not None:
            self._open.setdefault(term.subject, term)
            return
        waiting = self._open.pop(answered_subject(fact), None)
        if waiting is not None:
            in_time = fact.day <= waiting.due_on
            self._cells[waiting.asked_on].add(in_time, waiting.person)

    def cells(self, as_of: date) -> Cells:
        """Return the cells by day of the question."""
        return _with_overdue(self._cells, self._open.values(), as_of)


@dataclass
class _Arrangement:
    person: str
    agreed_on: date
    kept: bool | None = None
    counts: bool = True


class KeptArrangements:
    """Which arrangements were kept three months after they were agreed; unknown stays unknown."""

    entry_types = (
        "arrangement_accepted",
        "arrangement_withdrawn",
        "arrangement_state_known",
        "colleague_decided",
    )

    def __init__(self) -> None:
        self._found: dict[str, _Arrangement] = {}

    def feed(self, fact: Fact) -> None:
        """Count one fact."""
        subject = str(fact.codes.get("arrangement") or fact.codes.get("id"))
        if is_agreed(fact):
            person = fact.case_ref or subject
            self._found.setdefault(subject, _Arrangement(person, fact.day))
        elif subject in self._found:
            self._follow(self._found[subject], fact)

    def cells(self, as_of: date) -> Cells:
        """Return the cells by the day on which the arrangement became three months old."""
        cells: Cells = defaultdict(Cell)
        for each in self._found.values():
            ripe_on = each.agreed_on + KEPT_AFTER
            if each.counts and ripe_on < as_of:
                cells[ripe_on].add(each.kept, each.person)
        return cells

    @staticmethod
    def _follow(each: _Arrangement, fact: Fact) -> None:
        ripe_on = each.agreed_on + KEPT_AFTER
        known_on = date.fromisoformat(fact.codes.get("as_of") or fact.day.isoformat())
        state = fact.codes.get("state") or fact.codes.get("outcome")
        is_withdrawn = fact.entry_type == "arrangement_withdrawn" or state == "withdrawn"
        if is_withdrawn and known_on < ripe_on:
            each.counts = False
        elif each.kept is None and (known_on >= ripe_on or state in _FINAL_STATES):
            # Before three months only an end is final: behind for a while is not broken.
            each.kept = _IS_KEPT.get(str(state))


class AnsweredErasures:
    """Which requests to be forgotten were answered in time, by day of the answer.

    Erasing takes the request's own entry away, so the entry that tells of the erasure says whether
    it was asked for and in time.
    """

    entry_types = ("case_erased", "colleague_decided", "erasure_requested")

    def __init__(self) -> None:
        self._open: dict[str, Term] = {}
        self._cells: Cells = defaultdict(Cell)

    def feed(self, fact: Fact) -> None:
        """Count one fact."""
        if (term := erasure_term(fact)) is not None:
            self._open[term.subject] = term
        elif fact.entry_type == "case_erased" and fact.codes.get("asked"):
            self._cells[fact.day].add(bool(fact.codes.get("in_time")), fact.sequence)
        elif fact.codes.get("kind") == "erasure":
            waiting = self._open.pop(f"erasure:{fact.codes.get('id')}", None)
            if waiting is not None:
                in_time = fact.day <= waiting.due_on
                self._cells[fact.day].add(in_time, waiting.person)

    def cells(self, as_of: date) -> Cells:
        """Return the cells by day of the answer, or the day on which it should have come."""
        late = (replace(term, asked_on=term.due_on) for term in self._open.values())
        return _with_overdue(self._cells, late, as_of)


class WarmReferrals:
    """Which warm referrals arrived, as far as the helper, a colleague or the person said so."""

    entry_types = ("help_chosen", "colleague_decided", "referral_answered", "referral_closed")

    def __init__(self) -> None:
        self._found: dict[str, tuple[date, str]] = {}
        self._arrived: dict[str, bool] = {}

    def feed(self, fact: Fact) -> None:
        """Count one fact."""
        codes = fact.codes
        if fact.entry_type == "help_chosen":
            subject = str(codes["referral"])
            if codes.get("mode") == "warm":
                self._found[subject] = (fact.day, fact.case_ref or subject)
            return
        if fact.entry_type == "colleague_decided" and codes.get("kind") != "referral":
            return
        said = _HAS_ARRIVED.get(str(codes.get("outcome") or codes.get("answer")))
        if said is not None:
            self._arrived[str(codes.get("referral") or codes.get("id"))] = said

    def cells(self, as_of: date) -> Cells:
        """Return the cells by day of the choice."""
        cells: Cells = defaultdict(Cell)
        for subject, (day, person) in self._found.items():
            cells[day].add(self._arrived.get(subject), person)
        return cells
