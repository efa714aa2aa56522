"""Times importing 20,000 services and matching among them, for docs/benchmarks/directory.md."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from rich.console import Console

import warmwijzer.tables
from bench.figures import percentile
from bench.machine import machine_facts
from bench.made_up_register import made_up_register
from bench.places import REPORT
from referral_directory import CurrentDirectory, Directory, Need, load_directory, match
from referral_directory.exchange.files import write_file
from referral_directory.store import fill_when_empty, latest_change
from storage.database import Database, open_database
from storage.unit_of_work import UnitOfWork
from warmwijzer.directory_exchange import planned_changes, write_all

PAGE = REPORT / "directory.md"
MOST_IMPORT_SECONDS, MOST_MATCH_MS = 30.0, 5.0


@dataclass(frozen=True)
class Step:
    """What one part took: seconds by the clock and of the processor."""

    name: str
    seconds: float
    processor: float


def measure(console: Console, quick: bool = False) -> None:
    """Measure the import of 20,000 services and matching among them (about a minute)."""
    services, questions = (500, 100) if quick else (20_000, 200)
    steps: list[Step] = []
    base = load_directory()
    with TemporaryDirectory() as folder:
        database = _database(folder, base)
        path = Path(folder) / "verzonnen.json"
        made = made_up_register(services, base, datetime.now(UTC).date())
        path.write_text(json.dumps(made), "utf-8")
        size = path.stat().st_size / 1e6
        current = CurrentDirectory(base)
        with database.unit() as unit:
            _import(path, unit, current, steps)
        with database.unit() as unit, _timed("read the register again after it", steps):
            directory = current.at(unit)
        for suffix in (".json", ".zip", ".xlsx"):
            with _timed(f"export as {suffix}", steps):
                write_file(directory.register, Path(folder) / f"uit{suffix}")
        for suffix in (".zip", ".xlsx"):
            with _timed(f"read and check {suffix}: nothing changes", steps):
                planned_changes(Path(folder) / f"uit{suffix}", directory, is_complete=True)
        database.close()
    taken = _match(directory, questions)
    memory = psutil.Process().memory_info().rss / 1e6
    PAGE.write_text(_page(services, size, steps, taken, memory), "utf-8")
    console.print(f"Written: {PAGE.name}")


def _database(folder: str, base: Directory) -> Database:
    database = open_database(f"sqlite:///{folder}/bench.db")
    warmwijzer.tables.ALL.create_all(database.engine)
    with database.unit() as unit:
        fill_when_empty(unit, base.register)
        unit.commit()
    return database


def _import(path: Path, unit: UnitOfWork, current: CurrentDirectory, steps: list[Step]) -> None:
    with _timed("import: read, check, compare", steps):
        changes = planned_changes(path, current.at(unit), is_complete=False)
    with _timed("import: write and commit", steps):
        write_all(unit, changes, "niemand@verzonnen.example", latest_change(unit))


@contextmanager
def _timed(name: str, steps: list[Step]) -> Iterator[None]:
    begun, processor = time.perf_counter(), time.process_time()
    yield
    steps.append(Step(name, time.perf_counter() - begun, time.process_time() - processor))


def _match(directory: Directory, questions: int) -> dict[str, float]:
    """Return p50 and p95 in milliseconds, and the processor time of one, of so many questions."""
    dice = random.Random(1)  # noqa: S311
    ask = _questions(directory, dice)
    for _ in range(20):
        ask()
    taken, processor = [], time.process_time()
    for _ in range(questions):
        begun = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - begun) * 1000)
    processor = (time.process_time() - processor) / questions * 1000
    return {"p50": percentile(taken, 50), "p95": percentile(taken, 95), "processor": processor}


def _questions(directory: Directory, dice: random.Random) -> Callable[[], object]:
    codes = sorted(set(directory.taxonomy) - {"life_in_danger", "suicide_prevention", "violence"})
    places = [*sorted(directory.postcodes.municipalities), None]
    now = datetime.now(UTC)

    def ask() -> object:
        need = Need(
            need_codes=tuple(dice.sample(codes, k=dice.randrange(1, 3))),
            municipality=dice.choice(places),
            language=dice.choice(("nl", "nl", "pl")),
            self_employed=dice.choice((None, None, True)),
            other_creditors=dice.choice((None, True)),
        )
        return match(need, directory, now)

    return ask


def _page(
    services: int, size: float, steps: list[Step], taken: dict[str, float], memory: float
) -> str:
    met = {True: "met", False: "**not met**"}
    facts = machine_facts()
    shown = ("date", "cores", "memory", "system", "load before")
    parts = [step for step in steps if step.name.startswith("import")]
    importing, processor = sum(s.seconds for s in parts), sum(s.processor for s in parts)
    p95 = taken["p95"]
    aims = (
        (
            "import",
            f"{importing:.1f} s (processor {processor:.1f} s)",
            "30 s",
            importing <= MOST_IMPORT_SECONDS,
        ),
        (
            "matching, p95",
            f"{p95:.2f} ms (processor {taken['processor']:.2f} ms each)",
            "5 ms",
            p95 <= MOST_MATCH_MS,
        ),
    )
    return "\n".join(
        [
            "# The referral directory",
            "",
            "Written by `python -m bench directory` (a part of `make bench`).",
            "",
            *(f"- {name}: {facts[name]}" for name in shown),
            "",
            f"{services:,} made-up services ({size:.0f} MB of JSON), imported into SQLite in one",
            "transaction with a progress bar. Processor time is what it costs when the machine is",
            "shared; seconds are what somebody waited on this machine.",
            "",
            "| What | seconds | processor, s |",
            "|---|---|---|",
            *(f"| {step.name} | {step.seconds:.1f} | {step.processor:.1f} |" for step in steps),
            "",
            f"Matching one person among {services:,} services: p50 {taken['p50']:.2f} ms, "
            f"p95 {taken['p95']:.2f} ms, processor {taken['processor']:.2f} ms.",
            f"Memory of the process with the register in it: {memory:,.0f} MB.",
            "",
            "| Aim | measured | at most | |",
            "|---|---|---|---|",
            *(f"| {name} | {found} | {most} | {met[ok]} |" for name, found, most, ok in aims),
            "",
        ]
    )
