"""HSDS 3.0 as JSON: an answer of an API, one object, a list, or a whole register.

A whole register is an object with the lists `taxonomies`, `taxonomy_terms`, `organizations`,
`locations` and `services`; that is also what is written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from referral_directory.errors import ImportRefused
from referral_directory.exchange.json_places import JsonPlaces, Step
from referral_directory.exchange.nesting import rows_of, without_links
from referral_directory.exchange.rows import Reading, Row, as_hsds_id
from referral_directory.exchange.tables import hsds_tables
from referral_directory.findings import Finding
from referral_directory.register import KINDS, Document, Kind, Register, without_nothing

LISTS: dict[str, Kind] = {
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
    "organizations": "organization",
    "locations": "location",
    "services": "service",
    "meta_table_descriptions": "meta_table_description",
}
_AT_LOCATION = "service_at_location"


@dataclass(frozen=True)
class _Text:
    """A file's text, and where its values stand."""

    file: str
    text: str
    places: JsonPlaces


@dataclass(frozen=True)
class _Place:
    source: _Text
    path: Step

    def of(self, name: str) -> tuple[str, int, int]:
        return self.source.file, *self.source.places.of((*self.path, name))


@dataclass(frozen=True)
class _Part:
    """One document found in the text, and whether it only stood inside another."""

    kind: Kind
    document: Document
    path: Step
    is_nested: bool


def read_json(file: str, text: str) -> Reading:
    """Return what an HSDS JSON text holds.

    Raises `ImportRefused` for what is not JSON at all; every other fault is in the reading.
    """
    source = _Text(file, text, JsonPlaces(text))
    faults: list[Finding] = []
    rows: list[Row] = []
    documents: dict[Kind, dict[str, Document]] = {kind: {} for kind in KINDS}
    whole: set[str] = set()
    for part in _parts(_parsed(source), source):
        for table, values, path in rows_of(part.kind, part.document, part.path):
            rows.append(Row(table, values, _Place(source, path)))
        row = Row(part.kind, part.document, _Place(source, part.path))
        key = str(part.document.get("id"))
        known = documents[part.kind].get(key)
        document = without_links(part.kind, part.document)
        if known is None:
            documents[part.kind][key] = document
        else:
            faults += _merge(known, document, row, is_again=key in whole and not part.is_nested)
        if not part.is_nested:
            whole.add(key)
    nested = {key for found in documents.values() for key in found} - whole
    return Reading(rows, documents, frozenset(nested), faults)


def _merge(known: Document, document: Document, row: Row, is_again: bool) -> Iterator[Finding]:
    """Add to a document what another copy of it says; it may say more, but nothing else."""
    if is_again:
        yield row.fault("id", "an id that is used once")
        return
    for name, value in document.items():
        if known.setdefault(name, value) != value:
            yield row.fault(name, "the same as where this stands elsewhere in the file")


def _parsed(source: _Text) -> Any:
    def unique(pairs: list[tuple[str, Any]]) -> Document:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise ImportRefused.because(source.file, 1, f"the key {twice!r} twice in one object")
        return found

    def refuse(constant: str) -> None:
        raise ImportRefused.because(source.file, 1, f"{constant}, which is not JSON")

    try:
        return json.loads(source.text, object_pairs_hook=unique, parse_constant=refuse)
    except json.JSONDecodeError as error:
        raise ImportRefused.because(
            source.file, error.lineno, f"text that is not JSON: {error.msg}", column=error.colno
        ) from error
    except (RecursionError, ValueError) as error:
        found = "objects nested too deeply, or a number without end"
        raise ImportRefused.because(source.file, 1, found) from error


def _parts(data: Any, source: _Text) -> Iterator[_Part]:
    if isinstance(data, dict) and isinstance(data.get("contents"), list):
        yield from _each(data["contents"], None, ("contents",), source)
    elif isinstance(data, dict) and data and set(data) <= set(LISTS):
        for name, items in data.items():
            yield from _each(items, LISTS[name], (name,), source)
    else:
        items, path = (data, ()) if isinstance(data, list) else ([data], None)
        yield from _each(items, None, path, source)


