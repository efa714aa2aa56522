"""Amounts as bands, so that the evidence log holds no sum that points at one person."""

from __future__ import annotations

from bisect import bisect_right

_EDGES_EURO = (0, 50, 100, 250, 500, 1000, 2500, 5000, 10000)


def amount_band(amount_cents: int) -> str:
    """Return the band of an amount, in whole euro.

    >>> amount_band(31_250), amount_band(2_000_000)
    ('250_500', 'over_10000')
    """
    place = bisect_right(_EDGES_EURO, max(amount_cents, 0) // 100)
    if place == len(_EDGES_EURO):
        return f"over_{_EDGES_EURO[-1]}"
    return f"{_EDGES_EURO[place - 1]}_{_EDGES_EURO[place]}"
