"""Interest as it grows day by day: simple within a year of default, compounding at its end."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from payment_arrangement.parameters import Period, value_on
from payment_arrangement.rules.imputation import Balance

DAYS_IN_YEAR = 365


class InterestRun:
    """The sum that bears interest, and the interest on it, exact to the fraction of a cent.

    `principal_cents` and the interest `added` after each year of default bear interest; the
    interest `running` in the present year does not. Source: BW art. 6:119 lid 1 and 2.
    """

    def __init__(self, principal_cents: int, default_from_on: date) -> None:
        self.principal_cents = principal_cents
        self.added = Fraction(0)
        self.running = Fraction(0)
        self.used: list[Period] = []
        self.stretches: list[tuple[date, date, int, Fraction, Decimal]] = []
        self._default_from_on = default_from_on
        self._next_on = default_from_on
        self._years = 0

    @property
    def unpaid_interest(self) -> Fraction:
        """All interest so far that was not paid, in cents."""
        return self.added + self.running

    def advance(self, last: date) -> None:
        """Let interest grow to and including `last`. Raises ParameterMissing without a rate."""
        while self._next_on <= last:
            anniversary = self._default_from_on + relativedelta(years=self._years + 1)
            end = min(last, anniversary - timedelta(days=1))
            self._grow(end)
            if self._next_on == anniversary:
                self.added, self.running = self.unpaid_interest, Fraction(0)
                self._years += 1

    def pay(self, paid: Balance, *, leaves_none: bool) -> None:
        """Count what was paid; `leaves_none` when no whole cent of interest is unpaid after it."""
        self.principal_cents -= paid.principal_cents
        if leaves_none:
            self.added = self.running = Fraction(0)
            return
        from_added = min(self.added, Fraction(paid.interest_cents))
        self.added -= from_added
        self.running -= paid.interest_cents - from_added

    def _grow(self, last: date) -> None:
        """Simple interest to and including `last`, at the rate of each day."""
        base = self.principal_cents + self.added
        while self._next_on <= last:
            period = value_on("statutory_interest", self._next_on)
            if period not in self.used:
                self.used.append(period)
            end = last if period.valid_to is None else min(last, period.valid_to)
            days = (end - self._next_on).days + 1
            rate = period.percent("rate")
            self.running += base * Fraction(rate) / 100 * days / DAYS_IN_YEAR
            self.stretches.append((self._next_on, end, days, base, rate))
            self._next_on = end + timedelta(days=1)
