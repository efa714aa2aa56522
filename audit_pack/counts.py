"""How many entries of each type there are, by month, and the sums of the numbers in them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from audit_pack.cells import Cell
from audit_pack.facts import Fact
from evidence_log.entry import entry_types

# Entries of the organisation itself: no group of people to hide.
ABOUT_NOBODY = frozenset({"avg_accountability", "avg_retention", "log_integrity"})


class EntryCounter:
    """Counts entries by type and month, in one pass."""

    def __init__(self) -> None:
        self.by_type: dict[str, dict[str, Cell]] = defaultdict(lambda: defaultdict(Cell))
        self.unreadable: Counter[str] = Counter()
        self.sums: Counter[tuple[str, str]] = Counter()
        self._numbers = {
            name: [code for code, kind in each["codes"].items() if kind == "count"]
            for name, each in entry_types().items()
        }

    def feed(self, fact: Fact) -> None:
        """Count one fact."""
        if fact.is_erased:
            self.unreadable[fact.entry_type] += 1
        self.by_type[fact.entry_type][fact.month].add(True, fact.case_ref or fact.sequence)
        for code in self._numbers.get(fact.entry_type, ()):
            self.sums[fact.entry_type, code] += fact.codes.get(code, 0)

    def cells(self, types: Iterable[str], months: Iterable[str]) -> dict[str, Cell]:
        """Return month → cell of all ``types`` together."""
        found = {}
        for month in months:
            together = Cell()
            for name in types:
                if (cell := self.by_type.get(name, {}).get(month)) is not None:
                    together = together.merged(cell)
            found[month] = together
        return found

    def total(self, entry_type: str) -> int:
        """Return the number of entries of one type."""
        return sum(cell.counted for cell in self.by_type.get(entry_type, {}).values())


def is_about_people(entry_type: str) -> bool:
    """Whether numbers of this type of entry are about a group of people."""
    serves = entry_types().get(entry_type, {}).get("serves", ())
    return not ABOUT_NOBODY.issuperset(serves)
