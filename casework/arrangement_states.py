"""Take over from the organisation's administration whether arrangements are kept."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from casework.errors import FileRefused
from casework.store import Arrangement, committed
from casework.whole_case.store import case_ref
from evidence_log import read_entries, record
from storage.unit_of_work import UnitOfWork

COLUMNS = ("arrangement", "state", "as_of")
STATES = ("kept", "behind", "ended", "completed")
_ENTRY = "arrangement_state_known"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class StatesTaken:
    """How many lines were new, and how many were known already."""

    new: int
    known: int


def take_states(unit: UnitOfWork, path: Path, source: str) -> StatesTaken:
    """Put the states in a CSV file (:data:`COLUMNS`, comma or semicolon) on the evidence log.

    ``kept``: payments are up to date on the day ``as_of``; ``behind``: not; ``ended``: broken off;
    ``completed``: all is paid. ``source`` is a code for the administration. The same line again
    changes nothing. Raises :class:`casework.errors.FileRefused` with every problem in the file;
    nothing is taken over then.
    """
    text = path.read_text("utf-8-sig")
    header = text.partition("\n")[0]
    rows = csv.DictReader(text.splitlines(), delimiter=";" if ";" in header else ",")
    if missing := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
        raise FileRefused(path.name, [f"line 1: the columns {', '.join(missing)} are missing"])
    lines = list(rows)
    if problems := list(_problems(unit, lines)):
        raise FileRefused(path.name, problems)
    known = {_key(entry.codes) for entry in read_entries(unit) if entry.entry_type == _ENTRY}
    taken = 0
    for line in lines:
        if _key(line) not in known:
            known.add(_key(line))
            taken += 1
            row = committed(unit, Arrangement, line["arrangement"]) or {}
            codes = {**{name: line[name] for name in COLUMNS}, "source": source}
            record(unit, _ENTRY, case_ref(unit, row["case_id"]), codes)
    return StatesTaken(taken, len(lines) - taken)


def _problems(unit: UnitOfWork, lines: list[dict[str, str]]) -> Iterator[str]:
    for number, line in enumerate(lines, start=2):
        if committed(unit, Arrangement, line["arrangement"] or "") is None:
            yield f"line {number}, arrangement: {line['arrangement']!r} is not an arrangement here"
        if line["state"] not in STATES:
            yield f"line {number}, state: right would be one of {', '.join(STATES)}"
        if not _is_past_day(line["as_of"] or "", unit.now.date()):
            yield f"line {number}, as_of: right would be a day that is not in the future"


def _is_past_day(text: str, today: date) -> bool:
    try:
        return _DAY.fullmatch(text) is not None and date.fromisoformat(text) <= today
    except ValueError:
        return False


def _key(values: Mapping[str, str]) -> tuple[str | None, ...]:
    return tuple(values.get(name) for name in COLUMNS)
