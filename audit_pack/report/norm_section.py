"""Per norm item: what is public, what the product shows, its entries over the months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from audit_pack.cells import Cell, figures
from audit_pack.counts import EntryCounter, is_about_people
from audit_pack.norms import Item, Norm, requirements
from audit_pack.report.charts import count_chart
from audit_pack.words import label, number, say


def norm_section(
    norms: Sequence[Norm],
    entries: EntryCounter,
    months: Sequence[str],
    kpi_results: Mapping[str, tuple[str, str]],
) -> list[dict[str, Any]]:
    """Return every norm with its items; ``kpi_results`` is figure → (title, outcome)."""
    return [
        {
            "code": norm.code,
            "title": norm.title,
            "version": norm.version,
            "kind": norm.kind,
            "about": norm.about,
            "audit": norm.audit,
            "items": [_item(norm, item, entries, months, kpi_results) for item in norm.items],
        }
        for norm in norms
    ]


def requirement_section(norms: Sequence[Norm]) -> list[dict[str, Any]]:
    """Return the 68 requirements with the titles of the items that show them."""
    titles = {f"{norm.code}/{item.code}": item.title for norm in norms for item in norm.items}
    return [
        {
            "number": each.number,
            "title": each.title,
            "shown": [titles[code] for code in each.shown],
            "not_shown": each.not_shown or "",
        }
        for each in requirements()
    ]


def shown_counts(cells: Mapping[str, Cell], about_people: bool) -> list[int | None]:
    """Return the counts by month; None where fewer than ten people may not be shown."""
    if not about_people:
        return [cell.counted for cell in cells.values()]
    return [
        None if each.state == "hidden" else each.counted or 0 for each in figures(cells).values()
    ]


def _item(
    norm: Norm,
    item: Item,
    entries: EntryCounter,
    months: Sequence[str],
    kpi_results: Mapping[str, tuple[str, str]],
) -> dict[str, Any]:
    types = item.entry_types
    counts = shown_counts(entries.cells(types, months), any(map(is_about_people, types)))
    own_number = norm.numbers.get(item.code)
    return {
        "code": f"{norm.code}/{item.code}",
        "title": item.title,
        "number": say("number", number=own_number) if own_number else "",
        "public": item.public,
        "sources": "; ".join(_source(norm, key) for key in item.source),
        "shows": item.shows or "",
        "not_shown": item.not_shown or "",
        "has_topics": bool(item.topics),
        "entries": sum(count or 0 for count in counts),
        "entries_text": _entries_text(counts) if item.topics else "",
        "months": counts,
        "chart": count_chart(counts) if any(counts) else "",
        "chart_text": f"{item.title}. {label('bar_chart')}",
        "kpis": [kpi_results[code] for code in item.kpis],
    }


def _entries_text(counts: Sequence[int | None]) -> str:
    together = sum(count or 0 for count in counts)
    if together:
        return say("entries_counted", count=number(together))
    return say("entries_hidden" if None in counts else "entries_none")


def _source(norm: Norm, key: str) -> str:
    source = norm.sources[key]
    return f"{source.title} ({source.address}, {source.date})"
