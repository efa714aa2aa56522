"""Find every fault in rows of HSDS before anything is made of them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from referral_directory.errors import PostcodeError
from referral_directory.exchange.own_fields import own_field_faults
from referral_directory.exchange.rows import Row, is_uuid
from referral_directory.exchange.tables import FieldKind, hsds_tables, link_columns
from referral_directory.findings import Finding
from referral_directory.postcodes import normalise_postcode
from referral_directory.register import KINDS
from referral_directory.schedules import needs_an_end, rule_parts
from referral_directory.seed import POSTCODE_UNKNOWN

_URI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s]+", re.IGNORECASE)
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\s\d(.])")
_STORABLE = re.compile(r"[^\x00\ud800-\udfff]*")
_LARGEST = 10**15
_DIGITS = range(3, 16)
_ANYWHERE = "*"
# What may name a document that is in the register already; anything else must come along.
_TO_DOCUMENTS = {
    ("service", "organization_id"),
    ("attribute", "taxonomy_term_id"),
    ("taxonomy_term", "taxonomy_id"),
}

EXPECTED = {
    "text": "a text",
    "uuid": "a UUID, or a short id of small letters, digits and hyphens",
    "uri": "a web address such as https://www.example.org",
    "email": "an e-mail address such as info@example.org",
    "number": "a number such as 12 or 12.5",
    "date": "a day written as 2026-11-22 (in Excel: give the column the format Text)",
    "time": "a time such as 09:00",
    "moment": "a moment such as 2026-11-22T09:00:00Z",
}


def faults_of_rows(
    rows: Iterable[Row],
    known_ids: Mapping[str, Container[str]],
    advance: Callable[[int], None] = lambda count: None,
) -> list[Finding]:
    """Return every fault in the rows, sorted by file and line.

    `known_ids` are the ids, by table, that the register holds already: a row may refer to them.
    """
    rows = list(rows)
    faults: list[Finding] = []
    sound = []
    for row in rows:
        found = [*_value_faults(row), *own_field_faults(row)]
        if not found:
            sound.append(row)
        faults += [*found, *_sense_faults(row)]
        advance(1)
    faults += _reference_faults(rows, known_ids)
    faults += _loose_faults(rows)
    faults += _circle_faults(sound)
    faults += _overlap_faults(sound)
    return sorted(set(faults), key=lambda f: (f.file, f.line, f.column, f.field, f.value))


def _value_faults(row: Row) -> Iterator[Finding]:
    table = hsds_tables()[row.table]
    for name in table.required:
        if row.values.get(name) in (None, ""):
            yield row.fault(name, "a value: HSDS 3.0 asks for one")
    for name, value in row.values.items():
        if value is None:
            continue
        kind = table.fields.get(name)
        if kind is not None and not _is_of_kind(value, kind):
            yield row.fault(name, _expected(kind))
        elif name in table.lists or name in table.ones:
            yield row.fault(name, "a list of objects" if name in table.lists else "an object")
        else:
            wanted = {_usable_instead(leaf) for leaf in _leaves(value)} - {None}
            for expected in sorted(filter(None, wanted)):
                yield row.fault(name, expected)


def _usable_instead(leaf: Any) -> str | None:
    """Return what a value that nothing can be done with ought to be; None when it will do."""
    if isinstance(leaf, str) and _FORMULA.match(leaf):
        return "a text that no program takes for a formula"
    if isinstance(leaf, str) and not _STORABLE.fullmatch(leaf):
        return "a text without NUL or half a character"
    is_number = isinstance(leaf, int | float)
    return "a number of at most 15 digits" if is_number and abs(leaf) > _LARGEST else None


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    else:
        yield value


def _expected(kind: FieldKind) -> str:
    return EXPECTED[kind] if isinstance(kind, str) else f"one of {', '.join(kind)}"


def _is_of_kind(value: Any, kind: FieldKind) -> bool:
    if isinstance(kind, tuple):
        return value in kind
    if kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if not isinstance(value, str):
        return False
    if kind in _READABLE:
        return _can_read(value, _READABLE[kind])
    return kind == "text" or bool(_FITS[kind](value))


_READABLE: dict[str, Callable[[str], object]] = {
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "moment": datetime.fromisoformat,
}
_FITS: dict[str, Callable[[str], object]] = {
    "uuid": is_uuid,
    "uri": _URI.fullmatch,
    "email": _MAIL.fullmatch,
}


def _can_read(value: str, read: Callable[[str], object]) -> bool:
    try:
        read(value)
    except ValueError:
        return False
    return True


def _sense_faults(row: Row) -> Iterator[Finding]:
    check = _SENSE.get(row.table)
    if check is not None:
        yield from check(row)


def _service(row: Row) -> Iterator[Finding]:
    if not row.values.get("organization_id"):
        yield row.fault("organization_id", "the id of the organization that gives the service")
    youngest, oldest = row.values.get("minimum_age"), row.values.get("maximum_age")
    ages = [age for age in (youngest, oldest) if isinstance(age, int | float)]
    if len(ages) == 2 and ages[0] > ages[1]:
        yield row.fault("minimum_age", f"at most the maximum age, {oldest}")


def _phone(row: Row) -> Iterator[Finding]:
    number = row.values.get("number")
    if isinstance(number, str) and number:
        digits = sum(sign.isdigit() for sign in number)
        if digits not in _DIGITS or any(sign.isalpha() for sign in number):
            yield row.fault("number", "a phone number of 3 to 15 digits, without words")


def _address(row: Row) -> Iterator[Finding]:
    code = row.values.get("postal_code")
    if row.values.get("country") != "NL" or not isinstance(code, str) or code == POSTCODE_UNKNOWN:
        return
    try:
        normalise_postcode(code)
    except PostcodeError:
        yield row.fault(
            "postal_code",
            f"four digits and then two letters, such as 3011 AB, or {POSTCODE_UNKNOWN}",
        )


def _schedule(row: Row) -> Iterator[Finding]:
    try:
        rule_parts(row.values)
    except (ValueError, TypeError) as error:
        yield row.fault("byday", "a rule of RFC 5545, such as MO,TU or -1FR", str(error))
        return
    if needs_an_end(row.values):
        name = "byweekno" if row.values.get("byweekno") else "byyearday"
        yield row.fault(name, "also until, count or valid_to: such weeks do not come back forever")


_SENSE: dict[str, Callable[[Row], Iterator[Finding]]] = {
    "service": _service,
    "phone": _phone,
    "address": _address,
    "schedule": _schedule,
}


def _reference_faults(
    rows: Sequence[Row], known_ids: Mapping[str, Container[str]]
) -> Iterator[Finding]:
    """Yield the ids that nothing has: not in these rows, nor, for a whole document, the register.

    What is nested in a row must come with that row: else it would be read and lost.
    """
    given: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        given[row.table].add(str(row.values.get("id")))
    given[_ANYWHERE] = set().union(*given.values())
    for row in rows:
        for name, value in row.values.items():
            table = _table_meant(row, name)
            if table is None or not is_uuid(value) or value in given[table]:
                continue
            file = "these files" if table == _ANYWHERE else hsds_tables()[table].file
            if (row.table, name) not in _TO_DOCUMENTS:
                yield row.fault(name, f"an id in {file}, which must come along")
            elif value not in known_ids.get(table, ()):
                yield row.fault(name, f"an id in {file} or in the register")


def _loose_faults(rows: Sequence[Row]) -> Iterator[Finding]:
    """Yield the rows that belong to nothing."""
    for row in rows:
        columns = () if row.table in KINDS else link_columns(row.table)
        if columns and not any(row.values.get(column) for column in columns):
            yield row.fault(columns[0], f"what it belongs to, in one of {', '.join(columns)}")


def _table_meant(row: Row, name: str) -> str | None:
    """Return the table that an id points into. A parent may be in somebody else's register."""
    if name in ("link_id", "resource_id"):
        return _ANYWHERE
    table = name.removesuffix("_id")
    return table if name != table and table in hsds_tables() else None


def _circle_faults(rows: Sequence[Row]) -> Iterator[Finding]:
    terms = {row.values.get("id"): row for row in rows if row.table == "taxonomy_term"}
    for start, row in terms.items():
        seen = []
        current: Any = start
        while current in terms and current not in seen:
            seen.append(current)
            current = terms[current].values.get("parent_id")
        if current == start:
            names = " → ".join(str(terms[each].values.get("name")) for each in [*seen, start])
            yield row.fault("parent_id", f"a parent that is not below the term itself ({names})")


def _overlap_faults(rows: Sequence[Row]) -> Iterator[Finding]:
    """Yield the areas of one service that say the same twice, or lie within another of them."""
    by_service: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        if row.table == "service_area" and row.values.get("service_id"):
            by_service[row.values["service_id"]].append(row)
    for areas in by_service.values():
        has_country = any(row.values.get("extent_type") == "country" for row in areas)
        names = Counter(row.values.get("name") for row in areas)
        for row in areas:
            is_municipal = row.values.get("extent_type") in ("municipality", "neighbourhood")
            if has_country and is_municipal:
                yield row.fault("name", "no area within the whole country, which is there already")
            elif row.values.get("name") and names[row.values["name"]] > 1:
                yield row.fault("name", "each area once")
