"""The page ``docs/understanding.md``: tables from figures, and what they do not say."""

from __future__ import annotations

from collections.abc import Sequence

from bench.machine import machine_facts
from bench.understanding import blind, held_out
from bench.understanding.figures import (
    all_found,
    auroc,
    by_need,
    exact,
    first_right,
    lower_bound,
    not_understood,
    percentile,
    share,
    sure_and_right,
    top_right,
    what_happens,
)
from bench.understanding.measure import Contender, Sets
from bench.understanding.readers import Measured
from bot.languages import recognise
from bot.safeguards.danger import find_danger

_HEAD = """\
# How well messages are understood

Written by `make evaluate`; do not edit. The needs: `nlu/needs.yml`. The lines that nobody trains
on: `tests/nlu_held_out/`. The choice behind it: `docs/decisions/0015-two-heads-and-needs.md`.

**Read these with care.** One writer wrote the held-out lines, before the training lines of the same
round and without looking at older ones; then training lines. Nobody from outside has. A
stranger's lines will score lower. No held-out line was looked at to train; failures are counted.
"""
_DANGER_SETS = ("suicide_explicit", "suicide_veiled", "violence", "hardship", "threat_to_staff")
_AIMS = {
    "first choice": "≥ 80 %",
    "in the top three": "≥ 95 %",
    "answered rightly at once": "",
    "asked, the right need on a button": "",
    "answered as another need": "",
    "lost: called none of ours, or no right button": "≤ 2 %",
    "first choice, 10 % of words misspelt": "",
    "first choice, 30 % of words misspelt": "",
    "first choice, look-alikes": "",
    "both needs found, lines with two": "≥ 85 %",
    "out of scope, seen": "",
    "out-of-scope AUROC": "≥ 0.93",
    "... near our subject": "",
    "... far from it": "",
    "ms a line, p50": "",
    "ms a line, p95": "≤ 25",
    "memory of the process, MB": "",
    "training, seconds of processor time": "",
    "training lines": "",
}


def page(sets: Sets, contenders: Sequence[Contender], values: dict[str, Measured]) -> str:
    """Return the page as Markdown; ``contenders`` begins with ours."""
    ours = contenders[0]
    parts = [
        _HEAD,
        blind_part(),
        _overview(sets, contenders),
        _needs(sets, ours),
        "![Confusion](pictures/understanding-confusion.svg)",
        _scores(sets, ours),
        _values(values),
        _languages(sets, ours),
        _danger(),
        _machine(),
    ]
    return "\n".join(parts)


def blind_part() -> str:
    """Return the figures on lines of a writer who saw nothing of ours, measured once."""
    parts = [
        _table(
            [name, ""],
            [
                [figure, f"{value:.3f}" if "AUROC" in figure else _percent(value)]
                for figure, value in figures.items()
            ],
        )
        for name, figures in blind.first_measured().items()
    ]
    return (
        "## By another writer, blind\n\nThese lines (`tests/nlu_held_out/blind_2/`) are by a "
        "writer who saw neither our training lines nor our tests. Each figure was measured once; "
        "between the two tables only lines of the even half were read (values, several needs). "
        "Aims: first choice 80 %, top three 95 %, lost at most 2 %, several needs 85 %, "
        "values 95 %, AUROC 0.93. **Missed: several needs, and values.**\n\n"
        "Lost: called none of ours, or "
        "asked about without the right need on one of the three buttons.\n\n" + "\n".join(parts)
    )


def _overview(sets: Sets, contenders: Sequence[Contender]) -> str:
    columns = {each.name: _column(sets, each) for each in contenders}
    rows = [
        [name, *(column[name] for column in columns.values()), aim] for name, aim in _AIMS.items()
    ]
    title = "## All at once\n\n" + "\n".join(
        f"- {name}: {len(lines)} lines" for name, lines in sets.lines.items()
    )
    note = (
        "\nRasa's default is what `rasa init` proposes (`bench/understanding/diet_config.yml`), "
        "with 40 epochs for 100, on the lines of its day. Milliseconds are processor time.\n"
    )
    return f"{title}\n\n" + _table(["", *columns, "aim"], rows) + note


