"""One file as a timeline of steps for an auditor: who it is about cannot be seen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from audit_pack.facts import Fact

_ROW_ID = re.compile(r"[0-9a-f]{32}")
_SHOWN_OF_ID = 6
HIDDEN = "▪▪▪"


@dataclass(frozen=True)
class Step:
    """One entry in a timeline. ``details`` are codes as ``name=value``, redacted."""

    sequence: int
    at: datetime
    title: str
    details: str


def timeline(facts: Iterable[Fact]) -> tuple[Step, ...]:
    """Return the steps of a file, in order.

    Identifiers of rows are cut to six characters (enough to see what belongs together); colleagues,
    services and what can hint at health or religion are hidden.
    """
    return tuple(
        Step(fact.sequence, fact.at, title_of(fact.entry_type), _details(fact.codes))
        for fact in facts
    )


def title_of(entry_type: str) -> str:
    """Return what a type of entry is called; its own name when it has no title yet."""
    title: str = _words()["titles"].get(entry_type, entry_type)
    return title


def _details(codes: Mapping[str, Any]) -> str:
    shown = ((name, _shown(name, value)) for name, value in sorted(codes.items()))
    return ", ".join(f"{name}={value}" for name, value in shown if value != "")


def _shown(name: str, value: Any) -> str:
    if name in _words()["redacted"]:
        return HIDDEN
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return "+".join(_shown(name, each) for each in value)
    text = str(value)
    if name == "decided_by" and text != "assistant":
        return HIDDEN
    return text[:_SHOWN_OF_ID] if _ROW_ID.fullmatch(text) else text


@cache
def _words() -> Mapping[str, Any]:
    path = Path(__file__).with_name("entry_titles.yml")
    words: Mapping[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return words
