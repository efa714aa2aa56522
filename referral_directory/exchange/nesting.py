"""Between nested documents and the rows of tables, without losing anything.

What HSDS does not know stays as a value of its row. In a document, a nested row does not repeat
what it is nested in; in a table, it names it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from referral_directory.errors import NotExportableError
from referral_directory.exchange.tables import Table, hsds_tables, link, link_columns, parents_of
from referral_directory.register import KINDS, Document, Kind, Register

Tables = dict[str, list[Document]]
Step = tuple[str | int, ...]
# One attribute may say something about several rows; HSDS gives it one line for each.
_SEVERAL_LINES = {"attribute": "link_id", "metadata": "resource_id"}


def to_tables(register: Register) -> Tables:
    """Return the rows of every table, nested values as they are.

    Raises `NotExportableError` when one id stands for two different things, which tables cannot
    say.
    """
    found: dict[str, dict[Any, Document]] = {name: {} for name in hsds_tables()}
    for kind, _, document in register:
        for table, row, _ in rows_of(kind, document):
            _add(found[table], table, row)
    return {table: list(rows.values()) for table, rows in found.items()}


def rows_of(
    table_name: str, document: Document, path: Step = ()
) -> Iterator[tuple[str, Document, Step]]:
    """Yield the row of a document and of everything nested in it: table, values, path to it.

    Each names the row it is nested in.
    """
    table = hsds_tables()[table_name]
    row = {key: value for key, value in document.items() if not _is_nested(table, key, value)}
    for name, child in table.ones.items():
        one = document.get(name)
        if isinstance(one, dict):
            row[f"{child}_id"] = one.get("id")
            extra = {"organization_id": row.get("organization_id")} if child == "program" else {}
            yield from rows_of(child, {**extra, **one}, (*path, name))
    yield table_name, row, path
    for name, child in table.lists.items():
        points = link(child, table_name)
        for index, item in enumerate(_objects(document.get(name))):
            linked = {**item, points.column: document.get("id")}
            if points.table_column:
                linked.setdefault(points.table_column, table_name)
            yield from rows_of(child, linked, (*path, name, index))


def _is_nested(table: Table, name: str, value: Any) -> bool:
    """Return whether a value is rows of their own; what only should be stays, to be found wrong."""
    if name in table.lists:
        return isinstance(value, list) and all(isinstance(item, dict) for item in value)
    return name in table.ones and isinstance(value, dict)


def without_links(table_name: str, document: Document) -> Document:
    """Return a document in which no nested row repeats what it is nested in."""
    table = hsds_tables()[table_name]
    found = dict(document)
    for name, child in table.ones.items():
        if isinstance(found.get(name), dict):
            found[name] = without_links(child, found[name])
    for name, child in table.lists.items():
        points = link(child, table_name)
        said = {points.column: document.get("id"), points.table_column: table_name}
        if name in found:
            found[name] = [
                without_links(
                    child, {k: v for k, v in item.items() if k not in said or v != said[k]}
                )
                for item in _objects(found[name])
            ]
    return found


def _objects(value: Any) -> list[Document]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _add(rows: dict[Any, Document], table: str, row: Document) -> None:
    key = (row["id"], row.get(_SEVERAL_LINES.get(table, "id")))
    known = rows.setdefault(key, row)
    for name, value in row.items():
        if known.setdefault(name, value) != value:
            raise NotExportableError(
                f"The {table} {row['id']} stands twice in the register, with another {name}. "
                "Tables can hold it once. Export as JSON, or give one of the two an id of its own."
            )


def to_documents(tables: Mapping[str, Iterable[Document]]) -> dict[Kind, dict[str, Document]]:
    """Return the documents that the rows make up; the rows were found sound before."""
    by_id: dict[str, dict[str, Document]] = {name: {} for name in hsds_tables()}
    nested: dict[tuple[str, str, str], list[Document]] = defaultdict(list)
    for table, rows in tables.items():
        columns = {(link(table, parent).column, parent) for parent in parents_of(table)}
        for row in rows:
            by_id[table][row["id"]] = row
            for column, parent in columns:
                if row.get(column):
                    nested[(table, parent, row[column])].append(row)

    def build(table_name: str, row: Document) -> Document:
        table = hsds_tables()[table_name]
        built = dict(row)
        for name, child in table.ones.items():
            # A term is a document of its own, so an attribute keeps naming it by its id.
            one = by_id[child].get(row.get(f"{child}_id", "")) if child not in KINDS[:2] else None
            if one is not None:
                del built[f"{child}_id"]
                built[name] = build(child, _unlinked(child, one))
        for name, child in table.lists.items():
            items = nested.get((child, table_name, row["id"]), [])
            if items:
                built[name] = [build(child, _unlinked(child, item)) for item in items]
        return built

    placed = {row.get("location_id") for row in by_id["service_at_location"].values()}
    return {
        kind: {
            key: without_links(kind, build(kind, row))
            for key, row in by_id[kind].items()
            if kind != "location" or (key not in placed and not row.get("organization_id"))
        }
        for kind in KINDS
    }


def _unlinked(table: str, row: Document) -> Document:
    """Return a row without the columns that say what it is nested in: there can be several."""
    if table in _SEVERAL_LINES:
        return row
    return {key: value for key, value in row.items() if key not in link_columns(table)}
