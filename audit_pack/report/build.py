"""Puts the sections of a pack together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from audit_pack.artifacts import Artifact
from audit_pack.facts import LOCAL_TIME
from audit_pack.findings import Findings
from audit_pack.maturity import SelfAssessment
from audit_pack.norms import Norm
from audit_pack.report.change_section import FORMAT, change_section
from audit_pack.report.gap_section import gap_section, gaps_by_kind
from audit_pack.report.kpi_section import kpi_section
from audit_pack.report.norm_section import norm_section, requirement_section
from audit_pack.report.sample_section import sample_section
from audit_pack.words import day, label, moment, number, say, words


@dataclass(frozen=True)
class Wanted:
    """What a pack is about, beside the log itself. ``root`` is of the log's tree, if known."""

    organisation: str
    norms: tuple[Norm, ...]
    artifacts: Sequence[Artifact]
    assessment: SelfAssessment | None = None
    earlier: Mapping[str, Any] | None = None
    root: str | None = None


def build_report(findings: Findings, wanted: Wanted, made_at: datetime) -> dict[str, Any]:
    """Return everything that a pack shows. ``data`` is its machine-readable part."""
    period, entries = findings.period, findings.entries
    shown_kpis = kpi_section(findings.kpis)
    results = {kpi["code"]: (kpi["title"], kpi["result"]) for kpi in shown_kpis}
    norms = norm_section(wanted.norms, entries, period.months, results)
    gaps = gap_section(shown_kpis, norms, entries, period.months, wanted.assessment)
    sample = sample_section(findings.sample)
    data = _data(findings, wanted, shown_kpis, gaps, sample, made_at)
    return {
        "headings": words()["headings"],
        "labels": words()["labels"],
        "title": say("title"),
        "subtitle": say("subtitle"),
        "organisation": wanted.organisation,
        "period": say("period", first=day(period.first_on), last=day(period.last_on)),
        "facts": [
            (label("organisation"), wanted.organisation),
            (label("period"), say("period", first=day(period.first_on), last=day(period.last_on))),
            (label("made_at"), moment(made_at.astimezone(LOCAL_TIME))),
            (label("entries"), number(sum(map(entries.total, entries.by_type)))),
            (label("seed"), findings.sample.seed),
            *([(label("root"), wanted.root)] if wanted.root else []),
        ],
        "explained": [say("trend_explained"), say("hidden_explained"), say("sample_method")],
        "kpis": shown_kpis,
        "norms": norms,
        "requirements": requirement_section(wanted.norms),
        "maturity": _maturity(wanted),
        "sample": sample,
        "gaps": gaps_by_kind(gaps),
        "changes": change_section(data, wanted.earlier),
        "artifacts": [
            {"kind": each.kind, "name": each.name, "sha256": each.sha256}
            for each in wanted.artifacts
        ],
        "data": data,
    }


def _maturity(wanted: Wanted) -> dict[str, Any]:
    assessment = wanted.assessment
    srcm = next((norm for norm in wanted.norms if norm.maturity_levels), None)
    if assessment is None or srcm is None:
        return {"assessed": "", "parts": []}
    titles = {item.code: item.title for item in srcm.items}
    return {
        "assessed": say("assessed", day=day(assessment.assessed_on), by=assessment.assessed_by),
        "parts": [
            {
                "title": titles[part.part],
                "level": part.level,
                "name": srcm.maturity_levels[part.level],
                "why": part.why,
                "evidence": ", ".join(part.evidence),
            }
            for part in assessment.parts
        ],
    }


def _data(
    findings: Findings,
    wanted: Wanted,
    shown_kpis: Sequence[Mapping[str, Any]],
    gaps: Sequence[Mapping[str, str]],
    sample: Mapping[str, Any],
    made_at: datetime,
) -> dict[str, Any]:
    kept = ("title", "permille", "counted", "state", "trend")
    months = ("month", "state", "permille", "counted")
    return {
        "format": FORMAT,
        "organisation": wanted.organisation,
        "first_on": findings.period.first_on.isoformat(),
        "until_on": findings.period.until_on.isoformat(),
        "made_at": made_at.isoformat(),
        "root": wanted.root,
        "kpis": {
            kpi["code"]: {
                **{key: kpi[key] for key in kept},
                "months": [{key: each[key] for key in months} for each in kpi["months"]],
            }
            for kpi in shown_kpis
        },
        "gaps": {gap["id"]: gap["text"] for gap in gaps},
        "norms": {norm.code: norm.version for norm in wanted.norms},
        "numbers": {norm.code: dict(norm.numbers) for norm in wanted.norms if norm.numbers},
        "artifacts": {f"{each.kind}/{each.name}": each.sha256 for each in wanted.artifacts},
        "maturity": {
            part.part: part.level for part in (wanted.assessment.parts if wanted.assessment else ())
        },
        "sample": {
            "seed": findings.sample.seed,
            "size": findings.sample.size,
            "population": findings.sample.population,
            "files": sample["files"],
        },
    }