def _each(items: Any, kind: Kind | None, path: Step | None, source: _Text) -> Iterator[_Part]:
    if not isinstance(items, list):
        raise ImportRefused.because(source.file, 1, f"no list in {path}", "a list of objects")
    for index, item in enumerate(items):
        here = () if path is None else (*path, index)
        found = kind or _kind_of(item)
        if found is None or not isinstance(item, dict):
            line, column = source.places.of(here)
            raise ImportRefused.because(
                source.file,
                line,
                "something that is no object of HSDS",
                "a service, organization, service_at_location, location, taxonomy or term",
                column,
            )
        yield from _split(found, without_nothing(item), here, is_nested=False)


def _kind_of(item: Any) -> Kind | str | None:
    """Return what an object is, by the fields that only that kind has."""
    if not isinstance(item, dict):
        return None
    tests: tuple[tuple[str, set[str]], ...] = (
        (_AT_LOCATION, {"location", "service", "location_id"}),
        ("service", {"status"}),
        ("location", {"location_type"}),
        ("taxonomy_term", {"code", "parent_id", "taxonomy", "taxonomy_detail", "term_uri"}),
        ("taxonomy", {"version"}),
        ("organization", {"description"}),
    )
    return next((kind for kind, fields in tests if fields & item.keys()), None)


def _split(kind: str, item: Document, path: Step, is_nested: bool) -> Iterator[_Part]:
    """Yield the documents that one object holds: those inside it first."""
    item = _with_hsds_ids(kind, item)
    if kind == _AT_LOCATION:
        service = item.pop("service", {})
        yield from _split(
            "service", {**service, "service_at_locations": [item]}, (*path, "service"), is_nested
        )
        return
    inner = item.pop("organization", None) if kind == "service" else None
    if isinstance(inner, dict):
        yield from _split("organization", inner, (*path, "organization"), is_nested=True)
        item.setdefault("organization_id", as_hsds_id(inner.get("id")))
    yield from _terms(item, path)
    is_list = kind == "organization" and isinstance(item.get("services"), list)
    services = item.pop("services") if is_list else []
    yield _Part(kind, item, path, is_nested)  # type: ignore[arg-type]
    for index, service in enumerate(services):
        if isinstance(service, dict):
            linked = {"organization_id": item.get("id"), **service}
            yield from _split("service", linked, (*path, "services", index), is_nested)


def _terms(value: Any, path: Step) -> Iterator[_Part]:
    """Yield the taxonomy terms inside attributes, and leave their ids there."""
    for name, item in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(item, dict) and name == "taxonomy_term":
            continue
        if isinstance(item, dict | list):
            yield from _terms(item, (*path, name))
    if isinstance(value, dict) and isinstance(value.get("taxonomy_term"), dict):
        term = value.pop("taxonomy_term")
        value.setdefault("taxonomy_term_id", as_hsds_id(term.get("id")))
        yield from _split("taxonomy_term", term, (*path, "taxonomy_term"), is_nested=True)


def _with_hsds_ids(table: str, item: Document) -> Document:
    """Return a copy in which short ids have become UUIDs, here and in everything nested."""
    spec = hsds_tables()[table]
    found = {
        key: as_hsds_id(value) if spec.fields.get(key) == "uuid" else value
        for key, value in item.items()
    }
    if table in ("service", "organization") and found.get("id") != item.get("id"):
        found.setdefault("short_id", item["id"])
    for name, child in spec.lists.items():
        if isinstance(found.get(name), list):
            found[name] = [
                _with_hsds_ids(child, each) if isinstance(each, dict) else each
                for each in found[name]
            ]
    for name, child in spec.ones.items():
        if isinstance(found.get(name), dict):
            found[name] = _with_hsds_ids(child, found[name])
    return found


def write_json(register: Register) -> str:
    """Return the whole register as JSON."""
    lists = {name: list(register.of(kind).values()) for name, kind in LISTS.items()}
    return json.dumps(lists, ensure_ascii=False, indent=1) + "\n"
