"""What a measurement gives, and the arithmetic on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles


@dataclass(frozen=True)
class Level:
    """Turns at one number of conversations at the same time. Times are milliseconds."""

    conversations: int
    turns: int
    p50_ms: float
    p95_ms: float
    turns_per_second: float
    unanswered: int = 0


@dataclass(frozen=True)
class Row:
    """One way to run the bot, measured. What could not be measured is None; ``note`` says why.

    ``processor_ms`` is the processor time a turn of all its processes: less noisy than times.
    """

    key: str
    levels: tuple[Level, ...] = ()
    start_seconds: float | None = None
    memory_mb: float | None = None
    processor_ms: float | None = None
    same_answers: str | None = None
    note: str = ""


@dataclass(frozen=True)
class Environment:
    """What it takes before the first start: disk in megabytes, training in seconds."""

    key: str
    disk_mb: float | None = None
    train_seconds: float | None = None
    note: str = ""


@dataclass(frozen=True)
class Results:
    """One run of the benchmark."""

    machine: dict[str, str]
    rows: tuple[Row, ...]
    environments: tuple[Environment, ...] = ()
    floor_ms: dict[str, float] = field(default_factory=dict)

    def row(self, key: str) -> Row | None:
        """Return the row named ``key``, or None."""
        return next((row for row in self.rows if row.key == key), None)


def level(
    conversations: int, turn_seconds: Sequence[float], wall_seconds: float, unanswered: int = 0
) -> Level:
    """Return the figures of ``turn_seconds``, all taken within ``wall_seconds``.

    >>> level(1, [0.010, 0.020, 0.030], 0.06).p50_ms
    20.0
    """
    milliseconds = [seconds * 1000 for seconds in turn_seconds]
    return Level(
        conversations,
        len(milliseconds),
        round(median(milliseconds), 1),
        round(percentile(milliseconds, 95), 1),
        round(len(milliseconds) / wall_seconds, 1),
        unanswered,
    )


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the value below which ``percent`` of ``values`` lie, interpolated.

    >>> percentile([1.0, 2.0, 3.0, 4.0, 5.0], 50)
    3.0
    """
    if len(values) == 1:
        return values[0]
    return quantiles(values, n=100, method="inclusive")[percent - 1]
