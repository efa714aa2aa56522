"""Collection costs computed a second time, straight from the text, by another method.

The rule walks along the scale and adds up its steps. Here the highest rate is taken over the whole
sum, and what each later step is lower is taken off again. Nothing of the package is imported.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

# Besluit BIK art. 2 lid 1: 15%, then 10%, 5%, 1% and 0.5%; so much less above each bound.
LESS_ABOVE = (
    (2_500, Fraction(5, 100)),
    (5_000, Fraction(5, 100)),
    (10_000, Fraction(4, 100)),
    (200_000, Fraction(1, 200)),
)


def costs_cents(principals_cents: list[int]) -> int:
    """The highest costs without VAT for claims of one creditor (6:96 lid 7: added up first)."""
    total = Fraction(sum(principals_cents), 100)
    if total == 0:
        return 0
    euro = total * Fraction(15, 100)
    for bound, less in LESS_ABOVE:
        if total > bound:
            euro -= (total - bound) * less
    return nearest_cent(min(max(euro, Fraction(40)), Fraction(6_775)))


def capped_cents(principals_cents: list[int], charged_cents: int, as_of: date) -> int:
    """The same for terms of a contract: since 2024-10-01 at most 140 euro in six months."""
    costs = costs_cents(principals_cents)
    if as_of < date(2024, 10, 1) or min(principals_cents) >= 26_667:
        return costs
    return min(costs, max(14_000 - charged_cents, 0))


def vat_cents(costs: int, as_of: date) -> int:
    """VAT on the costs (art. 2 lid 3): 19% until 30 September 2012, 21% since."""
    return nearest_cent(Fraction(costs, 100) * (19 if as_of < date(2012, 10, 1) else 21) / 100)


def nearest_cent(euro: Fraction) -> int:
    """Whole cents, a half cent upwards."""
    double = euro * 200
    whole = double.numerator // double.denominator
    return (whole + 1) // 2
