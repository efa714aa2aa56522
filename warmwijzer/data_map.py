"""What every table holds, why and how long: the data maps of all packages beside the schema."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

import yaml

from casework.organisation import Retention
from warmwijzer.tables import ALL

_ROOT = Path(__file__).parents[1]
_WORDS = Path(__file__).with_name("data_map_nl.yml")


@dataclass(frozen=True)
class Purpose:
    """One table: ``classes`` is column → class of data; ``term`` is a key of the terms."""

    table: str
    purpose: str
    basis: str
    term: str
    classes: dict[str, str]


def data_map() -> tuple[Purpose, ...]:
    """Return what is written down of each table, by name."""
    found = []
    for path in sorted(_ROOT.glob("*/data_map.yml")):
        for table, said in yaml.safe_load(path.read_text("utf-8")).items():
            columns = said.pop("columns")
            classes = {name: kind for kind, names in columns.items() for name in names}
            found.append(Purpose(table=table, classes=classes, **said))
    return tuple(sorted(found, key=lambda each: each.table))


def unmapped() -> list[str]:
    """Return every column (``table.column``) that stands in one of the two places only."""
    in_schema = {f"{t.name}.{c.name}" for t in ALL.tables.values() for c in t.columns}
    in_map = {f"{each.table}.{name}" for each in data_map() for name in each.classes}
    return sorted(in_schema ^ in_map)


def retention_schedule(retention: Retention) -> str:
    """Return the retention schedule as a page in Markdown, with the terms of the organisation."""
    words: dict[str, Any] = yaml.safe_load(_WORDS.read_text("utf-8"))
    terms = {
        key: Template(text).substitute(retention.__dict__) for key, text in words["terms"].items()
    }
    lines = [f"# {words['title']}", "", words["about"], "", _row(words["columns"])]
    lines.append(_row(["---"] * len(words["columns"])))
    for each in data_map():
        classes = dict.fromkeys(each.classes.values())
        shown = "; ".join(
            f"{words['classes'][kind]}: "
            + ", ".join(f"`{name}`" for name, its in each.classes.items() if its == kind)
            for kind in classes
        )
        lines.append(_row([f"`{each.table}`", each.purpose, each.basis, terms[each.term], shown]))
    return "\n".join(lines) + "\n"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
