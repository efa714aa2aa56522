"""Write, read and erase entries."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from evidence_log import store
from evidence_log.canonical import parse_canonical
from evidence_log.entry import Codes, Entry, body_bytes, leaf_bytes, make_entry
from evidence_log.errors import EvidenceError
from evidence_log.merkle import leaf_hash
from evidence_log.sealing import commit, new_salt, new_wrapped_key, seal, unseal, unwrap_key
from storage import crash_points
from storage.unit_of_work import UnitOfWork

_PENDING = "evidence"
CLOCK_TOLERANCE = timedelta(minutes=1)


@dataclass(frozen=True)
class LogEntry:
    """One entry as it stands in the log. Of an erased one only the leaf is left.

    Then ``is_erased`` is true, ``case_ref`` is None, ``codes`` is empty and ``at`` is the first
    moment of its day. ``body`` and ``salt`` open the commitment in ``leaf`` (FORMAT.md).
    """

    sequence: int
    entry_type: str
    on: date
    at: datetime
    case_ref: str | None
    codes: dict[str, Any]
    commitment: bytes
    leaf_hash: bytes
    body: bytes | None
    salt: bytes | None

    @property
    def is_erased(self) -> bool:
        """Whether the body is gone."""
        return self.body is None

    @property
    def leaf(self) -> bytes:
        """The canonical bytes of the leaf."""
        return leaf_bytes(self.sequence, self.on, self.entry_type, self.commitment)

    def entry(self) -> Entry:
        """Return the fact; raise :class:`EvidenceError` when it was erased."""
        if self.is_erased:
            raise EvidenceError(
                f"Entry {self.sequence} was erased, so what it said is gone; that it was there can "
                "still be proved. Look at is_erased first."
            )
        return Entry(self.entry_type, self.case_ref, self.at, dict(self.codes))


def record(unit: UnitOfWork, entry_type: str, case_ref: str | None, codes: Codes) -> None:
    """Put a fact on the log when, and only when, ``unit`` is committed.

    Raises :class:`evidence_log.UnknownEntry` at once for what the closed set does not hold.
    """
    entry = make_entry(entry_type, case_ref, unit.now, codes)
    pending: list[Entry] = unit.notes.setdefault(_PENDING, [])
    if not pending:
        unit.before_commit(lambda: _append(unit))
    pending.append(entry)


def read_entries(
    unit: UnitOfWork,
    since: datetime | None = None,
    until: datetime | None = None,
    *,
    case_ref: str | None = None,
    entry_types: Collection[str] | None = None,
    start: int = 0,
    stop: int | None = None,
) -> Iterator[LogEntry]:
    """Yield the entries from ``since`` up to, not including, ``until`` (UTC), in order, decrypted.

    ``start`` and ``stop`` bound the sequence numbers; ``case_ref`` takes one person's
    entries, ``entry_types`` only these types. Of an erased entry only the day is known: it is there
    when its day touches the period. Raises :class:`evidence_log.VerificationError` for a body that
    does not open. Memory does not grow.
    """
    first_on = since.astimezone(UTC).date() if since else None
    last_on = (until - timedelta(microseconds=1)).astimezone(UTC).date() if until else None
    days = first_on, last_on
    for row in store.stored_entries(unit, *days, start, stop, case_ref, entry_types):
        found = _opened(unit, row)
        if found.is_erased or (
            (since is None or found.at >= since) and (until is None or found.at < until)
        ):
            yield found


def check_wrapping_key(unit: UnitOfWork) -> None:
    """Raise :class:`KeyWrong` when the log was sealed under another wrapping key."""
    for wrapped in store.wrapped_keys(unit, [store.ORGANISATION]).values():
        unwrap_key(unit.wrapping_key, bytes(wrapped))


def erase_person(unit: UnitOfWork, case_ref: str) -> int:
    """Destroy the key and the bodies of ``case_ref``; return how many entries lost their body.

    The leaves stay, so the root stays; an entry ``bodies_erased`` says how many, and not whose.
    What ``unit`` recorded before goes too. Erasing again changes and records nothing.
    """
    _append(unit)
    return _erased(unit, store.delete_bodies(unit, case_ref), "person")


def erase_before(unit: UnitOfWork, moment: datetime, kept: Collection[str] = ()) -> int:
    """Destroy every body written before ``moment``, whoever it is about; return the number.

    Bodies of the pseudonyms in ``kept`` stay.
    """
    _append(unit)
    return _erased(unit, store.delete_bodies_before(unit, moment, kept), "term")


def _erased(unit: UnitOfWork, entries: int, reason: str) -> int:
    unwrap_key.cache_clear()
    if entries:
        record(unit, store.ERASURE, None, {"entries": entries, "reason": reason})
    return entries


def _append(unit: UnitOfWork) -> None:
    """Write what ``unit`` recorded, at the end of the log, inside its transaction.

    Everything that can be made before the place in the log is known is made before: only one unit
    at a time has a place.
    """
    pending: list[Entry] = unit.notes.pop(_PENDING, [])
    if not pending:
        return
    unit.begin_writing()
    keys = _keys(unit, {entry.case_ref or store.ORGANISATION for entry in pending})
    made = [_seal(entry, keys) for entry in pending]
    crash_points.reached("evidence_before_append")
    place = store.next_place(unit)
    if place.last_at is not None and pending[0].at < place.last_at - CLOCK_TOLERANCE:
        made.insert(0, _seal(_clock_set_back(pending[0].at, place.last_at), _keys(unit, {""})))
    for sequence, (leaf, body) in enumerate(made, place.sequence):
        leaf["sequence"] = body["sequence"] = sequence
        data = leaf_bytes(sequence, leaf["on_day"], leaf["entry_type"], leaf["commitment"])
        leaf["leaf_hash"] = leaf_hash(data)
    store.insert_entries(unit, [leaf for leaf, _ in made], [body for _, body in made])
    crash_points.reached("evidence_appended")


def _seal(entry: Entry, keys: dict[str, bytes]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the columns of leaf and body that do not depend on the place in the log."""
    case_ref = entry.case_ref or store.ORGANISATION
    salt, body = new_salt(), body_bytes(entry)
    commitment = commit(salt, body)
    on_day = entry.at.astimezone(UTC).date()
    leaf = {"on_day": on_day, "entry_type": entry.entry_type, "commitment": commitment}
    sealed = seal(keys[case_ref], salt, body, commitment)
    return leaf, {"case_ref": case_ref, "at": entry.at, "sealed": sealed}


