"""The norms as data: what is publicly known of each item, and what the log shows for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from audit_pack.forms import read_form
from evidence_log.entry import entry_types

FOLDER = Path(__file__).with_name("norms")
ORDER = ("gbo_warm_incasseren", "gbo_warm_werkgeverschap", "srcm", "svi", "nvi", "wki", "law")


@dataclass(frozen=True)
class Source:
    """Where the public knowledge of a norm was read, and of which date it is."""

    title: str
    address: str
    date: str


@dataclass(frozen=True)
class Item:
    """One item of a norm.

    ``public`` is what is publicly known, in our words. ``topics`` are the ``serves`` codes of
    evidence_log/entry_types.yml; ``kpis`` and ``texts`` are what else shows it. ``shows`` and
    ``not_shown`` say in Dutch what the product shows, and what it does not.
    """

    code: str
    title: str
    public: str
    source: tuple[str, ...]
    topics: tuple[str, ...]
    kpis: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    shows: str | None = None
    not_shown: str | None = None
    group: str | None = None

    @property
    def entry_types(self) -> tuple[str, ...]:
        """The types of entries that serve one of the topics."""
        return tuple(
            name for name, kind in entry_types().items() if set(kind["serves"]) & set(self.topics)
        )


@dataclass(frozen=True)
class Norm:
    """A mark or law. ``numbers`` holds the organisation's own numbering of the items, if loaded."""

    code: str
    version: str
    title: str
    kind: str
    about: str
    audit: str
    sources: Mapping[str, Source]
    items: tuple[Item, ...]
    maturity_levels: Mapping[int, str] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Requirement:
    """One of the 68 requirements: the norm items that show it, or why it is not shown."""

    number: int
    title: str
    shown: tuple[str, ...]
    not_shown: str | None


@cache
def load_norms() -> tuple[Norm, ...]:
    """Return every norm that is mapped."""
    return tuple(_norm(_yaml(FOLDER / f"{code}.yml")) for code in ORDER)


@cache
def requirements() -> tuple[Requirement, ...]:
    """Return the 68 requirements in their order."""
    data = _yaml(FOLDER.with_name("requirements.yml"))
    return tuple(
        Requirement(number, row["title"], tuple(row.get("shown", ())), row.get("not_shown"))
        for number, row in data.items()
    )


def numbered(norms: tuple[Norm, ...], path: Path) -> tuple[Norm, ...]:
    """Return the norms with the numbering of the organisation's own norm texts, from ``path``.

    Raises :class:`audit_pack.errors.FormRefused` with every problem in the file.
    """
    known = {norm.code: {item.code for item in norm.items} for norm in norms}

    def problems(data: Any) -> list[str]:
        codes = [each["norm"] for each in data["norms"]]
        unknown_items = [
            f"norms.{each['norm']}: {code} is not one of its items; right would be one of: "
            + ", ".join(sorted(known[each["norm"]]))
            for each in data["norms"]
            for code in each["numbers"]
            if each["norm"] in known and code not in known[each["norm"]]
        ]
        return [
            *(
                f"norms: {code} is no norm; right: {', '.join(known)}"
                for code in {*codes} - {*known}
            ),
            *(f"norms: {code} stands here twice" for code in {*codes} if codes.count(code) > 1),
            *unknown_items,
        ]

    data = read_form(path, "numbering.schema.yml", problems)
    numbers = {each["norm"]: each["numbers"] for each in data["norms"]}
    return tuple(Norm(**{**norm.__dict__, "numbers": numbers.get(norm.code, {})}) for norm in norms)


def _norm(data: Mapping[str, Any]) -> Norm:
    return Norm(
        code=data["norm"],
        version=data["version"],
        title=data["title"],
        kind=data["kind"],
        about=data["about"],
        audit=data["audit"],
        sources={key: Source(**source) for key, source in data["sources"].items()},
        items=tuple(_item(item) for item in data["items"]),
        maturity_levels=data.get("maturity_levels", {}),
    )


def _item(data: Mapping[str, Any]) -> Item:
    lists = ("source", "topics", "kpis", "texts")
    values: dict[str, Any] = {
        key: tuple(value) if key in lists else value for key, value in data.items()
    }
    return Item(**values)


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))
