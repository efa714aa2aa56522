"""Reads every held-out line once and keeps the readings by set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rich.console import Console

from bench.stock.environment import NoStockRasa
from bench.understanding import held_out
from bench.understanding.held_out import Line
from bench.understanding.readers import Measured, Reading, read_by_diet, read_by_us, train_ours

SEED = 20261122
_AS_OF = date(2026, 11, 18)


@dataclass(frozen=True)
class Sets:
    """The sets of lines that both contenders read, by name."""

    lines: dict[str, list[Line]]

    def texts(self) -> list[str]:
        """Return all texts, set after set."""
        return [line.text for lines in self.lines.values() for line in lines]

    def split(self, readings: Sequence[Reading]) -> dict[str, list[Reading]]:
        """Return ``readings`` of :meth:`texts` by set."""
        by_set, start = {}, 0
        for name, lines in self.lines.items():
            by_set[name] = list(readings[start : start + len(lines)])
            start += len(lines)
        return by_set


@dataclass(frozen=True)
class Contender:
    """One pipeline: its readings by set, and what it cost."""

    name: str
    readings: dict[str, list[Reading]]
    measured: Measured


def sets() -> Sets:
    """Return the sets, with the spelling noise added."""
    said = held_out.need_lines()
    return Sets(
        {
            "said": said,
            "noise_10": [held_out.misspelt(line, 0.1, SEED) for line in said],
            "noise_30": [held_out.misspelt(line, 0.3, SEED) for line in said],
            "outside": held_out.outside_lines(),
            "look_alikes": held_out.look_alikes(),
            "several": held_out.lines_of_several_needs(),
            "foreign": held_out.foreign_lines(),
        }
    )


def measure(console: Console, with_diet: bool) -> tuple[Sets, list[Contender], dict[str, Measured]]:
    """Return the sets, the contenders (ours first) and the readings of the value lines."""
    lines = sets()
    ours = read_by_us([(text, _AS_OF) for text in lines.texts()], console)
    seconds, count = train_ours(console)
    ours = replace(ours, training_seconds=seconds, trained_lines=count)
    contenders = [Contender("ours", lines.split(ours.readings), ours)]
    if with_diet:
        try:
            diet = read_by_diet(lines.texts(), console)
            contenders.append(Contender("Rasa's default (DIET)", lines.split(diet.readings), diet))
        except NoStockRasa as error:
            console.print(f"Rasa's default will not be measured: {error}")
    values = {
        name: read_by_us([(each.text, each.as_of) for each in held_out.value_lines(name)], console)
        for name in ("values", "values_fresh")
    }
    return lines, contenders, values
