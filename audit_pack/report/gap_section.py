"""What is missing, so that nobody has to find out by reading everything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from audit_pack.counts import EntryCounter
from audit_pack.maturity import LOWEST_THAT_MEETS, SelfAssessment
from audit_pack.norms import requirements
from audit_pack.words import month, number, say, words


def gap_section(
    kpi_section: Sequence[Mapping[str, Any]],
    norm_section: Sequence[Mapping[str, Any]],
    entries: EntryCounter,
    months: Sequence[str],
    assessment: SelfAssessment | None,
) -> list[dict[str, str]]:
    """Return every gap: its id (``kind:subject``, the same in each pack) and its text."""
    return [
        *_kpi_gaps(kpi_section),
        *_maturity_gaps(assessment, norm_section),
        *_entry_gaps(entries, months),
        *_item_gaps(norm_section),
        *(
            _gap(
                "requirement_not_shown", each.number, f"{each.number}, {each.title}", each.not_shown
            )
            for each in requirements()
            if each.not_shown
        ),
    ]


def gaps_by_kind(gaps: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    """Return the gaps under a heading for each kind, in their order."""
    kinds = dict.fromkeys(gap["kind"] for gap in gaps)
    return [
        {
            "heading": words()["gap_headings"][kind],
            "texts": [gap["text"] for gap in gaps if gap["kind"] == kind],
        }
        for kind in kinds
    ]


def _kpi_gaps(kpis: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, str]]:
    for kpi in kpis:
        if kpi["permille"] is None:
            yield _gap("kpi_unknown", kpi["code"], f"{kpi['title']} ({kpi['result']})")
        elif kpi["target_percent"] is not None and kpi["permille"] < kpi["target_percent"] * 10:
            yield _gap(
                "kpi_below_target",
                kpi["code"],
                kpi["title"],
                value=kpi["result"],
                target=kpi["target_percent"],
            )


def _maturity_gaps(
    assessment: SelfAssessment | None, norms: Sequence[Mapping[str, Any]]
) -> Iterator[dict[str, str]]:
    if assessment is None:
        yield _gap("maturity_missing", "srcm", "")
        return
    titles = {item["code"]: item["title"] for norm in norms for item in norm["items"]}
    for part in assessment.parts:
        if part.level < LOWEST_THAT_MEETS:
            yield _gap("maturity_level_1", part.part, titles[f"srcm/{part.part}"])


def _entry_gaps(entries: EntryCounter, months: Sequence[str]) -> Iterator[dict[str, str]]:
    filled = {name for cells in entries.by_type.values() for name in cells}
    for name in months:
        if name not in filled:
            yield _gap("month_empty", name, month(name))
    if erased := entries.unreadable.total():
        yield _gap("erased", "entries", number(erased))


def _item_gaps(norms: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, str]]:
    for norm in norms:
        for item in norm["items"]:
            subject = f"{norm['title']}, {item['title']}"
            if item["has_topics"] and not item["entries"] and None not in item["months"]:
                yield _gap("item_without_entries", item["code"], subject)
            if item["not_shown"]:
                yield _gap("item_not_shown", item["code"], subject, item["not_shown"])


def _gap(
    kind: str, subject_id: object, subject: str, reason: str = "", **more: Any
) -> dict[str, str]:
    text = say(f"gap_{kind}", subject=subject, reason=reason, **more).strip()
    return {"id": f"{kind}:{subject_id}", "kind": kind, "text": text}
