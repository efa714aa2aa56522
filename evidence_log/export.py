"""Writes the log as files that anybody can check: see FORMAT.md, which this module follows."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from evidence_log.canonical import canonical_bytes
from evidence_log.checkpoints.store import (
    TIME_STAMPS,
    CheckpointRow,
    checkpoints,
    newest_checkpoint,
    receipts,
    signers,
)
from evidence_log.checkpoints.tree import StoredTree
from evidence_log.errors import NotExported
from evidence_log.log import LogEntry, read_entries
from evidence_log.merkle import complete_subtrees
from storage.unit_of_work import UnitOfWork

BETWEEN = "\n\n"
_VERIFIER = Path(__file__).with_name("verify.py")
_BODY, _SALT = b'{"body":', b',"salt":"'


@dataclass(frozen=True)
class Export:
    """What was written: entries, how many of them erased, and the signed tree they stand in."""

    folder: Path
    entries: int
    erased: int
    size: int
    root: str


def export(
    unit: UnitOfWork,
    folder: Path,
    since: datetime | None = None,
    until: datetime | None = None,
    on_entry: Callable[[LogEntry], object] = lambda entry: None,
    case_ref: str | None = None,
) -> Export:
    """Write the entries from ``since`` up to, not including, ``until`` in the new ``folder``.

    The tree of the newest checkpoint is whole in it: what is left out is folded into the hashes of
    its subtrees, so every entry and every checkpoint can be checked. With ``case_ref`` only one
    person's entries are shown. ``on_entry`` is called for each entry, for progress or other files.

    Sign first (:func:`evidence_log.checkpoints.sign.sign_checkpoint`): later entries are not in it.
    Raises ``FileExistsError`` when there is such a folder, :class:`NotExported` when nothing was
    signed or the files cannot be written; then no folder is left behind.
    """
    if folder.exists():
        raise FileExistsError(folder)
    newest = newest_checkpoint(unit)
    if newest is None:
        raise NotExported(
            "Nothing of the log is signed, so an export would prove nothing. "
            "Sign it first: warmwijzer evidence sign"
        )
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir(parents=True)
        made = _write(unit, part, newest, since, until, on_entry, case_ref)
        part.rename(folder)
    except OSError as error:
        raise NotExported(
            f"The export could not be written ({error.strerror}), so none was left behind. "
            "Make room, or name another folder."
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return Export(folder, made["entries"], made["erased"], newest.size, made["root"])


def _write(
    unit: UnitOfWork,
    folder: Path,
    newest: CheckpointRow,
    since: datetime | None,
    until: datetime | None,
    on_entry: Callable[[LogEntry], object],
    case_ref: str | None,
) -> dict[str, Any]:
    signed = checkpoints(unit, newest.origin)
    first_key = f"{signers(unit, newest.origin)[0].key}\n"
    notes = BETWEEN.join([first_key, *(row.note for row in signed)])
    (folder / "checkpoints.txt").write_text(notes, "utf-8")
    stamps = {copy.size: copy.receipt or b"" for copy in receipts(unit, TIME_STAMPS)}
    for row in (row for row in signed if row.size in stamps):
        (folder / "timestamps").mkdir(exist_ok=True)
        (folder / "timestamps" / f"{row.size}.tsr").write_bytes(stamps[row.size])
        (folder / "timestamps" / f"{row.size}.note").write_text(row.note, "utf-8")
    shutil.copyfile(_VERIFIER, folder / _VERIFIER.name)
    counts = {"entries": 0, "erased": 0}

    def count(entry: LogEntry) -> None:
        counts["entries"] += 1
        counts["erased"] += entry.is_erased
        on_entry(entry)

    shown = read_entries(unit, since, until, case_ref=case_ref, stop=newest.size)
    with (folder / "entries.jsonl").open("xb") as file:
        for line in lines(StoredTree(unit), shown, [row.size for row in signed], count):
            file.write(line + b"\n")
    summary = {
        "format": 1,
        "origin": newest.origin,
        "size": newest.size,
        "root": bytes(newest.root).hex(),
        "since": since.isoformat() if since else None,
        "until": until.isoformat() if until else None,
        "made_at": unit.now.isoformat(),
        **counts,
    }
    (folder / "summary.json").write_bytes(canonical_bytes(summary) + b"\n")
    return summary


def lines(
    tree: StoredTree,
    shown: Iterator[LogEntry],
    sizes: Sequence[int],
    on_entry: Callable[[LogEntry], object] = lambda entry: None,
) -> Iterator[bytes]:
    """Yield the lines of ``entries.jsonl`` for the tree of the last of ``sizes``.

    ``shown`` are the entries to show, in order. The subtrees between them are folded, but never
    across one of ``sizes``: so the root at each of them can be computed.
    """
    here = 0
    for entry in shown:
        yield from _folded(tree, here, entry.sequence, sizes)
        yield entry_line(entry)
        on_entry(entry)
        here = entry.sequence + 1
    yield from _folded(tree, here, sizes[-1], sizes)


def entry_line(entry: LogEntry) -> bytes:
    """Return the line of an entry: leaf, body and salt; of an erased one the leaf only.

    Both are canonical already, so the line is put together and not written out again.
    """
    leaf = b'"leaf":' + entry.leaf
    if entry.body is None or entry.salt is None:
        return b"{" + leaf + b"}"
    return _BODY + entry.body + b"," + leaf + _SALT + entry.salt.hex().encode() + b'"}'


def _folded(tree: StoredTree, start: int, stop: int, sizes: Sequence[int]) -> Iterator[bytes]:
    if start >= stop:
        return
    borders = [start, *(size for size in sizes if start < size < stop), stop]
    for left, right in pairwise(borders):
        for first, last in complete_subtrees(left, right):
            root = tree.subtree(first, last).hex()
            yield canonical_bytes({"folded": [first, last], "hash": root})
