"""Times the audit pack and the export over a made-up year: docs/benchmarks/audit.md."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.progress import Progress

from bench.machine import machine_facts
from bench.made_up_year import fill, made_up
from bench.places import REPORT, ROOT
from warmwijzer.product import open_prepared_database
from warmwijzer.settings import read_settings

PAGE = REPORT / "audit.md"
CONVERSATIONS = 50_000
FIRST_AT = datetime(2025, 1, 1, tzinfo=UTC)
PROMISED_SECONDS, PROMISED_MEGABYTES = 60, 500


@dataclass(frozen=True)
class Timed:
    """One command in a process of its own: wall time, processor time, peak memory."""

    name: str
    seconds: float
    processor: float
    megabytes: int


def measure(console: Console, quick: bool) -> None:
    """Measure the pack and the export of a year of 50,000 conversations; write the page."""
    conversations = 500 if quick else CONVERSATIONS
    with TemporaryDirectory() as temporary:
        place = Path(temporary)
        environment = {
            "WARMWIJZER_DATABASE_URL": f"sqlite:///{place}/log.db",
            "WARMWIJZER_EVIDENCE_FOLDER": f"{place}/keys",
        }
        entries = _fill(console, conversations, environment)
        days = ("--from", "2025-01-01", "--to", "2026-01-01")
        found = [
            _run("audit pack", ("pack", f"{place}/pack", "--seed", "bench", *days), environment),
            _run("audit export", ("export", f"{place}/export", *days), environment),
        ]
    if not quick:
        PAGE.write_text(_page(conversations, entries, found), "utf-8")
    for each in found:
        console.print(f"{each.name}: {each.seconds:.1f} s, {each.megabytes} MB")


def _fill(console: Console, conversations: int, environment: dict[str, str]) -> int:
    database = open_prepared_database(read_settings(environment))
    entries = made_up(conversations, FIRST_AT, 365)
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("Filling the log", total=len(entries))
        fill(database, entries, lambda number: progress.advance(task, number))
    database.close()
    return len(entries)


def _run(name: str, arguments: tuple[str, ...], environment: dict[str, str]) -> Timed:
    command = [sys.executable, "-W", "ignore", "-m", "warmwijzer", "audit", *arguments]
    started = time.perf_counter()
    child = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(child.pid, 0)
    if status:
        raise RuntimeError(f"{name} failed, so nothing was measured")
    return Timed(
        name,
        time.perf_counter() - started,
        used.ru_utime + used.ru_stime,
        used.ru_maxrss // 1024,
    )


def _page(conversations: int, entries: int, found: list[Timed]) -> str:
    rows = "\n".join(
        f"| `{each.name}` | {each.seconds:.1f} s | {each.processor:.1f} s | {each.megabytes} MB |"
        for each in found
    )
    return (
        "# The audit pack and the export\n\n"
        f"A made-up year of {conversations:,} conversations ({entries:,} entries) in SQLite, "
        "written through the log itself; each command in its own process, start-up included.\n\n"
        "| command | wall time | processor time | peak memory |\n|---|---|---|---|\n"
        f"{rows}\n\n"
        f"Promised for the pack: at most {PROMISED_SECONDS} s and {PROMISED_MEGABYTES} MB. "
        "Measured with `python -m bench audit`. Judge wall time by the load: on a machine with "
        "more work than cores only processor time says what a command takes by itself.\n\n"
        + "\n".join(f"- {name}: {value}" for name, value in machine_facts().items())
        + "\n"
    )
