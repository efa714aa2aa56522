"""The workbook of an audit pack."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from audit_pack.output.workbook import Workbook


def write_pack_workbook(path: Path, report: Mapping[str, Any]) -> None:
    """Write every section of ``report`` on a sheet of its own."""
    heads, labels = report["headings"], report["labels"]
    with Workbook(path) as book:
        book.table(
            heads["summary"],
            [report["title"], ""],
            [*report["facts"], *(("", text) for text in report["explained"])],
            (28, 90),
        )
        book.table(
            heads["kpis"],
            [
                labels[key]
                for key in ("figure", "result", "first_half", "second_half", "trend", "goal")
            ]
            + [labels["definition"], labels["formula"], labels["source"]],
            (
                (
                    kpi["title"],
                    f"{kpi['result']} {kpi['unknown']}".strip(),
                    kpi["first_half"],
                    kpi["second_half"],
                    kpi["trend_text"],
                    kpi["target"],
                    kpi["definition"],
                    kpi["formula"],
                    kpi["source"],
                )
                for kpi in report["kpis"]
            ),
            (44, 26, 22, 22, 14, 16, 70, 60, 50),
        )
        book.table(
            heads["months"],
            [labels["figure"], labels["month"], labels["share"], labels["counted"]],
            (
                (kpi["title"], each["month"], each["share_text"] or each["text"], each["counted"])
                for kpi in report["kpis"]
                for each in kpi["months"]
            ),
            (60, 12, 26, 12),
        )
        book.table(
            heads["norms"],
            [
                labels[key]
                for key in (
                    "norm",
                    "version",
                    "number",
                    "item",
                    "public",
                    "source",
                    "shows",
                    "not_shown",
                    "entries",
                    "figures",
                )
            ],
            (
                (
                    norm["title"],
                    norm["version"],
                    item["number"],
                    item["title"],
                    item["public"],
                    item["sources"],
                    item["shows"],
                    item["not_shown"],
                    item["entries_text"],
                    "; ".join(f"{title}: {result}" for title, result in item["kpis"]),
                )
                for norm in report["norms"]
                for item in norm["items"]
            ),
            (34, 12, 14, 40, 60, 50, 60, 50, 34, 60),
        )
        book.table(
            heads["requirements"],
            [labels["number"], labels["requirement"], labels["shown_by"], labels["not_shown"]],
            (
                (each["number"], each["title"], "; ".join(each["shown"]), each["not_shown"])
                for each in report["requirements"]
            ),
            (10, 50, 70, 70),
        )
        book.table(
            heads["maturity"],
            [labels["part"], labels["level"], labels["why"], labels["evidence"]],
            (
                (part["title"], part["level"], part["why"], part["evidence"])
                for part in report["maturity"]["parts"]
            ),
            (50, 10, 70, 60),
        )
        book.table(
            heads["sample"],
            [labels[key] for key in ("file", "rank", "entry", "at", "step", "details")],
            (
                (
                    each["label"],
                    each["rank"],
                    step["sequence"],
                    step["at"],
                    step["title"],
                    step["details"],
                )
                for each in report["sample"]["files"]
                for step in each["steps"]
            ),
            (12, 20, 10, 18, 36, 100),
        )
        book.table(
            heads["gaps"],
            [labels["kind"], heads["gaps"]],
            ((group["heading"], text) for group in report["gaps"] for text in group["texts"]),
            (44, 140),
        )
        book.table(
            heads["changes"], [heads["changes"]], ((text,) for text in report["changes"]), (140,)
        )
        book.table(
            heads["artifacts"],
            [labels["kind"], labels["name"], labels["sha256"]],
            ((each["kind"], each["name"], each["sha256"]) for each in report["artifacts"]),
            (16, 60, 70),
        )
