"""Checks an export, or the database itself, as FORMAT.md describes; ``verify.py`` does the same.

The two share no code on purpose: this one uses the libraries, that one Python alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evidence_log.canonical import canonical_bytes, parse_canonical
from evidence_log.checkpoints.note import (
    Checkpoint,
    PublicKey,
    open_checkpoint,
    read_public_key,
)
from evidence_log.checkpoints.store import checkpoints, newest_checkpoint, signers
from evidence_log.checkpoints.tree import StoredTree
from evidence_log.errors import VerificationError
from evidence_log.export import BETWEEN, lines
from evidence_log.log import read_entries
from evidence_log.merkle import GrowingTree, leaf_hash
from evidence_log.sealing import commit
from evidence_log.store import ERASURE
from storage.unit_of_work import UnitOfWork

_HASH = re.compile(r"[0-9a-f]{64}")
_LEAF = {"commitment", "on", "sequence", "type"}
_BODY = {"at", "case_ref", "codes"}


@dataclass(frozen=True)
class Verified:
    """What was proved: entries shown, how many of them erased, and the signed tree's size."""

    entries: int
    erased: int
    size: int
    key: str


@dataclass
class _Seen:
    """What was met on the walk through the entries."""

    entries: int = 0
    erased: int = 0
    folded: int = 0
    said_erased: int = 0


def verify_export(
    folder: Path, kept: Sequence[Path] = (), on_line: Callable[[], object] = lambda: None
) -> Verified:
    """Check the export in ``folder``; raise :class:`VerificationError` naming attack and place.

    ``kept`` are files that were outside the reach of who made the export: a public key, or a
    checkpoint. Without them it is proved that the export agrees with itself and with its key.
    """
    try:
        notes = (folder / "checkpoints.txt").read_bytes().decode()
        keys, signed = _signatures(notes)
        outside = [(path.name, path.read_bytes().decode()) for path in kept]
        expected = _expected(keys, signed, outside)
        with (folder / "entries.jsonl").open("rb") as file:
            seen = _walk(file, "entries.jsonl", expected, on_line)
    except (OSError, UnicodeError) as error:
        raise VerificationError("unreadable", str(folder), str(error)) from error
    return Verified(seen.entries, seen.erased, max(signed), str(keys[0]))


def verify_database(
    unit: UnitOfWork, kept: Sequence[Path] = (), on_line: Callable[[], object] = lambda: None
) -> Verified:
    """Check the stored log up to its newest checkpoint; raise :class:`VerificationError`.

    More than an export shows is checked: that every body that is gone was said to be erased.
    """
    newest = newest_checkpoint(unit)
    if newest is None:
        raise VerificationError("not_signed", "the database", "no checkpoint was signed yet")
    rows = checkpoints(unit, newest.origin)
    first_key = f"{signers(unit, newest.origin)[0].key}\n"
    keys, signed = _signatures(BETWEEN.join([first_key, *(row.note for row in rows)]))
    outside = [(path.name, path.read_bytes().decode()) for path in kept]
    expected = _expected(keys, signed, outside)
    tree, entries = StoredTree(unit), read_entries(unit, stop=newest.size)
    stored = (line + b"\n" for line in lines(tree, entries, [row.size for row in rows]))
    seen = _walk(stored, "the database", expected, on_line)
    if seen.erased > seen.said_erased:
        why = f"{seen.erased} bodies are gone, and the log says of {seen.said_erased} why"
        raise VerificationError("body_removed", "the database", why)
    return Verified(seen.entries, seen.erased, newest.size, str(keys[0]))


def _signatures(text: str) -> tuple[list[PublicKey], dict[int, Checkpoint]]:
    """Return every key, each vouched for by the one before, and the checkpoints by size."""
    if not text.endswith("\n"):
        raise VerificationError("cut_file", "checkpoints.txt", "its last line has no end")
    first, *notes = text[:-1].split("\n" + BETWEEN)
    keys = [read_public_key(first, "checkpoints.txt line 1")]
    signed: dict[int, Checkpoint] = {}
    for number, note in enumerate(notes, 1):
        place = f"checkpoints.txt note {number}"
        checkpoint = open_checkpoint(f"{note}\n", keys[-1:], place)
        if checkpoint.size <= max(signed, default=0):
            raise VerificationError("wrong_order", place, "a log only grows")
        signed[checkpoint.size] = checkpoint
        if checkpoint.next_key is not None:
            keys.append(checkpoint.next_key)
    if not signed:
        raise VerificationError("wrong_size", "checkpoints.txt", "no entry is signed")
    return keys, signed


