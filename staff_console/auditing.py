"""What an auditor does: draw files, see their steps, have a pack made, have the log checked.

Files are known by pseudonym. Each of these acts is an entry on the log, and the entries are what
is remembered: there is no table of draws or exports beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from audit_pack import DrawnFile, Period, draw
from evidence_log import LogEntry, VerificationError, entries_between, read_entries, record
from evidence_log.entry import Codes
from staff_console.audit_desk import DrawOrder
from staff_console.console import Console
from staff_console.errors import ConsoleError, NotThere
from staff_console.long_work import Job
from staff_console.sessions import Colleague
from storage.types import new_id
from storage.unit_of_work import UnitOfWork

_SEED = re.compile(r"[A-Za-z0-9_.:@/+-]{1,64}")
_NUMBER = re.compile(r"[1-9][0-9]{0,2}")
MOST_FILES = 200
PACK = "audit_pack"
SHOWN = 50


class DrawRefused(ConsoleError):
    """The seed or the number of files is none that can be proved later."""

    text_key = "draw_refused"


@dataclass(frozen=True)
class Drawn:
    """A draw that was made at ``at``, and its files as they are known now."""

    id: str
    at: datetime
    order: DrawOrder
    population: int
    files: tuple[DrawnFile, ...]


def read_order(period: Period, fields: Mapping[str, str]) -> DrawOrder:
    """Return what ``fields`` (``zaad``, ``aantal``) ask for; raise :class:`DrawRefused`."""
    seed, size = fields.get("zaad", "").strip(), fields.get("aantal", "")
    if not _SEED.fullmatch(seed) or not _NUMBER.fullmatch(size) or int(size) > MOST_FILES:
        raise DrawRefused(
            f"A seed has 1 to 64 letters, digits or signs of -_.:@/+ and a draw 1 to {MOST_FILES} "
            "files, so nothing was drawn."
        )
    return DrawOrder(period, seed, int(size))


def note_draw(unit: UnitOfWork, colleague: Colleague, order: DrawOrder) -> str:
    """Put a draw on the log; return its id."""
    draw_id = new_id()
    codes: Codes = {
        "draw": draw_id,
        "seed": order.seed,
        "files": order.size,
        "by": colleague.id,
        **_days(order.period),
    }
    record(unit, "sample_drawn", None, codes)
    return draw_id


def drawn(unit: UnitOfWork, colleague: Colleague, draw_id: str) -> Drawn:
    """Return a draw that stands on the log; looking at it is an entry too.

    Who was erased since is in no draw any more. Raises :class:`NotThere`.
    """
    found = _draw(unit, draw_id)
    record(unit, "viewed", None, {"what": "sample", "by": colleague.id, "reason": draw_id})
    return found


def drawn_file(unit: UnitOfWork, colleague: Colleague, draw_id: str, place: str) -> DrawnFile:
    """Return the file at ``place`` (from 1) of a draw; that it was seen is on the file's own log.

    Raises :class:`NotThere`, also for a file of an employee: for those nobody is appointed here.
    """
    files = _draw(unit, draw_id).files
    if not _NUMBER.fullmatch(place) or int(place) > len(files):
        raise NotThere("There is no such file in this draw.")
    found = files[int(place) - 1]
    if found.is_of_employee:
        raise NotThere("This file is not for an auditor.")
    codes = {"what": "sample_file", "by": colleague.id, "reason": draw_id}
    record(unit, "viewed", found.case_ref, codes)
    return found


def begin_pack(console: Console, colleague: Colleague, order: DrawOrder) -> str:
    """Begin to make a pack; return its id. Raises :class:`staff_console.long_work.Busy`."""
    pack_id, desk = new_id(), console.audits

    def work(job: Job) -> None:
        with console.database.unit() as unit:
            codes = {"what": PACK, "by": colleague.id, "export": pack_id, **_days(order.period)}
            record(unit, "exported", None, codes)
            entries = entries_between(unit, order.period.since, order.period.until)
            unit.commit()
        a_file = max(1, entries // 20)
        job.total = entries + 5 * a_file
        desk.make_pack(pack_id, order, job.advance, lambda: job.advance(a_file))

    console.work.begin(pack_id, work)
    return pack_id


def begin_check(console: Console, colleague: Colleague) -> str:
    """Begin to compute the whole log again; return the id of the check."""
    check_id, desk = new_id(), console.audits

    def work(job: Job) -> None:
        with console.database.unit() as unit:
            job.total = desk.status(unit).signed
        size, result = 0, "consistent"
        try:
            size = desk.verify(job.advance)
        except VerificationError as error:
            result = error.code
        with console.database.unit() as unit:
            codes: Codes = {"check": check_id, "result": result, "size": size, "by": colleague.id}
            record(unit, "log_verified", None, codes)
            unit.commit()

    console.work.begin(check_id, work)
    return check_id


def acts(unit: UnitOfWork, entry_type: str) -> list[LogEntry]:
    """Return the newest entries of one type that can be read, newest first."""
    found = [row for row in read_entries(unit, entry_types=[entry_type]) if not row.is_erased]
    return found[: -SHOWN - 1 : -1]


def check_with(unit: UnitOfWork, check_id: str) -> LogEntry | None:
    """Return the entry of a check, or None."""
    return _find(unit, "log_verified", "check", check_id)


def check_export(unit: UnitOfWork, export_id: str) -> None:
    """Raise :class:`NotThere` for an export that is not on the log."""
    _entry(unit, "exported", "export", export_id)


def _draw(unit: UnitOfWork, draw_id: str) -> Drawn:
    found = _entry(unit, "sample_drawn", "draw", draw_id)
    codes = found.codes
    period = Period(date.fromisoformat(codes["since"]), date.fromisoformat(codes["until"]))
    order = DrawOrder(period, codes["seed"], codes["files"])
    until = min(period.until, found.at)
    population, files = draw(unit, order.seed, order.size, period.since, until)
    return Drawn(draw_id, found.at, order, population, files)


def _entry(unit: UnitOfWork, entry_type: str, name: str, value: str) -> LogEntry:
    found = _find(unit, entry_type, name, value)
    if found is None:
        raise NotThere(f"No entry {entry_type} has {name} {value[:40]!r}.")
    return found


def _find(unit: UnitOfWork, entry_type: str, name: str, value: str) -> LogEntry | None:
    rows = read_entries(unit, entry_types=[entry_type])
    return next((row for row in rows if row.codes.get(name) == value), None)


def _days(period: Period) -> dict[str, str]:
    return {"since": period.first_on.isoformat(), "until": period.until_on.isoformat()}
