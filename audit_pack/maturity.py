"""The organisation's self-assessment on the five maturity levels of the SRCM norm."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from audit_pack.forms import read_form
from audit_pack.kpis import kpis
from audit_pack.norms import Norm

NORM = "srcm"
LOWEST_THAT_MEETS = 2


@dataclass(frozen=True)
class Assessed:
    """One part with its level (1 to 5), why, and where the evidence is.

    A link is ``kpi:code``, ``topic:code`` (entries in the log), or the name or address of a
    document of the organisation.
    """

    part: str
    level: int
    why: str
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class SelfAssessment:
    """A filled-in form."""

    assessed_on: date
    assessed_by: str
    parts: tuple[Assessed, ...]


def read_self_assessment(path: Path, norms: Iterable[Norm]) -> SelfAssessment:
    """Return the form in ``path``.

    Raises :class:`audit_pack.errors.FormRefused` with every problem: a part that is missing,
    unknown or given twice, a level above 1 without evidence, a link to what does not exist.
    """
    srcm = next(norm for norm in norms if norm.code == NORM)

    def problems(data: Any) -> list[str]:
        parts = [part["part"] for part in data["parts"]]
        known = [item.code for item in srcm.items]
        return [
            *(f"parts: {code} is missing" for code in known if code not in parts),
            *(f"parts: {code} is not a part" for code in parts if code not in known),
            *(f"parts: {code} stands here twice" for code in {*parts} if parts.count(code) > 1),
            *(problem for part in data["parts"] for problem in _evidence_problems(part, srcm)),
        ]

    data = read_form(path, "self_assessment.schema.yml", problems)
    parts = (
        Assessed(part["part"], part["level"], part["why"], tuple(part["evidence"]))
        for part in data["parts"]
    )
    return SelfAssessment(data["assessed_on"], data["assessed_by"], tuple(parts))


def _evidence_problems(part: dict[str, Any], srcm: Norm) -> list[str]:
    if part["level"] >= LOWEST_THAT_MEETS and not part["evidence"]:
        return [f"{part['part']}: level {part['level']} needs at least one link to evidence"]
    known = {
        "kpi": {kpi.code for kpi in kpis()},
        "topic": {topic for item in srcm.items for topic in item.topics},
    }
    return [
        f"{part['part']}: {link} does not exist"
        for link in part["evidence"]
        for kind, _, code in [link.partition(":")]
        if kind in known and code not in known[kind]
    ]