def _expected(
    keys: list[PublicKey], signed: dict[int, Checkpoint], outside: list[tuple[str, str]]
) -> dict[int, bytes]:
    """Return the root that each size must have, with what was kept outside."""
    expected = {size: checkpoint.root for size, checkpoint in signed.items()}
    for place, text in outside:
        if "\n\n" not in text:
            if read_public_key(text.strip(), place) not in keys:
                raise VerificationError("another_key", place, "the log was signed with another key")
            continue
        checkpoint = open_checkpoint(text, keys, place)
        if checkpoint.size > max(signed):
            raise VerificationError("rolled_back", place, "the log was longer than it is now")
        if expected.setdefault(checkpoint.size, checkpoint.root) != checkpoint.root:
            raise VerificationError("forked", place, "two logs of this size were signed")
    return expected


def _walk(
    file: Iterable[bytes], name: str, expected: dict[int, bytes], on_line: Callable[[], object]
) -> _Seen:
    """Hash every line from left to right, and compare the root wherever one is signed."""
    tree, seen, good = GrowingTree(), _Seen(), 0
    left = set(expected)
    for number, line in enumerate(file, 1):
        place = f"{name} line {number}, entry {tree.size}"
        if not line.endswith(b"\n"):
            raise VerificationError("cut_file", place, "the line has no end")
        try:
            _grow(tree, parse_canonical(line[:-1], place), place, seen)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            raise VerificationError("malformed", place, "it is no line of a log") from error
        if tree.size in left:
            if tree.root() != expected[tree.size]:
                where = f"{name} entries {good} to {tree.size - 1}"
                raise VerificationError("wrong_root", where, "these are not what was signed")
            left.remove(tree.size)
            good = tree.size
        on_line()
    if left or tree.size != good:
        why = f"signed sizes that are not there: {sorted(left)}; size shown: {tree.size}"
        raise VerificationError("wrong_size", f"{name} after entry {tree.size - 1}", why)
    return seen


def _grow(tree: GrowingTree, row: dict[str, Any], place: str, seen: _Seen) -> None:
    if set(row) == {"folded", "hash"}:
        start, stop = row["folded"]
        if start != tree.size or not _HASH.fullmatch(row["hash"]):
            raise VerificationError("wrong_order", place, "the folded subtree is not of here")
        tree.add(bytes.fromhex(row["hash"]), stop - start)
        seen.folded += stop - start
        return
    leaf = row["leaf"]
    if set(leaf) != _LEAF or set(row) not in ({"leaf"}, {"body", "leaf", "salt"}):
        raise VerificationError("malformed", place, "it has other fields than FORMAT.md names")
    if leaf["sequence"] is True or leaf["sequence"] != tree.size:
        raise VerificationError("wrong_order", place, f"it says to be entry {leaf['sequence']}")
    if "body" in row:
        _check_body(row, place, seen)
    seen.entries += 1
    seen.erased += "body" not in row
    tree.add(leaf_hash(canonical_bytes(leaf)))


def _check_body(row: dict[str, Any], place: str, seen: _Seen) -> None:
    leaf, body = row["leaf"], row["body"]
    if set(body) != _BODY or not _HASH.fullmatch(row["salt"]):
        raise VerificationError("malformed", place, "it has other fields than FORMAT.md names")
    if commit(bytes.fromhex(row["salt"]), canonical_bytes(body)).hex() != leaf["commitment"]:
        raise VerificationError("entry_changed", place, "its body is not what was committed to")
    if body["at"][:10] != leaf["on"]:
        raise VerificationError("wrong_day", place, "leaf and body name another day")
    if leaf["type"] == ERASURE:
        seen.said_erased += body["codes"]["entries"]