def _column(sets: Sets, contender: Contender) -> dict[str, str]:
    lines, read = sets.lines, contender.readings
    outside = list(zip(lines["outside"], read["outside"], strict=True))
    near = [r for line, r in outside if line.group == "near"]
    far = [r for line, r in outside if line.group == "far"]
    spent = [r.milliseconds for name in ("said", "outside") for r in read[name]]
    figures = [
        _percent(first_right(lines["said"], read["said"])),
        _percent(top_right(lines["said"], read["said"])),
        *(_percent(part) for part in what_happens(lines["said"], read["said"]).values()),
        _percent(first_right(lines["noise_10"], read["noise_10"])),
        _percent(first_right(lines["noise_30"], read["noise_30"])),
        _percent(first_right(lines["look_alikes"], read["look_alikes"])),
        _percent(all_found(lines["several"], read["several"])),
        _percent(not_understood(read["outside"])),
        f"{auroc(read['said'], read['outside']):.3f}",
        f"{auroc(read['said'], near):.3f}",
        f"{auroc(read['said'], far):.3f}",
        f"{percentile(spent, 0.5):.1f}",
        f"{percentile(spent, 0.95):.1f}",
        f"{contender.measured.memory_mb:.0f}",
        f"{contender.measured.training_seconds:.0f}",
        str(contender.measured.trained_lines),
    ]
    return dict(zip(_AIMS, figures, strict=True))


def _needs(sets: Sets, ours: Contender) -> str:
    lines = [*sets.lines["said"], *sets.lines["outside"]]
    readings = [*ours.readings["said"], *ours.readings["outside"]]
    rows = [
        [of.need, str(of.lines), *(_percent(x) for x in (of.precision, of.recall, of.f1))]
        for of in by_need(lines, readings)
    ]
    return "\n## Each need, by first choice\n\n" + _table(
        ["need", "lines", "precision", "recall", "F1"], rows
    )


def _scores(sets: Sets, ours: Contender) -> str:
    rows = [
        [band, str(count), _percent(right) if count else ""]
        for band, count, right in sure_and_right(sets.lines["said"], ours.readings["said"])
    ]
    return (
        "\n## Is a score what it says?\n\nCalibrated: of the lines scored 0.7 to 0.9, about 80 % "
        "should be right.\n\n" + _table(["score of the first choice", "lines", "right"], rows)
    )


def _values(values: dict[str, Measured]) -> str:
    told = {
        "values": "182 lines; mended by looking at their failures (81.9 % before that)",
        "values_fresh": "62 lines; never looked at (74.2 % before the rules were mended)",
    }
    rows = [
        [
            told[name],
            _percent(
                share(
                    exact(line, r)
                    for line, r in zip(held_out.value_lines(name), measured.readings, strict=True)
                )
            ),
        ]
        for name, measured in values.items()
    ]
    return (
        "\n## Values\n\nExact: every value that must be found is, to the cent and the day, "
        "and none else. Aim: ≥ 95 %.\n\n" + _table(["", "exact"], rows)
    )


def _languages(sets: Sets, ours: Contender) -> str:
    pairs = list(zip(sets.lines["foreign"], ours.readings["foreign"], strict=True))
    rows = []
    for language in dict.fromkeys(line.group for line, _ in pairs):
        lines, readings = zip(*(p for p in pairs if p[0].group == language), strict=True)
        rows.append(
            [
                language,
                str(len(lines)),
                _percent(share(recognise(line.text) == language for line in lines)),
                _percent(first_right(lines, readings)),
                _percent(top_right(lines, readings)),
            ]
        )
    dutch = [*sets.lines["said"], *sets.lines["outside"]]
    wrong = sum(
        recognise(line.text) is not None for line in dutch if line.needs != ("language_switch",)
    )
    return (
        "\n## Other languages\n\nOnly Dutch lines are trained for what is said; the sentence "
        f"encoder carries it over. No native speaker has read these lines. Of {len(dutch)} Dutch "
        f"lines {wrong} are taken for another language.\n\n"
        + _table(["language", "lines", "recognised", "first choice", "in the top three"], rows)
    )


def _danger() -> str:
    rows = []
    for name in _DANGER_SETS:
        lines = held_out.danger_lines(name)
        hits = sum(find_danger(line) is not None for line in lines)
        if lines:
            bound = lower_bound(hits, len(lines))
            rows.append(
                [name, str(len(lines)), _percent(hits / len(lines)), f"≥ {_percent(bound)}"]
            )
    ordinary = held_out.danger_lines("ordinary")
    if not rows or not ordinary:
        return "\n## Danger\n\nNo held-out lines of danger are here.\n"
    alarms = share(find_danger(line) is not None for line in ordinary)
    return (
        "\n## Danger\n\nBy the rules of `bot/safeguards/`; how the lines were made: "
        "`tests/danger_cases/README.md`. The bound is Clopper and Pearson's, one-sided, 95 %.\n\n"
        + _table(["held-out lines", "lines", "recall", "at least"], rows)
        + f"\nFalse alarms on {len(ordinary)} ordinary lines full of alarming idiom: "
        f"{_percent(alarms)} (aim ≤ 1 %).\n"
    )


def _machine() -> str:
    rows = [[name, fact] for name, fact in machine_facts().items()]
    return "\n## Measured on\n\n" + _table(["", ""], rows)


def _percent(part: float) -> str:
    return f"{100 * part:.1f} %"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"
