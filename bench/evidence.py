"""Times appending to the evidence log, proofs and verifiers: docs/benchmarks/evidence.md."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from rich.console import Console
from sqlalchemy import text

import warmwijzer.tables
from bench.figures import percentile
from bench.machine import machine_facts
from bench.places import REPORT, ROOT
from evidence_log import (
    export,
    open_signer,
    read_entries,
    record,
    sign_checkpoint,
    verify_database,
    verify_export,
)
from evidence_log.checkpoints.tree import StoredTree
from evidence_log.merkle import inclusion_proof, verify_inclusion
from evidence_log.store import leaf_hashes
from storage.database import Database, open_database

PAGE = REPORT / "evidence.md"
SERVER = os.environ.get("WARMWIJZER_TEST_POSTGRESQL", "")
_A_COMMIT = 100


@dataclass(frozen=True)
class Appended:
    """How fast several processes appended, one entry a transaction."""

    where: str
    processes: int
    entries: int
    seconds: float
    processor: float
    gapless: bool
    promised: int

    @property
    def a_second(self) -> float:
        """Entries a second of all processes together."""
        return self.entries / self.seconds

    @property
    def processor_ms(self) -> float:
        """Milliseconds of the processor an entry, in our processes."""
        return 1000 * self.processor / self.entries


def measure(console: Console, quick: bool = False) -> None:
    """Measure appending, proofs, export and both verifiers (about a minute) and write the page."""
    entries = 5_000 if quick else 100_000
    with TemporaryDirectory() as folder:
        with console.status("Four processes append on SQLite ..."):
            appended = [_append(f"sqlite:///{folder}/four.db", "SQLite", 4, 250, 200)]
        if SERVER:
            with console.status("Eight processes append on PostgreSQL ..."), _schema() as url:
                appended.append(_append(url, "PostgreSQL", 8, 500, 500))
        with console.status(f"A log of {entries} entries ..."):
            rows = _large(Path(folder), entries)
    PAGE.write_text(_page(appended, rows, entries), "utf-8")
    console.print(f"Written: {PAGE.name}")


def _append(url: str, where: str, processes: int, each: int, promised: int) -> Appended:
    database = open_database(url)
    warmwijzer.tables.ALL.create_all(database.engine)
    command = [sys.executable, "-m", "bench.appender", url, str(each)]
    started = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(processes)
    ]
    for process in started:
        assert process.stdout is not None  # noqa: S101
        process.stdout.readline()
    begun = time.perf_counter()
    starting = sum(sum(psutil.Process(one.pid).cpu_times()[:2]) for one in started)
    for process in started:
        assert process.stdin is not None  # noqa: S101
        process.stdin.write(b"go\n")
        process.stdin.flush()
    before = os.times()
    codes = [process.wait() for process in started]
    after = os.times()
    processor = after.children_user + after.children_system
    processor -= before.children_user + before.children_system + starting
    seconds = time.perf_counter() - begun
    with database.unit() as unit:
        found = [row.sequence for row in read_entries(unit)]
    database.close()
    gapless = not any(codes) and found == list(range(processes * each))
    return Appended(where, processes, processes * each, seconds, processor, gapless, promised)


@contextmanager
def _schema() -> Iterator[str]:
    server = open_database(SERVER)
    with server.engine.begin() as connection:
        connection.execute(text("DROP SCHEMA IF EXISTS bench_evidence CASCADE"))
        connection.execute(text("CREATE SCHEMA bench_evidence"))
    yield f"{SERVER}&options=-csearch_path%3Dbench_evidence"
    server.close()


def _large(folder: Path, entries: int) -> list[tuple[str, str, str]]:
    """Return (what, measured, promised) of a log with a checkpoint every hundred entries."""
    database = open_database(f"sqlite:///{folder}/large.db")
    warmwijzer.tables.ALL.create_all(database.engine)
    signer = open_signer(folder / "keys", "bench.example.org")
    for first in range(0, entries, _A_COMMIT):
        with database.unit() as unit:
            for number in range(first, first + _A_COMMIT):
                record(unit, "pii_masked", f"{number % 997:032d}", {"kind": "bsn", "count": number})
            unit.commit()
        sign_checkpoint(database, signer)
    proofs = _proofs(database, entries)
    made = folder / "export"
    with database.unit() as unit:
        exported = _took(lambda: export(unit, made))
    alone = [sys.executable, "-I", "-S", str(made / "verify.py"), str(made)]
    with database.unit() as unit:
        stored = _took(lambda: verify_database(unit))
    rows = [
        ("inclusion proof, p50", f"{percentile(proofs, 50):.1f} ms", ""),
        ("inclusion proof, p95", f"{percentile(proofs, 95):.1f} ms", "≤ 50 ms"),
        ("export, decrypted", exported, ""),
        (
            "`verify.py`, Python alone",
            _took(lambda: subprocess.run(alone, check=True, capture_output=True)),
            "≤ 10 s",
        ),
        (
            "`warmwijzer evidence verify` of the export",
            _took(lambda: verify_export(made)),
            "≤ 10 s",
        ),
        ("`warmwijzer evidence verify` of the database", stored, "≤ 10 s"),
        ("size of entries.jsonl", f"{_megabytes(made / 'entries.jsonl'):.0f} MB", ""),
        ("size of the database", f"{_megabytes(folder / 'large.db'):.0f} MB", ""),
    ]
    database.close()
    return rows


def _proofs(database: Database, entries: int, times: int = 100) -> list[float]:
    """Return the milliseconds that each of ``times`` proofs took, from an opened database."""
    dice = random.Random(1)  # noqa: S311
    taken = []
    for _ in range(times):
        index = dice.randrange(entries)
        with database.unit() as unit:
            begun = time.perf_counter()
            tree = StoredTree(unit)
            proof = inclusion_proof(index, entries, tree.subtree)
            taken.append((time.perf_counter() - begun) * 1000)
            (leaf,) = leaf_hashes(unit, index, index + 1)
            verify_inclusion(index, entries, bytes(leaf), proof, tree.root(entries))
    return taken


def _took(work: Callable[[], object]) -> str:
    """Return the seconds of ``work``, and of the processor for it and what it started."""
    begun, processor = time.perf_counter(), _processor_seconds()
    work()
    seconds, processor = time.perf_counter() - begun, _processor_seconds() - processor
    return f"{seconds:.1f} s (processor {processor:.1f} s)"


def _processor_seconds() -> float:
    return sum(os.times()[:4])


def _megabytes(path: Path) -> float:
    return path.stat().st_size / 1e6


def _page(appended: list[Appended], rows: list[tuple[str, str, str]], entries: int) -> str:
    facts = [f"- {name}: {value}" for name, value in machine_facts().items()]
    append_rows = [
        f"| {one.where} | {one.processes} × {one.entries // one.processes} | "
        f"{one.a_second:.0f}/s | ≥ {one.promised}/s | {one.processor_ms:.1f} ms | "
        f"{'yes' if one.gapless else 'NO'} |"
        for one in appended
    ]
    if not SERVER:
        append_rows.append("| PostgreSQL | not measured: no server | | ≥ 500/s | | |")
    return "\n".join(
        [
            "# The evidence log: speed",
            "",
            "Measured by `tools/with_postgresql.sh python -m bench evidence`. The load before says",
            "how many others wanted the processor and the disk: with more than there are cores,",
            "only the processor's seconds mean something.",
            "",
            *facts,
            "",
            "## Appending from several processes, one entry a transaction, durable",
            "",
            "| database | processes × entries | entries | promised | processor | no gap, no fork |",
            "|---|---|---|---|---|---|",
            *append_rows,
            "",
            f"## A log of {entries:,} entries on SQLite, signed every {_A_COMMIT} entries",
            "",
            "| what | measured | promised |",
            "|---|---|---|",
            *(f"| {what} | {measured} | {promised} |" for what, measured, promised in rows),
            "",
        ]
    )
