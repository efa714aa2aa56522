"""The export for an auditor: the provable log, and the same entries as tables people can read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from string import Template

from audit_pack.artifacts import Artifact
from audit_pack.facts import LOCAL_TIME
from audit_pack.months import Period
from audit_pack.output.new_folder import new_folder
from audit_pack.output.pdf import TEMPLATES, write_pdf
from audit_pack.output.table_file import Appends, table_file
from audit_pack.output.workbook import Workbook
from audit_pack.timelines import title_of
from audit_pack.words import day, file_name, label, moment, number, say, words
from evidence_log import Export, LogEntry, export
from evidence_log.entry import entry_types
from storage.unit_of_work import UnitOfWork

COLUMNS = ("entry", "at", "entry_type", "title", "case", "details", "leaf_hash", "erased")


@dataclass
class Tally:
    """What was written: entries and erased ones by type, and the sums of the numbers in them."""

    entries: Counter[str] = field(default_factory=Counter)
    erased: Counter[str] = field(default_factory=Counter)
    sums: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, entry: LogEntry) -> None:
        """Count one entry."""
        self.entries[entry.entry_type] += 1
        self.erased[entry.entry_type] += entry.is_erased
        for code, kind in entry_types().get(entry.entry_type, {"codes": {}})["codes"].items():
            if kind == "count":
                self.sums[entry.entry_type, code] += entry.codes.get(code, 0)


@dataclass(frozen=True)
class PeriodExport:
    """The export of the log itself, and what was counted on the way."""

    log: Export
    tally: Tally


def write_period_export(
    unit: UnitOfWork,
    folder: Path,
    period: Period,
    organisation: str,
    artifacts: Sequence[Artifact],
    on_entry: Callable[[], object] = lambda: None,
) -> PeriodExport:
    """Write the entries of ``period`` in the new ``folder``, one by one: memory does not grow.

    In it: the provable log with its verifier (``evidence_log/FORMAT.md``), the entries as CSV and
    XLSX, an overview as PDF/A, the ``artifacts`` that were in force, and one page of instructions.
    Raises :class:`audit_pack.errors.FolderTaken`, :class:`audit_pack.errors.WritingFailed` and what
    :func:`evidence_log.export` raises; nothing is left behind then.
    """
    tally = Tally()
    with new_folder(folder) as work:
        with ExitStack() as files:
            headings = [label(column) for column in COLUMNS]
            book = files.enter_context(Workbook(work / file_name("entries_workbook")))
            tables: list[Appends] = [
                files.enter_context(table_file(work / file_name("entries_csv"), headings)),
                book.sheet(
                    words()["headings"]["entries"], headings, (10, 20, 28, 34, 34, 90, 70, 8)
                ),
            ]

            def write(entry: LogEntry) -> None:
                tally.add(entry)
                row = _row(entry)
                for table in tables:
                    table.append(row)
                on_entry()

            log = export(unit, work / file_name("log"), period.since, period.until, write)
            _write_counts(book, tally)
        _write_artifacts(work, artifacts)
        _write_overview(work, organisation, period, artifacts, PeriodExport(log, tally), unit.now)
        _write_instructions(work, period)
    return PeriodExport(log, tally)


def _row(entry: LogEntry) -> tuple[str | int, ...]:
    codes = ", ".join(f"{name}={_text(value)}" for name, value in sorted(entry.codes.items()))
    at = entry.at.astimezone(LOCAL_TIME)
    return (
        entry.sequence,
        f"{entry.on:%d-%m-%Y}" if entry.is_erased else f"{at:%d-%m-%Y %H:%M:%S}",
        entry.entry_type,
        title_of(entry.entry_type),
        entry.case_ref or "",
        codes,
        entry.leaf_hash.hex(),
        label("erased") if entry.is_erased else "",
    )


def _text(value: object) -> str:
    return "+".join(map(str, value)) if isinstance(value, list) else str(value)


def _write_counts(book: Workbook, tally: Tally) -> None:
    heads = words()["headings"]
    book.table(
        heads["counts"],
        [label(key) for key in ("entry_type", "title", "count", "erased")],
        (
            (name, title_of(name), count, tally.erased[name])
            for name, count in sorted(tally.entries.items())
        ),
        (30, 44, 12, 12),
    )
    book.table(
        heads["sums"],
        [label(key) for key in ("entry_type", "details", "sum")],
        ((name, code, total) for (name, code), total in sorted(tally.sums.items())),
        (30, 20, 14),
    )


def _write_artifacts(work: Path, artifacts: Sequence[Artifact]) -> None:
    folder = work / file_name("artifacts")
    headings = [label(key) for key in ("kind", "name", "in_force_at", "sha256")]
    with table_file(work / file_name("artifacts_csv"), headings) as table:
        for each in artifacts:
            since = each.in_force_at.astimezone(LOCAL_TIME) if each.in_force_at else None
            table.append((each.kind, each.name, moment(since) if since else "", each.sha256))
            place = folder / each.kind / each.sha256[:12] / each.name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(each.content)


def _write_overview(
    work: Path,
    organisation: str,
    period: Period,
    artifacts: Sequence[Artifact],
    made: PeriodExport,
    made_at: datetime,
) -> None:
    shown = say("period", first=day(period.first_on), last=day(period.last_on))
    data = {
        "title": say("export_title"),
        "subtitle": say("subtitle"),
        "organisation": organisation,
        "period": shown,
        "headings": words()["headings"],
        "labels": words()["labels"],
        "facts": [
            (label("organisation"), organisation),
            (label("period"), shown),
            (label("made_at"), moment(made_at.astimezone(LOCAL_TIME))),
            (label("entries"), number(made.log.entries)),
            (label("erased"), number(made.log.erased)),
            (label("size"), number(made.log.size)),
            (label("root"), made.log.root),
        ],
        "counts": [
            (title_of(name), name, number(count), number(made.tally.erased[name]))
            for name, count in sorted(made.tally.entries.items())
        ],
        "sums": [
            (title_of(name), f"{name}.{code}", number(total))
            for (name, code), total in sorted(made.tally.sums.items())
        ],
        "artifacts": [(each.kind, each.name, each.sha256) for each in artifacts],
    }
    write_pdf(work / file_name("overview"), "overview.typ", data, made_at)


def _write_instructions(work: Path, period: Period) -> None:
    page = Template((TEMPLATES / "instructions.txt").read_text("utf-8"))
    shown = say("period", first=day(period.first_on), last=day(period.last_on))
    (work / file_name("instructions")).write_text(
        page.substitute(words()["files"], period=shown), "utf-8"
    )
