"""Facts that were read from the log before, kept in memory: only what is new is read again.

An entry never changes, so what was read stays true. It can be erased: the log says so in an entry
of its own, and then the facts without a body lose theirs here too.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from threading import Lock

from audit_pack.facts import Fact, read_facts
from evidence_log import ERASURE, erased_entries, leaf_hash_of
from storage.unit_of_work import UnitOfWork


class KeptFacts:
    """The facts of ``entry_types`` as this process read them. Threads may share it."""

    def __init__(self, entry_types: Collection[str]) -> None:
        self._types = frozenset(entry_types) | {ERASURE}
        self._counts_erasures = ERASURE in entry_types
        self._lock = Lock()
        self._facts: list[Fact] = []
        self._since: datetime | None = None
        self._last_leaf: bytes | None = None

    def between(self, unit: UnitOfWork, since: datetime, until: datetime) -> list[Fact]:
        """Return the facts from ``since`` up to, not including, ``until`` (UTC), in order.

        They are those of :func:`audit_pack.facts.read_facts` at the same moment.
        """
        with self._lock:
            if not self._is_of_log(unit) or self._since is None or since < self._since:
                self._facts, self._last_leaf, self._since = [], None, since
            self._read_new(unit)
            return [
                fact
                for fact in self._facts
                if since <= fact.at < until
                if self._counts_erasures or fact.entry_type != ERASURE
            ]

    def _is_of_log(self, unit: UnitOfWork) -> bool:
        """Whether the last fact still stands: a database can be put back from an older copy."""
        if not self._facts:
            return True
        return leaf_hash_of(unit, self._facts[-1].sequence) == self._last_leaf

    def _read_new(self, unit: UnitOfWork) -> None:
        start = self._facts[-1].sequence + 1 if self._facts else 0
        new = list(read_facts(unit, self._since, entry_types=self._types, start=start))
        if not new:
            return
        is_first = not self._facts
        self._facts += new
        self._last_leaf = leaf_hash_of(unit, new[-1].sequence)
        if not is_first and any(fact.entry_type == ERASURE for fact in new):
            gone = erased_entries(unit, self._types)
            self._facts = [
                fact.erased() if fact.sequence in gone and not fact.is_erased else fact
                for fact in self._facts
            ]
