"""Makes the audit pack: one folder with the same facts as PDF, workbook, web page and data."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from audit_pack.findings import Findings
from audit_pack.output.new_folder import new_folder
from audit_pack.output.pack_workbook import write_pack_workbook
from audit_pack.output.pdf import made_readable, write_pdf
from audit_pack.output.web_page import write_page
from audit_pack.report import Wanted, build_report
from audit_pack.report.change_section import DATA_FILE
from audit_pack.words import file_name


def write_pack(
    folder: Path,
    findings: Findings,
    wanted: Wanted,
    made_at: datetime,
    on_step: Callable[[], object] = lambda: None,
) -> dict[str, Any]:
    """Write PDF, workbook, page and ``pack.json`` in the new ``folder``; return what they show.

    ``on_step`` is called after each file. Raises :class:`audit_pack.errors.FolderTaken` and
    :class:`audit_pack.errors.WritingFailed`; nothing is half done then.
    """
    report = build_report(findings, wanted, made_at)
    with new_folder(folder) as work:
        write_pdf(work / file_name("pack_pdf"), "pack.typ", report, made_at)
        on_step()
        write_pack_workbook(work / file_name("pack_workbook"), report)
        on_step()
        write_page(work / file_name("pack_page"), "pack.html", report)
        on_step()
        data = json.dumps(made_readable(report["data"]), indent=2, ensure_ascii=False)
        (work / DATA_FILE).write_text(f"{data}\n", "utf-8")
        on_step()
    return report
