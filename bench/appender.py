"""One process that appends: ``python -m bench.appender <database url> <entries> [<keys folder>]``.

It says "ready", waits for a line, and then appends one entry a transaction. With a folder of keys
it also signs whenever a checkpoint is due.
"""

from __future__ import annotations

import sys
from pathlib import Path

import warmwijzer.tables
from evidence_log import open_signer, record, sign_checkpoint
from evidence_log.checkpoints.sign import is_due
from storage.database import open_database

assert warmwijzer.tables.ALL is not None  # noqa: S101


def append(url: str, entries: int, keys: Path | None) -> None:
    """Append ``entries`` entries, for ten persons in turn."""
    database = open_database(url)
    signer = open_signer(keys, "bench.example.org") if keys else None
    with database.unit() as unit:
        is_due(unit)
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(entries):
        with database.unit() as unit:
            record(unit, "pii_masked", f"{number % 10:032d}", {"kind": "bsn", "count": number})
            unit.commit()
        if signer is not None and number % 10 == 0:
            with database.unit() as unit:
                due = is_due(unit)
            if due:
                sign_checkpoint(database, signer)
    database.close()


if __name__ == "__main__":
    url, entries, *keys = sys.argv[1:]
    append(url, int(entries), Path(keys[0]) if keys else None)