def _clock_set_back(at: datetime, last_at: datetime) -> Entry:
    seconds = min(int((last_at - at).total_seconds()), 10**9 - 1)
    return make_entry("clock_set_back", None, at, {"seconds": seconds})


def _keys(unit: UnitOfWork, case_refs: set[str]) -> dict[str, bytes]:
    """Return the key of each, made now for who has none."""
    wrapped = store.wrapped_keys(unit, case_refs)
    missing = case_refs - wrapped.keys()
    if missing:
        store.insert_keys(unit, {ref: new_wrapped_key(unit.wrapping_key) for ref in missing})
        wrapped = store.wrapped_keys(unit, case_refs)
    return {ref: unwrap_key(unit.wrapping_key, key) for ref, key in wrapped.items()}


def _opened(unit: UnitOfWork, row: Any) -> LogEntry:
    leaf = (row.sequence, row.entry_type, row.on)
    hashes = (bytes(row.commitment), bytes(row.leaf_hash))
    if row.sealed is None or row.wrapped is None:
        at = datetime.combine(row.on, time(), UTC)
        return LogEntry(*leaf, at, None, {}, *hashes, None, None)
    key = unwrap_key(unit.wrapping_key, bytes(row.wrapped))
    salt, body = unseal(key, bytes(row.sealed), hashes[0], f"entry {row.sequence}")
    said = parse_canonical(body, f"entry {row.sequence}")
    at = datetime.fromisoformat(said["at"])
    return LogEntry(*leaf, at, said["case_ref"], said["codes"], *hashes, body, salt)
