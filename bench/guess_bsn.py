"""Tries every valid BSN against a log's leaves: ``python -m bench.guess_bsn [<most numbers>]``.

The log holds a planted BSN as a code, which our own software would have masked long before. All
90.9 million valid numbers, hashed as such, as a leaf, and as the body they would give, must hit
nothing. Without the salt the third would hit. About ten minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from hashlib import sha256
from itertools import islice
from tempfile import TemporaryDirectory

from rich.progress import track

import warmwijzer.tables
from evidence_log import read_entries, record
from storage.database import open_database

PLANTED = "123456782"
VALID = 90_909_090


def valid_numbers() -> Iterator[bytes]:
    """Yield every number of nine digits that the eleven test accepts, from 000000012 on."""
    for start in range(10**8):
        total = sum((9 - place) * int(digit) for place, digit in enumerate(f"{start:08d}"))
        if total % 11 < 10:
            yield b"%08d%d" % (start, total % 11)


def guess(most: int = VALID) -> int:
    """Return how many numbers give a hash that the log shows."""
    with TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/log.db")
        warmwijzer.tables.ALL.create_all(database.engine)
        with database.unit() as unit:
            record(unit, "pii_masked", None, {"kind": PLANTED, "count": 1})
            unit.commit()
        with database.unit() as unit:
            (row,) = read_entries(unit)
        database.close()
    shown = {row.commitment, row.leaf_hash}
    before, _, after = (row.body or b"").partition(PLANTED.encode())
    hits = 0
    for number in track(islice(valid_numbers(), most), "BSN", total=min(most, VALID)):
        hits += (
            sha256(number).digest() in shown
            or sha256(b"\x00" + number).digest() in shown
            or sha256(before + number + after).digest() in shown
        )
    return hits


if __name__ == "__main__":
    found = guess(*map(int, sys.argv[1:]))
    print(f"{found} hits")
    raise SystemExit(found > 0)
