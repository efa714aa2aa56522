"""One row of an HSDS table, wherever it was read, and where each of its values stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from referral_directory.findings import Finding
from referral_directory.register import Document, Kind, hsds_id

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_SHORT_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
Path = tuple[str | int, ...]


class Place(Protocol):
    """Where a row was read."""

    def of(self, name: str) -> tuple[str, int, int]:
        """Return the file, the line and the column (both from 1) of the value of `name`."""


@dataclass(frozen=True)
class Row:
    """The values of one row of `table`, lists and single nested rows left out."""

    table: str
    values: Document
    place: Place

    def fault(self, name: str, expected: str, value: object = None) -> Finding:
        """Return the finding that `name` holds `value` (its own by default) but not `expected`."""
        found = self.values.get(name) if value is None else value
        file, line, column = self.place.of(name)
        said = "nothing" if found is None else repr(found)[:80]
        return Finding("error", file, line, f"{self.table}.{name}", said, expected, column)


@dataclass(frozen=True)
class Reading:
    """What was read from a file: every row, to be checked, and the documents they make up.

    `nested_only` are the documents that only stood inside another one: what such a one does not
    say, it does not take away either. `faults` are those found while reading.
    """

    rows: Sequence[Row]
    documents: Mapping[Kind, Mapping[str, Document]]
    nested_only: frozenset[str] = frozenset()
    faults: Sequence[Finding] = field(default_factory=list)


def as_hsds_id(text: Any) -> Any:
    """Return the UUID for an id that was given; a short id of ours becomes the UUID made from it.

    A colleague who adds a line to a workbook need not think of a UUID. What is neither stays as it
    is, so that the check names it.
    """
    if isinstance(text, str) and not _UUID.fullmatch(text) and _SHORT_ID.fullmatch(text):
        return hsds_id(text)
    return text


def is_uuid(text: object) -> bool:
    """Return whether `text` has the form of a UUID."""
    return isinstance(text, str) and bool(_UUID.fullmatch(text))
