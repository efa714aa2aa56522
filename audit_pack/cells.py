"""Figures by month, in cells that hide groups of fewer than ten people.

A hidden cell cannot be worked out from the total either: when the hidden months together hold
fewer than ten people, the smallest shown month is hidden too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

SMALLEST_GROUP = 10


@dataclass
class Cell:
    """What was counted: ``yes`` and ``no`` together are the group, ``unknown`` stands apart."""

    yes: int = 0
    no: int = 0
    unknown: int = 0
    people: set[object] = field(default_factory=set)

    @property
    def counted(self) -> int:
        """The size of what is known."""
        return self.yes + self.no

    def add(self, outcome: bool | None, person: object) -> None:
        """Count one outcome (None is unknown) of ``person``."""
        if outcome is None:
            self.unknown += 1
            return
        self.yes += outcome
        self.no += not outcome
        if len(self.people) < SMALLEST_GROUP:
            self.people.add(person)

    def merged(self, other: Cell) -> Cell:
        """Return both together."""
        return Cell(
            self.yes + other.yes,
            self.no + other.no,
            self.unknown + other.unknown,
            self.people | other.people,
        )


@dataclass(frozen=True)
class Figure:
    """One cell as it may be shown.

    ``state``: ``shown``, ``nothing`` (none counted) or ``hidden`` (fewer than ten people).
    ``permille`` is the share of yes, rounded half up; ``counted`` and ``unknown`` are numbers, None
    where they must not be shown.
    """

    state: str
    permille: int | None = None
    counted: int | None = None
    unknown: int | None = None


def total(cells: Iterable[Cell]) -> Cell:
    """Return all cells together."""
    together = Cell()
    for cell in cells:
        together = together.merged(cell)
    return together


def figure(cell: Cell) -> Figure:
    """Return a cell on its own as it may be shown."""
    unknown = None if 0 < cell.unknown < SMALLEST_GROUP else cell.unknown
    if cell.counted == 0:
        return Figure("nothing", counted=0, unknown=unknown)
    if len(cell.people) < SMALLEST_GROUP:
        return Figure("hidden", unknown=unknown)
    return Figure("shown", _permille(cell.yes, cell.counted), cell.counted, unknown)


def figures(cells: Mapping[str, Cell]) -> dict[str, Figure]:
    """Return the cells of one row as they may be shown beside their total."""
    found = {month: figure(cell) for month, cell in cells.items()}
    hidden = {month for month, each in found.items() if each.state == "hidden"}
    by_size = sorted(
        (month for month, each in found.items() if each.state == "shown"),
        key=lambda month: cells[month].counted,
    )
    while hidden and len(_people(cells, hidden)) < SMALLEST_GROUP and by_size:
        hidden.add(by_size.pop(0))
    return {
        month: Figure("hidden", unknown=each.unknown) if month in hidden else each
        for month, each in found.items()
    }


def _people(cells: Mapping[str, Cell], months: Iterable[str]) -> set[object]:
    return set().union(*(cells[month].people for month in months))


def _permille(part: int, whole: int) -> int:
    return (2000 * part + whole) // (2 * whole)
