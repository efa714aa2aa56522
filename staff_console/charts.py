"""Figures as bars: how long each bar is. ``templates/chart.html`` draws them and their table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from audit_pack import Figure, Slot


@dataclass(frozen=True)
class Bar:
    """One figure. ``permille`` of the longest bar, or of all; None where nothing may be shown.

    ``code`` names its words in the chart's section of the texts. ``median_minutes`` goes with the
    questions of an hour or weekday.
    """

    code: str
    figure: Figure
    permille: int | None
    median_minutes: int | None = None


@dataclass(frozen=True)
class Chart:
    """Bars with one heading. ``code`` names its title and description in the texts.

    ``kind``: ``shares`` (of a hundred), ``counts``, or ``moments`` (counts with a median wait);
    ``is_upright`` draws columns.
    """

    code: str
    kind: str
    section: str
    bars: tuple[Bar, ...]
    is_upright: bool = False

    @property
    def rows(self) -> tuple[Bar, ...]:
        """The bars with a row in the table: of moments only those that may be shown."""
        if self.kind != "moments":
            return self.bars
        return tuple(bar for bar in self.bars if bar.figure.state == "shown")

    @property
    def hidden_moments(self) -> int:
        """How many moments of few people have no row."""
        hidden = (bar.figure.state == "hidden" for bar in self.bars)
        return sum(hidden) if self.kind == "moments" else 0

    @property
    def highest(self) -> int:
        """The largest number that is shown."""
        return max((bar.figure.counted or 0 for bar in self.bars), default=0)


def of_shares(code: str, figures: Mapping[str, Figure], names: tuple[str, ...]) -> Chart:
    """Return a chart of the shares ``names``, each of a hundred."""
    bars = (Bar(name, figures[name], figures[name].permille) for name in names)
    return Chart(code, "shares", "team_shares", tuple(bars))


def of_counts(code: str, figures: Mapping[str, Figure]) -> Chart:
    """Return a chart of numbers, the longest bar for the highest."""
    lengths = _lengths(figures)
    bars = (Bar(name, each, lengths[name]) for name, each in figures.items())
    return Chart(code, "counts", f"team_{code}", tuple(bars))


def of_moments(code: str, slots: Mapping[str, Slot]) -> Chart:
    """Return a chart of when people ask, with how long they then wait."""
    lengths = _lengths({name: slot.asked for name, slot in slots.items()})
    bars = (
        Bar(name, slot.asked, lengths[name], slot.median_minutes) for name, slot in slots.items()
    )
    return Chart(code, "moments", f"team_{code}", tuple(bars), is_upright=True)


def _lengths(figures: Mapping[str, Figure]) -> dict[str, int | None]:
    highest = max((each.counted or 0 for each in figures.values()), default=0) or 1
    return {
        name: None if each.state == "hidden" else 1000 * (each.counted or 0) // highest
        for name, each in figures.items()
    }
