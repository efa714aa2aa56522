"""From readings to figures. Shares are from 0 to 1."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.understanding.held_out import Line, ValueLine
from bench.understanding.readers import Reading
from nlu.needs import UNKNOWN, intents_by_need

ENTITY_TYPES = {
    *("money_cents", "period", "date", "day_of_month", "duration_months", "postcode", "count")
}
_SURE_TOGETHER = 0.3
_ERROR = 0.05


@dataclass(frozen=True)
class OfNeed:
    """How well one need is told from the others, by first choice."""

    need: str
    lines: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def share(hits: Iterable[bool]) -> float:
    """Return how many of ``hits`` are true; nought of nought is 0."""
    counted = list(hits)
    return sum(counted) / len(counted) if counted else 0.0


def first_right(lines: Sequence[Line], readings: Sequence[Reading]) -> float:
    """Return how often the first choice is a need of the line."""
    return share(r.first in line.needs for line, r in zip(lines, readings, strict=True))


def top_right(lines: Sequence[Line], readings: Sequence[Reading], places: int = 3) -> float:
    """Return how often a need of the line is among the first ``places`` that are not unknown."""
    return share(
        any(need in line.needs for need in _named(r)[:places])
        for line, r in zip(lines, readings, strict=True)
    )


def all_found(lines: Sequence[Line], readings: Sequence[Reading]) -> float:
    """Return how often every need of the line is found, in the first three and not faintly."""
    return share(
        all(need in _named(r)[:3] and dict(r.needs)[need] >= _SURE_TOGETHER for need in line.needs)
        for line, r in zip(lines, readings, strict=True)
    )


def what_happens(lines: Sequence[Line], readings: Sequence[Reading]) -> dict[str, float]:
    """Return the share of each thing that can become of a line; together they are 1.

    ``right``: the right need is answered at once. ``asked``: a question is asked, with the right
    need on one of its three buttons. ``misread``: another need is answered. ``lost``: the line is
    called none of ours, or the question has no right button. As Gem's pilot was counted: right at
    once, right after one question, lost.
    """
    met = Counter(_what_happens(line, r) for line, r in zip(lines, readings, strict=True))
    return {each: met[each] / len(lines) for each in ("right", "asked", "misread", "lost")}


def _what_happens(line: Line, reading: Reading) -> str:
    if reading.asks:
        return "asked" if any(need in line.needs for need in _named(reading)[:3]) else "lost"
    if reading.first in line.needs:
        return "right"
    return "lost" if reading.first == UNKNOWN else "misread"


def not_understood(readings: Sequence[Reading]) -> float:
    """Return how often a line is called none of ours, or is asked about."""
    return share(r.first == UNKNOWN or r.asks for r in readings)


def by_need(lines: Sequence[Line], readings: Sequence[Reading]) -> list[OfNeed]:
    """Return the figures of each need, over lines inside and outside our needs."""
    found = []
    for need in intents_by_need():
        said = [need in line.needs for line in lines]
        chosen = [r.first == need for r in readings]
        both = sum(s and c for s, c in zip(said, chosen, strict=True))
        precision = both / sum(chosen) if any(chosen) else 0.0
        recall = both / sum(said) if any(said) else 0.0
        found.append(OfNeed(need, sum(said), precision, recall))
    return found


def auroc(inside: Sequence[Reading], outside: Sequence[Reading]) -> float:
    """Return the chance that a line of ours seems more known than one outside (ties count half)."""
    pairs = [(a.known, b.known) for a in inside for b in outside]
    return sum((a > b) + 0.5 * (a == b) for a, b in pairs) / len(pairs)


def exact(line: ValueLine, reading: Reading) -> bool:
    """Return whether all that must be found is, and nothing that may not be."""
    found = {
        (each["entity"], str(each["value"]))
        for each in reading.entities
        if each["entity"] in ENTITY_TYPES
    }
    return line.must <= found <= line.must | line.may


def sure_and_right(
    lines: Sequence[Line], readings: Sequence[Reading]
) -> list[tuple[str, int, float]]:
    """Return (band of scores, lines, share right): a calibrated score says its own share."""
    bands = [(0.0, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)]
    rows = []
    for low, high in bands:
        right = [
            r.first in line.needs
            for line, r in zip(lines, readings, strict=True)
            if r.needs and low <= r.needs[0][1] < high
        ]
        rows.append((f"{low:.1f}-{min(high, 1.0):.1f}", len(right), share(right)))
    return rows


def lower_bound(hits: int, tries: int) -> float:
    """Return the one-sided 95 % lower bound of Clopper and Pearson.

    >>> round(lower_bound(200, 200), 3)
    0.985
    """
    from scipy.stats import beta

    return float(beta.ppf(_ERROR, hits, tries - hits + 1)) if hits else 0.0


def percentile(values: Sequence[float], at: float) -> float:
    """Return the value below which a share of ``at`` of ``values`` lies."""
    ordered = sorted(values)
    return ordered[min(int(at * len(ordered)), len(ordered) - 1)]


def _named(reading: Reading) -> list[str]:
    return [need for need, _ in reading.needs if need != UNKNOWN]
