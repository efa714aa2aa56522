"""A log in memory whose every part can be forged, written as an export.

It follows FORMAT.md with the package's hashing and notes, and never refuses anything. Salts and
keys come from fixed seeds, so the files are the same each time.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from evidence_log.checkpoints.note import Checkpoint, PublicKey, SigningKey, sign_note
from evidence_log.merkle import complete_subtrees, leaf_hash, root_hash

ORIGIN = "hulp.example.org/log-1"
KEY = SigningKey(ORIGIN, sha256(b"the log's key").digest())
NEXT = SigningKey(ORIGIN, sha256(b"the log's next key").digest())
OWN = SigningKey(ORIGIN, sha256(b"the attacker's own key").digest())
WITNESS = SigningKey("witness.example.net", sha256(b"a witness").digest())

Row = dict[str, Any]


@dataclass(frozen=True)
class Vector:
    """One export, what the auditor kept, and the refusal it must get (None: it is good)."""

    name: str
    files: dict[str, bytes]
    kept: dict[str, bytes] = field(default_factory=dict)
    code: str | None = None


def canonical(value: Any) -> bytes:
    """Canonical bytes of what the log holds, without refusing what it may not hold."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def entry(number: int, **changes: Any) -> Row:
    """Return the entry ``number`` with its leaf, body and salt; ``changes`` are codes."""
    day = f"2026-11-{10 + number % 15:02d}"
    body = {
        "at": f"{day}T10:00:{number % 60:02d}.000000+00:00",
        "case_ref": f"{number % 3:032d}",
        "codes": {"count": number, "kind": "bsn", **changes},
    }
    row = {"leaf": {"on": day, "sequence": number, "type": "pii_masked"}, "body": body}
    return sealed(row, sha256(b"salt %d" % number).hexdigest())


def sealed(row: Row, salt: str | None = None) -> Row:
    """Return ``row`` with a commitment that fits its body."""
    row = deepcopy(row)
    row["salt"] = salt or row["salt"]
    commitment = hmac.digest(bytes.fromhex(row["salt"]), canonical(row["body"]), "sha256")
    row["leaf"]["commitment"] = commitment.hex()
    return row


def entries(number: int) -> list[Row]:
    """Return the first ``number`` entries."""
    return [entry(index) for index in range(number)]


def renumbered(rows: Iterable[Row]) -> list[Row]:
    """Return ``rows`` with the sequence numbers of their places."""
    rows = [deepcopy(row) for row in rows]
    for index, row in enumerate(rows):
        row["leaf"]["sequence"] = index
    return rows


def erased(row: Row) -> Row:
    """Return what is left of ``row`` after an erasure."""
    return {"leaf": row["leaf"]}


def leaves(rows: Iterable[Row]) -> list[bytes]:
    """Return the leaf hashes."""
    return [leaf_hash(canonical(row["leaf"])) for row in rows]


def root(rows: list[Row], size: int | None = None) -> bytes:
    """Return the root of the first ``size`` rows."""
    return root_hash(leaves(rows[:size]))


def note(
    rows: list[Row],
    size: int,
    *keys: SigningKey,
    next_key: PublicKey | None = None,
    origin: str = ORIGIN,
) -> bytes:
    """Return a signed checkpoint of the first ``size`` rows."""
    checkpoint = Checkpoint(origin, size, root(rows, size), next_key)
    return sign_note(checkpoint.text(), *(keys or (KEY,))).encode()


def lines(rows: list[Row], shown: Callable[[int], bool] = lambda index: True) -> list[bytes]:
    """Return the lines of the entries that ``shown`` picks, with the others folded."""
    hashes, found, start = leaves(rows), [], 0
    for index in [*filter(shown, range(len(rows))), len(rows)]:
        for first, last in complete_subtrees(start, index):
            folded = {"folded": [first, last], "hash": root_hash(hashes[first:last]).hex()}
            found.append(canonical(folded))
        if index < len(rows):
            found.append(canonical(rows[index]))
        start = index + 1
    return found


def files(
    written: list[bytes], notes: list[bytes], first_key: PublicKey = KEY.public
) -> dict[str, bytes]:
    """Return the two files of an export."""
    return {
        "entries.jsonl": b"".join(line + b"\n" for line in written),
        "checkpoints.txt": b"\n\n".join([f"{first_key}\n".encode(), *notes]),
    }


def export(rows: list[Row], *sizes: int, key: SigningKey = KEY) -> dict[str, bytes]:
    """Return a whole export of ``rows``, signed with ``key`` at ``sizes``."""
    notes = [note(rows, size, key) for size in sizes]
    return files(lines(rows), notes, key.public)
