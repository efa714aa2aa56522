"""A sample of files that anybody can draw again from the log and the stated seed.

The rank of a file is SHA-256 of the seed, a newline and the file's pseudonym (UTF-8). The files
with the lowest ranks are the sample. So it depends on nothing else: not on order or program.
"""

from __future__ import annotations

from bisect import insort
from hashlib import sha256

from audit_pack.facts import Fact


def rank(seed: str, case_ref: str) -> str:
    """Return the rank of a file in the draw of ``seed``: 64 hexadecimal characters.

    >>> rank("2026", "a")[:8]
    '39e7df5e'
    """
    return sha256(f"{seed}\n{case_ref}".encode()).hexdigest()


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

    def drawn(self) -> list[tuple[str, list[Fact]]]:
        """Return the files in the order of the draw: their rank, and their facts in order."""
        return [(rank_, self._facts[case_ref]) for rank_, case_ref in self._drawn]

    def _draw(self, case_ref: str) -> None:
        insort(self._drawn, (rank(self.seed, case_ref), case_ref))
        self._facts[case_ref] = []
        for _, left_out in self._drawn[self.size :]:
            del self._facts[left_out]
        del self._drawn[self.size :]
