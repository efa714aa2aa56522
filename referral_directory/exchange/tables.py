"""The tables of HSDS 3.0, from `hsds.yml`: fields, what must be filled, what is nested in what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

FieldKind = str | tuple[str, ...]
"""The name of a kind (text, uuid, uri, email, number, date, time, moment), or the allowed words."""


@dataclass(frozen=True)
class Table:
    """One table. `lists`: the rows nested in one row, by field; `ones`: single such rows."""

    name: str
    file: str
    required: tuple[str, ...]
    fields: Mapping[str, FieldKind]
    lists: Mapping[str, str] = field(default_factory=dict)
    ones: Mapping[str, str] = field(default_factory=dict)

    @property
    def sheet(self) -> str:
        """The table's name in a workbook: that of its file."""
        return self.file.removesuffix(".csv")


@dataclass(frozen=True)
class Link:
    """How a row of a table points at the row it is nested in: a column, and perhaps its table's."""

    column: str
    table_column: str | None = None


@cache
def link(child: str, parent: str) -> Link:
    """Return how a row of `child` names the row of `parent` that it is nested in."""
    if child == "attribute":
        return Link("link_id", "link_entity")
    if child == "metadata":
        return Link("resource_id", "resource_type")
    return Link(f"{parent}_id")


@cache
def hsds_tables() -> Mapping[str, Table]:
    """Return every table by its name, in the order of the specification."""
    text = Path(__file__).with_name("hsds.yml").read_text("utf-8")
    found = {}
    for name, item in yaml.safe_load(text).items():
        fields = {
            key: tuple(kind) if isinstance(kind, list) else kind
            for key, kind in item["fields"].items()
        }
        found[name] = Table(
            name,
            item["file"],
            tuple(item["required"]),
            fields,
            item.get("lists", {}),
            item.get("ones", {}),
        )
    return found


@cache
def link_columns(child: str) -> tuple[str, ...]:
    """Return the columns in which a row of `child` can say what it is nested in."""
    return tuple(sorted({link(child, parent).column for parent in parents_of(child)}))


@cache
def parents_of(child: str) -> tuple[str, ...]:
    """Return the tables that nest rows of `child`."""
    return tuple(table.name for table in hsds_tables().values() if child in table.lists.values())
