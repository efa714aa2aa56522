"""Writes docs/benchmarks/README.md: the tables between two markers, and the words around them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from bench.figures import Environment, Level, Results, Row

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
TITLES = {
    "ours": "Warmwijzer",
    "ours_direct": "Warmwijzer, without the web wire",
    "ours_postgresql": "Warmwijzer on PostgreSQL",
    "stock_our_model": "`rasa run`, our model",
    "stock_default": "`rasa run`, default model",
    "stock_durable": "`rasa run`, default model, on disk",
}
COUNTS = (1, 10, 100)
MOST_START_SECONDS = 10


def save(results: Results, folder: Path) -> None:
    """Keep the figures as JSON and put the tables in ``folder``'s README.md."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.json").write_text(json.dumps(asdict(results), indent=1) + "\n")
    page = folder / "README.md"
    page.write_text(between_markers(page.read_text("utf-8"), tables(results)), "utf-8")


def load(folder: Path) -> Results:
    """Return the results that :func:`save` kept."""
    kept = json.loads((folder / "results.json").read_text())
    rows = tuple(
        Row(**{**row, "levels": tuple(Level(**each) for each in row["levels"])})
        for row in kept["rows"]
    )
    environments = tuple(Environment(**each) for each in kept["environments"])
    return Results(kept["machine"], rows, environments, kept["floor_ms"])


def between_markers(page: str, measured: str) -> str:
    """Return ``page`` with ``measured`` between its markers; ``ValueError`` when one is missing.

    >>> between_markers(f"a\\n{BEGIN}old{END}\\nb", "new") == f"a\\n{BEGIN}\\nnew\\n{END}\\nb"
    True
    """
    before, found, rest = page.partition(BEGIN)
    _, also_found, after = rest.partition(END)
    if not found or not also_found:
        raise ValueError(f"The page has no {BEGIN} … {END}, so there is no place for the tables.")
    return f"{before}{BEGIN}\n{measured.strip()}\n{END}{after}"


def tables(results: Results) -> str:
    """Return all that was measured as Markdown."""
    return "\n\n".join(
        (
            _machine(results),
            _turns(results),
            _aims(results),
            _starting(results),
            _floor(results),
            _notes(results),
        )
    )


def _machine(results: Results) -> str:
    return "\n".join(f"- {name}: {value}" for name, value in results.machine.items())


def _turns(results: Results) -> str:
    head = ["", *(f"{n} at once: p50 / p95 ms" for n in COUNTS), *(f"turns/s, {n}" for n in COUNTS)]
    lines = []
    for row in results.rows:
        levels = {each.conversations: each for each in row.levels}
        found = [levels.get(count) for count in COUNTS]
        times = [f"{each.p50_ms:,.0f} / {each.p95_ms:,.0f}" if each else "–" for each in found]
        speeds = [f"{each.turns_per_second:.1f}" if each else "–" for each in found]
        lines.append([TITLES[row.key], *times, *speeds])
    return "### Turns\n\n" + table(head, lines)


def _aims(results: Results) -> str:
    lines = [
        [aim, reached, "yes" if is_met else "**no**"] for aim, reached, is_met in aims(results)
    ]
    return "### What we aim at\n\n" + table(["aim", "measured", "reached"], lines)


def aims(results: Results) -> Iterable[tuple[str, str, bool]]:
    """Yield each aim that can be judged: what it is, what was measured, whether it is reached."""
    own = results.row("ours")
    if own is None or not own.levels:
        return
    for key, least in (("stock_default", 10), ("stock_our_model", 3)):
        other = results.row(key)
        ratio = _ratio(own, other, 100)
        if ratio is not None:
            aim = f"at 100 conversations {least} × the turns a second of {TITLES[key]}"
            yield aim, f"{ratio:.1f} ×", ratio >= least
    for key in ("stock_default", "stock_our_model"):
        other = results.row(key)
        shares = _p95_shares(own, other) if other else []
        if shares:
            told = ", ".join(f"{share:.2f} at {count}" for count, share in shares)
            aim = f"p95 at most a third of that of {TITLES[key]}"
            yield aim, told, all(share <= 1 / 3 for _, share in shares)
    if own.start_seconds is not None:
        reached = own.start_seconds <= MOST_START_SECONDS
        yield f"first answer within {MOST_START_SECONDS} s", f"{own.start_seconds:.1f} s", reached


def _ratio(own: Row, other: Row | None, count: int) -> float | None:
    mine, theirs = _at(own, count), _at(other, count)
    return mine.turns_per_second / theirs.turns_per_second if mine and theirs else None


def _p95_shares(own: Row, other: Row) -> list[tuple[int, float]]:
    pairs = [(count, _at(own, count), _at(other, count)) for count in COUNTS]
    return [(n, mine.p95_ms / theirs.p95_ms) for n, mine, theirs in pairs if mine and theirs]


def _at(row: Row | None, count: int) -> Level | None:
    return next((each for each in row.levels if each.conversations == count), None) if row else None


def _starting(results: Results) -> str:
    environments = {each.key: each for each in results.environments}
    environments["stock_our_model"] = Environment("stock_our_model", note="the same as ours")
    lines = []
    for row in results.rows:
        found = environments.get(row.key)
        if row.start_seconds is None and found is None:
            continue
        lines.append(
            [
                TITLES[row.key],
                _figure(row.start_seconds, " s", 1),
                _figure(row.memory_mb, " MB"),
                _figure(row.processor_ms, " ms", 1),
                _figure(found.disk_mb if found else None, " MB"),
                _figure(found.train_seconds if found else None, " s"),
            ]
        )
    head = [
        "",
        "start to first answer",
        "memory (RSS, all processes)",
        "processor time a turn",
        "on disk",
        "training",
    ]
    return "### Starting, memory, disk\n\n" + table(head, lines)


def _floor(results: Results) -> str:
    total = sum(results.floor_ms.values())
    lines = [
        [name, f"{value:.1f}", f"{value / total:.0%}"] for name, value in results.floor_ms.items()
    ]
    return "### Where a turn's time goes\n\n" + table(["part", "ms", "share"], lines)


def _notes(results: Results) -> str:
    said = [(TITLES[row.key], row.note) for row in results.rows]
    said += [(TITLES[each.key], each.note) for each in results.environments]
    said += [
        (TITLES[row.key], f"the same answers as ours in {row.same_answers} turns")
        for row in results.rows
        if row.same_answers
    ]
    said += [
        (
            TITLES[row.key],
            f"{each.unanswered} of {each.turns} turns at {each.conversations} unanswered",
        )
        for row in results.rows
        for each in row.levels
        if each.unanswered
    ]
    return "\n".join(f"- {title}: {note}." for title, note in said if note)


def table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table; every column but the first is aligned right."""
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join("| " + " | ".join(line) + " |" for line in (head, rule, *lines))


def _figure(value: float | None, unit: str, digits: int = 0) -> str:
    return "–" if value is None else f"{value:,.{digits}f}{unit}"
