"""Times one proposal and a portfolio of 10,000 cases: docs/benchmarks/arrangements.md."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from rich.console import Console

from bench.figures import percentile
from bench.machine import machine_facts
from bench.places import REPORT, ROOT
from payment_arrangement import (
    ArrangementFacts,
    Budget,
    assess_capacity,
    canonical,
    check_counter_proposal,
    propose,
    replay,
    standard_policy,
)
from payment_arrangement import answer as answer_question
from payment_arrangement.schemas import schema_of

PAGE = REPORT / "arrangements.md"
DAY = date(2026, 11, 22)
MOST_MS, MOST_SECONDS = 1.0, 15.0
_COLUMNS = (
    "case,as_of,debt_cents,income_day,disputed,possibly_time_barred,represented,in_debt_help,"
    "wage_garnishment,other_creditors,budget.household,budget.monthly_income_cents,"
    "budget.fixed_costs_cents"
)


def measure(console: Console, quick: bool = False) -> None:
    """Measure proposals and a portfolio (about a minute) and write the page."""
    times, cases = (200, 500) if quick else (5_000, 10_000)
    with console.status("Proposals ..."):
        rows = [_timed(name, ask, times) for name, ask in _questions().items()]
    with console.status(f"A portfolio of {cases} cases ..."):
        portfolios = [_portfolio(number) for number in (cases // 10, cases)]
    PAGE.write_text(_page(rows, portfolios), "utf-8")
    console.print(f"Written: {PAGE.name}")


def _questions() -> dict[str, Callable[[], object]]:
    budget = Budget("single", 141_946, None, 100_000, 0, 0, False)
    facts = ArrangementFacts(
        debt_cents=60_000,
        capacity=assess_capacity(budget, DAY),
        income_day=25,
        disputed=False,
        possibly_time_barred=False,
        other_creditors=0,
        wage_garnishment=False,
        in_debt_help=False,
        represented=False,
    )
    weekly, policy = replace(facts, frequency="week"), standard_policy()
    asked = schema_of("propose")["examples"][0]
    answered = answer_question("propose", asked, policy)
    return {
        "one proposal (three plans by the month)": lambda: propose(facts, policy, DAY),
        "one proposal by the week (127 terms in all)": lambda: propose(weekly, policy, DAY),
        "one counter-proposal": lambda: check_counter_proposal(facts, 4_000, policy, DAY),
        "question to answer, JSON with its receipt": lambda: canonical(
            answer_question("propose", asked, policy)
        ),
        "one receipt computed again": lambda: replay(answered).text,
    }


def _timed(name: str, ask: Callable[[], object], times: int) -> tuple[str, float, float, float]:
    """Return p50 and p95 in milliseconds, and the processor time of one, of ``times`` answers."""
    for _ in range(20):
        ask()
    taken, processor = [], time.process_time()
    for _ in range(times):
        begun = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - begun) * 1000)
    processor = (time.process_time() - processor) / times * 1000
    return name, percentile(taken, 50), percentile(taken, 95), processor


def _portfolio(cases: int) -> tuple[int, float, float, float]:
    """Return the seconds, the processor seconds and the largest memory in MB of the command."""
    with TemporaryDirectory() as folder:
        source, out = Path(folder) / "cases.csv", Path(folder) / "outcomes.csv"
        source.write_text("\n".join([_COLUMNS, *made_up_cases(cases), ""]), "utf-8")
        words = ["-m", "warmwijzer", "arrangement", "portfolio", "propose", str(source), str(out)]
        begun, most, seconds = time.perf_counter(), 0, 0.0
        running = psutil.Popen([sys.executable, *words], cwd=ROOT, stdout=subprocess.DEVNULL)
        while running.poll() is None:
            try:
                most = max(most, running.memory_info().rss)
                seconds = sum(running.cpu_times()[:2])
            except psutil.Error:
                break
            time.sleep(0.05)
        if running.wait() != 0:
            raise RuntimeError("the portfolio command failed; run it by hand to see why")
        return cases, time.perf_counter() - begun, seconds, most / 1e6


def made_up_cases(cases: int, seed: int = 1) -> Iterator[str]:
    """Yield rows of a portfolio; nobody in it exists."""
    dice = random.Random(seed)  # noqa: S311
    for case in range(cases):
        income = dice.randrange(120_000, 260_000)
        fixed = income * dice.randrange(50, 95) // 100
        debt, day = dice.randrange(2_000, 150_000), dice.randrange(1, 29)
        creditors = dice.choice((0, 0, 0, 1))
        yield (
            f"{case},{DAY},{debt},{day},false,false,false,false,false,{creditors},single,"
            f"{income},{fixed}"
        )


def _page(
    rows: list[tuple[str, float, float, float]],
    portfolios: list[tuple[int, float, float, float]],
) -> str:
    met = {True: "met", False: "not met"}
    small, large = portfolios
    facts = machine_facts()
    shown = ("date", "cores", "memory", "system", "load before")
    return "\n".join(
        [
            "# Payment arrangements",
            "",
            "Written by `python -m bench arrangements` (a part of `make bench`).",
            "",
            *(f"- {name}: {facts[name]}" for name in shown),
            "",
            "Processor time is what one answer costs when the machine is shared; p50 and p95 are",
            "what somebody waited on this machine.",
            "",
            "| What | p50, ms | p95, ms | processor, ms |",
            "|---|---|---|---|",
            *(f"| {name} | {p50:.2f} | {p95:.2f} | {cpu:.2f} |" for name, p50, p95, cpu in rows),
            "",
            f"Aim: one proposal within {MOST_MS:.0f} ms at p95: **{met[rows[0][2] <= MOST_MS]}**.",
            "",
            "| Portfolio, one process | seconds | processor, s | largest memory, MB |",
            "|---|---|---|---|",
            *(
                f"| {n} cases | {took:.1f} | {cpu:.1f} | {mb:.0f} |"
                for n, took, cpu, mb in portfolios
            ),
            "",
            f"Aim: {large[0]} cases within {MOST_SECONDS:.0f} s on two cores: the command needs"
            f" {large[2]:.1f} s of one core, so **{met[large[2] <= MOST_SECONDS]}** on a machine of"
            f" its own; here, with the load above, it took {large[1]:.1f} s.",
            f"Memory is flat when ten times the cases take no more: {small[3]:.0f} MB and"
            f" {large[3]:.0f} MB.",
            "",
        ]
    )
