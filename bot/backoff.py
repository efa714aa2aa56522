"""How long to wait before the next try."""

from __future__ import annotations

_MOST_DOUBLINGS = 16


def pause_after(failures: int, at_most: float) -> float:
    """Return 1, 2, 4 … seconds after the first, second, third … failure in a row.

    >>> [pause_after(failures, at_most=30) for failures in (1, 2, 3, 9, 100_000)]
    [1.0, 2.0, 4.0, 30, 30]
    """
    return min(2.0 ** min(failures - 1, _MOST_DOUBLINGS), at_most)
