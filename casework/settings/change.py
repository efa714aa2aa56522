"""Change settings: checked as the files are, by two people where limits change, and proved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

import rfc8785

from casework.errors import CaseworkError, MoveNotAllowed, SecondPersonNeeded
from casework.organisation import Organisation
from casework.settings.store import (
    IN_FORCE,
    REFUSED,
    WAITING,
    SettingsVersion,
    accepted,
    next_number,
    version_with,
)
from casework.settings.values import POLICY, is_limit, settings_of, with_settings
from evidence_log import record
from evidence_log.entry import Codes
from storage.unit_of_work import UnitOfWork

LONGEST_REASON = 300
_ONE_CHANGE_AT_A_TIME = 4_119


class NothingToChange(CaseworkError):
    """Every value is as it was, or nothing says why it should change."""

    text_key = "casework_nothing_to_change"


def settled(from_file: Organisation, rows: Iterable[SettingsVersion]) -> Organisation:
    """Return what the file says with the changes in ``rows``, the last one winning.

    Raises :class:`casework.settings.values.SettingsRefused` when they cannot stand together.
    """
    values: dict[str, Any] = {}
    policy_version = ""
    for row in rows:
        values |= row.changes
        if any(name.startswith(POLICY) for name in row.changes):
            policy_version = str(row.number)
    return with_settings(from_file, values, policy_version) if values else from_file


def change_settings(
    unit: UnitOfWork,
    from_file: Organisation,
    values: Mapping[str, Any],
    reason: str,
    valid_from: datetime | None,
    colleague: str,
) -> SettingsVersion:
    """Return the new version; it counts from ``valid_from`` (None or past: now).

    A change of a limit waits for somebody else where the organisation asks for that. Raises
    :class:`casework.settings.values.SettingsRefused`, and :class:`NothingToChange` without a
    reason or a value that differs.
    """
    unit.lock(_ONE_CHANGE_AT_A_TIME)
    moment = max(valid_from or unit.now, unit.now)
    rows = accepted(unit)
    present = settings_of(settled(from_file, [row for row in rows if row.valid_from <= moment]))
    changed = {name: each for name, each in values.items() if present.get(name, unit) != each}
    plain = " ".join(reason.split())[:LONGEST_REASON]
    if not changed or not plain:
        raise NothingToChange(
            "No value differs from what counts then, or there is no reason, so nothing was kept. "
            "Change a value and say why: others read it later."
        )
    waits = from_file.second_person_for_limits and any(map(is_limit, changed))
    row = SettingsVersion(
        number=next_number(unit),
        changes=changed,
        before={name: present.get(name) for name in changed},
        reason=plain,
        valid_from=moment,
        state=WAITING if waits else IN_FORCE,
        changed_by=colleague,
        changed_at=unit.now,
    )
    _check(from_file, rows, row)
    unit.add(row)
    _record(unit, row, colleague)
    return row


def decide_settings(
    unit: UnitOfWork, from_file: Organisation, number: int, colleague: str, *, accepts: bool
) -> SettingsVersion:
    """Accept or refuse a change that waits; who proposed it can only take it back.

    An accepted change counts from its moment, or from now when that is past. Raises
    :class:`casework.errors.SecondPersonNeeded` for the one who proposed it,
    :class:`casework.errors.MoveNotAllowed` when it does not wait, and
    :class:`casework.settings.values.SettingsRefused` when other settings changed meanwhile.
    """
    unit.lock(_ONE_CHANGE_AT_A_TIME)
    row = version_with(unit, number)
    if row is None or row.state != WAITING:
        raise MoveNotAllowed(
            f"Change {number} does not wait for anybody, so nothing was decided. "
            "Look at the history: it was decided before, or never made."
        )
    if accepts and row.changed_by == colleague:
        raise SecondPersonNeeded(
            "You proposed this change yourself, so nothing was decided. Ask somebody else."
        )
    if accepts:
        row.valid_from = max(row.valid_from, unit.now)
        _check(from_file, accepted(unit), row)
    row.state = IN_FORCE if accepts else REFUSED
    row.decided_by, row.decided_at = colleague, unit.now
    _record(unit, row, colleague)
    return row


def _check(from_file: Organisation, rows: Iterable[SettingsVersion], new: SettingsVersion) -> None:
    """Refuse ``new`` when it cannot stand now, or beside a change that is still to come."""
    together = sorted([*rows, new], key=lambda row: (row.valid_from, row.number))
    for place in range(together.index(new), len(together)):
        settled(from_file, together[: place + 1])


def _record(unit: UnitOfWork, row: SettingsVersion, colleague: str) -> None:
    codes: Codes = {
        "version": str(row.number),
        "settings": sorted(row.changes),
        "sha256": sha256(rfc8785.dumps(row.changes)).hexdigest(),
        "from_on": row.valid_from.date().isoformat(),
        "state": row.state,
        "colleague": colleague,
    }
    record(unit, "settings_changed", None, codes)
