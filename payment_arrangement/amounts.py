"""Whole euro cents: what an amount may be and how it is rounded."""

from __future__ import annotations

from fractions import Fraction

from payment_arrangement.errors import BadAmount, FactMissing

LARGEST_CENTS = 1_000_000_000


def check_amount(name: str, amount_cents: int | None, *, rule: str, zero: bool = False) -> int:
    """`amount_cents` when it can be an amount of money, at most 10 million euro.

    Raises FactMissing for None and BadAmount for a float, a negative amount, more than
    10 million euro, or nought unless `zero` is allowed.
    """
    if amount_cents is None:
        raise FactMissing(name, rule)
    lowest = 0 if zero else 1
    is_whole = isinstance(amount_cents, int) and not isinstance(amount_cents, bool)
    if not is_whole or not lowest <= amount_cents <= LARGEST_CENTS:
        raise BadAmount(
            name, amount_cents, f"whole cents from {lowest} to {LARGEST_CENTS} (10 million euro)"
        )
    return amount_cents


def half_up(exact_cents: Fraction) -> int:
    """The nearest whole cent, a half rounded up.

    >>> half_up(Fraction(1005, 10))
    101
    """
    return int((exact_cents + Fraction(1, 2)) // 1)


def ceil_div(amount: int, size: int) -> int:
    """How many times `size` is needed to reach `amount`."""
    return -(-amount // size)
