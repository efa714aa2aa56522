"""The figures of a pack: every month, the two halves, the direction, a chart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from audit_pack.cells import Cell, Figure, figure, figures, total
from audit_pack.kpis import Kpi, kpis
from audit_pack.report.charts import share_chart
from audit_pack.words import figure_text, label, month, number, percent, say, unknown_text

SAME_WITHIN_PERMILLE = 10


def kpi_section(cells: Mapping[str, Mapping[str, Cell]]) -> list[dict[str, Any]]:
    """Return each figure with its definition and outcome."""
    return [_shown(kpi, cells[kpi.code]) for kpi in kpis()]


def trend(first: Figure, second: Figure, better: str) -> str:
    """Return the direction from one half to the other: better, worse, same or unknown."""
    if first.permille is None or second.permille is None:
        return "unknown"
    step = second.permille - first.permille
    if abs(step) < SAME_WITHIN_PERMILLE:
        return "same"
    return "better" if (step > 0) == (better == "higher") else "worse"


def _shown(kpi: Kpi, cells: Mapping[str, Cell]) -> dict[str, Any]:
    months = figures(cells)
    names = list(cells)
    middle = len(names) // 2
    first = figure(total(cells[name] for name in names[:middle]))
    second = figure(total(cells[name] for name in names[middle:]))
    whole = figure(total(cells.values()))
    direction = trend(first, second, kpi.better)
    shares = [each.permille for each in months.values()]
    return {
        "code": kpi.code,
        "title": kpi.title,
        "definition": kpi.definition,
        "formula": kpi.formula,
        "source": kpi.source,
        "target_percent": kpi.target_percent,
        "target": _target(kpi),
        "result": figure_text(whole),
        "unknown": unknown_text(whole),
        "permille": whole.permille,
        "counted": whole.counted,
        "state": whole.state,
        "first_half": figure_text(first),
        "second_half": figure_text(second),
        "trend": direction,
        "trend_text": say(f"trend_{direction}"),
        "months": [_month(name, each) for name, each in months.items()],
        "chart": share_chart(shares, [month(name) for name in names], kpi.target_percent),
        "has_chart": any(share is not None for share in shares),
        "chart_text": f"{kpi.title}. {label('line_chart')}",
    }


def _month(name: str, each: Figure) -> dict[str, Any]:
    is_shown = each.state == "shown"
    return {
        "month": name,
        "label": month(name),
        "state": each.state,
        "permille": each.permille,
        "counted": each.counted if is_shown else None,
        "share_text": percent(each.permille) if each.permille is not None else "",
        "counted_text": number(each.counted) if is_shown and each.counted is not None else "",
        "text": figure_text(each),
    }


def _target(kpi: Kpi) -> str:
    if kpi.target_percent is None:
        return say("no_target")
    return say("target", percent=kpi.target_percent)
