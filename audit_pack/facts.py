"""The log as facts: the one place that knows how evidence_log hands out its entries."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from evidence_log import read_entries
from storage.unit_of_work import UnitOfWork

LOCAL_TIME = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry. ``at`` is Dutch time; ``case_ref`` is a pseudonym or None.

    Of an erased entry only the type and the day are known.
    """

    sequence: int
    at: datetime
    entry_type: str
    case_ref: str | None
    codes: Mapping[str, Any]
    is_erased: bool = False

    @property
    def day(self) -> date:
        """The day in Dutch time."""
        return self.at.date()

    @property
    def month(self) -> str:
        """The month in Dutch time, such as ``2026-11``."""
        return f"{self.at.year:04}-{self.at.month:02}"

    def erased(self) -> Fact:
        """Return what is left of this fact once its body is gone: type and day (UTC)."""
        midnight = datetime.combine(self.at.astimezone(UTC).date(), time(), UTC)
        at = midnight.astimezone(LOCAL_TIME)
        return Fact(self.sequence, at, self.entry_type, None, {}, is_erased=True)


def read_facts(
    unit: UnitOfWork,
    since: datetime | None = None,
    until: datetime | None = None,
    *,
    case_ref: str | None = None,
    entry_types: Collection[str] | None = None,
    start: int = 0,
) -> Iterator[Fact]:
    """Yield the facts from ``since`` up to, not including, ``until`` (UTC), in order.

    ``case_ref`` takes one person's facts; ``entry_types`` only these types; ``start`` those from
    this sequence number on.
    """
    rows = read_entries(unit, since, until, case_ref=case_ref, entry_types=entry_types, start=start)
    for row in rows:
        yield Fact(
            row.sequence,
            row.at.astimezone(LOCAL_TIME),
            row.entry_type,
            row.case_ref,
            row.codes,
            row.is_erased,
        )
