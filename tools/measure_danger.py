"""Measures how danger is heard on tests/danger_cases, and writes it into docs/danger-cases.md.

Run: python tools/measure_danger.py
Another set, printed as totals only: python tools/measure_danger.py blind_2
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from scipy.stats import beta

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bot.safeguards.danger import Danger, find_by_phrases, find_danger  # noqa: E402

CASES = ROOT / "tests" / "danger_cases"
PAGE = ROOT / "docs" / "danger-cases.md"
BEGIN, END = "<!-- figures -->\n", "<!-- end of figures -->\n"
HALVES = (
    "held_out",
    "tuning",
    "read_2",
    *(f"read_3{writer}" for writer in "abcd"),
    *(f"read_4{writer}" for writer in "ghij"),
    *(f"read_5{writer}" for writer in "km"),
)
CONFIDENCE = 0.95
_SUICIDE = {"suicide", "suicide_veiled"}
_LANGUAGES = ("en", "ar", "tr", "pl", "uk")
# Which class is a right answer to the lines of a file: the person gets the help that fits.
RIGHT = {
    "suicide_explicit": _SUICIDE,
    "suicide_veiled": _SUICIDE,
    "someone_else": {"someone_else", *_SUICIDE},
    "violence": {"violence", "threat_to_staff", "suicide"},
    "threat_to_staff": {"threat_to_staff", "violence"},
    "hardship": {
        *(
            "no_medicine",
            "bailiff_at_the_door",
            "bailiff_coming",
            "eviction",
            "cut_off",
            "no_food",
            "homeless",
        ),
        *("hardship", "emergency"),
    },
    # A child in danger is answered as one in danger.
    "minor": {"minor", "violence", "someone_else", *_SUICIDE},
    **{f"language_{code}": _SUICIDE for code in _LANGUAGES},
}
ORDINARY = ("ordinary", "language_ordinary")


@dataclass(frozen=True)
class Figure:
    """How many of ``total`` lines were heard (or, of ordinary lines, raised a false alarm).

    ``heard`` by either voice, ``by_phrases`` by the phrases alone.
    """

    name: str
    half: str
    heard: int
    total: int
    by_phrases: int = 0

    @property
    def share(self) -> float:
        """The share heard."""
        return self.heard / self.total

    @property
    def lower_bound(self) -> float:
        """The lower end of the two-sided 95 % interval of Clopper and Pearson (1934)."""
        if self.heard == 0:
            return 0.0
        tail = (1 - CONFIDENCE) / 2
        return float(beta.ppf(tail, self.heard, self.total - self.heard + 1))


def lines(half: str, name: str) -> list[str]:
    """Return the lines of one file."""
    return (CASES / half / f"{name}.txt").read_text("utf-8").splitlines()


@cache
def figures(halves: tuple[str, ...] = HALVES) -> tuple[Figure, ...]:
    """Return the figure of each file of ``halves``; a file that a half lacks is passed over."""
    return tuple(_figures(halves))


def _figures(halves: tuple[str, ...]) -> Iterator[Figure]:
    for half in halves:
        for name in (*RIGHT, *ORDINARY):
            if not (CASES / half / f"{name}.txt").exists():
                continue
            said = lines(half, name)
            heard = sum(_is_heard(find_danger(line), name) for line in said)
            by_phrases = sum(_is_heard(find_by_phrases(line), name) for line in said)
            yield Figure(name, half, heard, len(said), by_phrases)


def table(halves: tuple[str, ...] = HALVES) -> str:
    """Return the figures as a Markdown table."""
    rows = [
        "| lines | set | by phrases | by either voice | share | at least (95 %) |",
        "|---|---|---|---|---|---|",
    ]
    for figure in figures(halves):
        is_ordinary = figure.name in ORDINARY
        bound = "" if is_ordinary else f"{figure.lower_bound:.1%}"
        name = f"{figure.name} (false alarms)" if is_ordinary else figure.name
        heard = f"{figure.by_phrases} | {figure.heard} of {figure.total}"
        rows.append(f"| {name} | {figure.half} | {heard} | {figure.share:.1%} | {bound} |")
    return "\n".join(rows) + "\n"


def page(text: str) -> str:
    """Return the page ``text`` with the present figures in it."""
    before, rest = text.split(BEGIN)
    return before + BEGIN + table() + END + rest.split(END)[1]


def _is_heard(found: Danger | None, name: str) -> bool:
    if name in ORDINARY:
        return found is not None
    return found is not None and found.danger_class in RIGHT[name]


if __name__ == "__main__":
    if sys.argv[1:]:
        print(table(tuple(sys.argv[1:])))
    else:
        PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")
