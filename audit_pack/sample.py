"""A sample of files that anybody can draw again from the log and the stated seed.

The rank of a file is SHA-256 of the seed, a newline and the file's pseudonym (UTF-8). The files
with the lowest ranks are the sample. So it depends on nothing else: not on order or program.
"""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from audit_pack.facts import Fact, read_facts
from evidence_log import persons_between
from storage.unit_of_work import UnitOfWork

_TELLS_AUDIENCE = ("audience_set", "case_opened")
EMPLOYEE = "employee"


@dataclass(frozen=True)
class DrawnFile:
    """A file of the sample. ``facts`` is empty for ``is_of_employee``: those are not shown."""

    rank: str
    case_ref: str
    is_of_employee: bool
    facts: tuple[Fact, ...]


def rank(seed: str, case_ref: str) -> str:
    """Return the rank of a file in the draw of ``seed``: 64 hexadecimal characters.

    >>> rank("2026", "a")[:8]
    '39e7df5e'
    """
    return sha256(f"{seed}\n{case_ref}".encode()).hexdigest()


def draw(
    unit: UnitOfWork, seed: str, size: int, since: datetime, until: datetime
) -> tuple[int, tuple[DrawnFile, ...]]:
    """Return how many files there are, and the ``size`` files that ``seed`` draws, in order.

    Of the files with an entry from ``since`` up to, not including, ``until`` (UTC); the same files
    as :class:`SampleDrawer` draws in one pass.
    """
    there = persons_between(unit, since, until)
    drawn = sorted((rank(seed, case_ref), case_ref) for case_ref in there)[:size]
    return len(there), tuple(_file(unit, *each, since, until) for each in drawn)


def is_of_employee(unit: UnitOfWork, case_ref: str) -> bool:
    """Whether a file is of somebody who works for the organisation.

    Nobody is appointed to see those by the work of an auditor, so their steps are not shown.
    """
    told = list(read_facts(unit, case_ref=case_ref, entry_types=_TELLS_AUDIENCE))
    return any(fact.codes.get("audience") == EMPLOYEE for fact in told)


def _file(
    unit: UnitOfWork, rank_: str, case_ref: str, since: datetime, until: datetime
) -> DrawnFile:
    if is_of_employee(unit, case_ref):
        return DrawnFile(rank_, case_ref, True, ())
    facts = tuple(read_facts(unit, since, until, case_ref=case_ref))
    return DrawnFile(rank_, case_ref, False, facts)


class SampleDrawer:
    """Draws ``size`` files in one pass, and keeps the facts of those files only."""

    def __init__(self, seed: str, size: int) -> None:
        self.seed, self.size = seed, size
        self.population = 0
        self._seen: set[str] = set()
        self._drawn: list[tuple[str, str]] = []
        self._facts: dict[str, list[Fact]] = {}

    def feed(self, fact: Fact) -> None:
        """Take one fact into account."""
        if fact.case_ref is None:
            return
        if fact.case_ref not in self._seen:
            self._seen.add(fact.case_ref)
            self.population += 1
            self._draw(fact.case_ref)
        if fact.case_ref in self._facts:
            self._facts[fact.case_ref].append(fact)

    @property
    def case_refs(self) -> tuple[str, ...]:
        """The pseudonyms of the files, in the order of the draw."""
        return tuple(case_ref for _, case_ref in self._drawn)

    def hide(self, case_ref: str) -> None:
        """Show no step of a file; it stays in the sample."""
        self._facts[case_ref] = []

    def drawn(self) -> list[tuple[str, list[Fact]]]:
        """Return the files in the order of the draw: their rank, and their facts in order."""
        return [(rank_, self._facts[case_ref]) for rank_, case_ref in self._drawn]

    def _draw(self, case_ref: str) -> None:
        insort(self._drawn, (rank(self.seed, case_ref), case_ref))
        self._facts[case_ref] = []
        for _, left_out in self._drawn[self.size :]:
            del self._facts[left_out]
        del self._drawn[self.size :]
