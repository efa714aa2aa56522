"""What an import would do to the register: added, changed field by field, retired."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from referral_directory.register import KINDS, Document, Kind, Register, is_of_needs
from referral_directory.store import Change, NewVersion


@dataclass(frozen=True)
class FieldChange:
    """One value that becomes another; None where there was or will be none."""

    path: str
    old: Any
    new: Any


@dataclass(frozen=True)
class EntryChange:
    """One document that would be added, changed or retired, with each field that differs."""

    kind: Kind
    change: Change
    document: Document
    fields: tuple[FieldChange, ...] = ()

    @property
    def name(self) -> str:
        """How a person knows the entry."""
        return str(self.document.get("name") or self.document["id"])

    def as_version(self) -> NewVersion:
        """Return the change as it is written in the register."""
        return NewVersion(self.kind, self.change, self.document)


def changes_to(
    register: Register,
    documents: Mapping[Kind, Mapping[str, Document]],
    nested_only: Collection[str] = (),
    is_complete: bool = False,
) -> list[EntryChange]:
    """Return what would happen to `register`, in an order in which it can be written.

    A document replaces the one with its id; one that only stood inside another (`nested_only`)
    takes no field away. What the file does not hold stays, unless the file `is_complete`: then it
    is retired, services before the organizations they belong to. The needs that matching knows are
    never retired: they belong to the product.
    """
    found: list[EntryChange] = []
    for kind in KINDS:
        known = register.of(kind)
        for key, document in documents.get(kind, {}).items():
            old = known.get(key)
            new = {**(old or {}), **document} if key in nested_only else document
            if old is None:
                found.append(EntryChange(kind, "added", new))
            elif old != new:
                found.append(EntryChange(kind, "changed", new, tuple(differences(old, new))))
    if is_complete:
        for kind in reversed(KINDS):
            gone = register.of(kind).keys() - documents.get(kind, {}).keys()
            found += [
                EntryChange(kind, "retired", document)
                for key, document in register.of(kind).items()
                if key in gone and not is_of_needs(document)
            ]
    return found


def differences(old: Document, new: Document) -> Iterator[FieldChange]:
    """Yield each value that differs; rows of a list are compared by their ids.

    >>> [*differences({"phones": [{"id": "a1", "number": "1"}]}, {"name": "x"})]
    ... # doctest: +NORMALIZE_WHITESPACE
    [FieldChange(path='name', old=None, new='x'),
     FieldChange(path='phones[a1].id', old='a1', new=None),
     FieldChange(path='phones[a1].number', old='1', new=None)]
    """
    before, after = dict(_values(old)), dict(_values(new))
    for path in sorted(before.keys() | after.keys()):
        if before.get(path) != after.get(path):
            yield FieldChange(path, before.get(path), after.get(path))


def _values(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _values(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            label = str(item.get("id", index))[:8] if isinstance(item, dict) else index
            yield from _values(item, f"{path}[{label}]")
    else:
        yield path, value
