"""Lines by a writer who saw neither our training lines nor our tests: ``blind_2/``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from bench.understanding.figures import (
    all_found,
    auroc,
    exact,
    first_right,
    not_understood,
    share,
    top_right,
    what_happens,
)
from bench.understanding.held_out import FOLDER, Line, ValueLine, stated_values
from bench.understanding.readers import Reading
from nlu.needs import UNKNOWN

BLIND = FOLDER / "blind_2"
Figures = dict[str, float]


def need_lines() -> list[Line]:
    """Return the lines with one need, without what is none of ours."""
    return [line for line in _needs() if line.needs != (UNKNOWN,)]


def outside_lines() -> list[Line]:
    """Return the lines that say no need of ours."""
    return [line for line in _needs() if line.needs == (UNKNOWN,)]


def look_alikes() -> list[Line]:
    """Return lines that differ from another by a word; ``group`` is the pair."""
    return [
        Line(text, (need,), str(place))
        for place, (one, need_one, other, need_other) in enumerate(_read("minimal_pairs"))
        for text, need in ((one, need_one), (other, need_other))
    ]


def several_needs() -> list[Line]:
    """Return lines that say two needs or three."""
    return [Line(text, tuple(needs)) for text, *needs in _read("several")]


def value_lines() -> list[ValueLine]:
    """Return lines with the values that must and that may be found."""
    read = _read("values")
    return [
        ValueLine(text, stated_values(must), stated_values(may), read["as_of"])
        for text, must, may in read["lines"]
    ]


def sets() -> dict[str, list[Line]]:
    """Return the sets that are read for their needs, by name."""
    return {
        "blind_said": need_lines(),
        "blind_outside": outside_lines(),
        "blind_look_alikes": look_alikes(),
        "blind_several": several_needs(),
    }


def figures(
    lines: dict[str, list[Line]],
    read: dict[str, list[Reading]],
    values: Sequence[tuple[ValueLine, Reading]],
) -> Figures:
    """Return each figure by name, as a share."""
    said, known = lines["blind_said"], read["blind_said"]
    met = what_happens(said, known)
    return {
        "first choice": first_right(said, known),
        "in the top three": top_right(said, known),
        "answered rightly at once": met["right"],
        "asked, the right need on a button": met["asked"],
        "answered as another need": met["misread"],
        "lost": met["lost"],
        "first choice, look-alikes": first_right(
            lines["blind_look_alikes"], read["blind_look_alikes"]
        ),
        "all needs found, lines with several": all_found(
            lines["blind_several"], read["blind_several"]
        ),
        "out of scope, seen": not_understood(read["blind_outside"]),
        "out-of-scope AUROC": auroc(known, read["blind_outside"]),
        "values exact": share(exact(line, reading) for line, reading in values),
    }


def half(lines: dict[str, list[Line]], read: dict[str, list[Any]], odd: bool) -> Any:
    """Return every second line of each set, with its readings."""
    start = int(odd)
    return (
        {name: each[start::2] for name, each in lines.items()},
        {name: each[start::2] for name, each in read.items()},
    )


def first_measured() -> dict[str, Figures]:
    """Return what was measured before a line had been read, and on the half that stayed unread."""
    measured: dict[str, Figures] = _read("measured")
    return measured


def _needs() -> list[Line]:
    return [
        Line(text, (need,)) for need, block in _read("needs").items() for text in block.splitlines()
    ]


def _read(name: str) -> Any:
    return yaml.safe_load((BLIND / f"{name}.yml").read_text(encoding="utf-8"))
