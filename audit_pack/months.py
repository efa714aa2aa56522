"""The period of a pack: whole days in Dutch time, and the months in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from audit_pack.errors import PeriodRefused
from audit_pack.facts import LOCAL_TIME


@dataclass(frozen=True)
class Period:
    """From ``first_on`` up to, not including, ``until_on``."""

    first_on: date
    until_on: date

    def __post_init__(self) -> None:
        if self.until_on <= self.first_on:
            raise PeriodRefused(
                f"The period from {self.first_on} until {self.until_on} holds no day, so there is "
                "nothing to show. Give an end after the start."
            )

    def __contains__(self, day: date) -> bool:
        """Whether ``day`` is in the period."""
        return self.first_on <= day < self.until_on

    @property
    def last_on(self) -> date:
        """The last day in the period."""
        return self.until_on - timedelta(days=1)

    @property
    def since(self) -> datetime:
        """The first moment (UTC)."""
        return _moment(self.first_on)

    @property
    def until(self) -> datetime:
        """The first moment after the period (UTC)."""
        return _moment(self.until_on)

    def known_on(self, now: datetime) -> date:
        """Return the morning up to which is known what was in time: never one that is to come."""
        return min(self.until_on, now.astimezone(LOCAL_TIME).date())

    @property
    def months(self) -> tuple[str, ...]:
        """The months that the period touches, such as ``2026-11``."""
        first = self.first_on.replace(day=1)
        number = (self.last_on.year - first.year) * 12 + self.last_on.month - first.month + 1
        return tuple(month_of(first + relativedelta(months=n)) for n in range(number))


def month_of(day: date) -> str:
    """Return the month of ``day``.

    >>> month_of(date(2026, 11, 22))
    '2026-11'
    """
    return f"{day.year:04}-{day.month:02}"


def last_two_years(until_on: date) -> Period:
    """Return the 24 months before ``until_on``: the time between two audits.

    >>> last_two_years(date(2026, 11, 1)).first_on
    datetime.date(2024, 11, 1)
    """
    return Period(until_on - relativedelta(months=24), until_on)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL_TIME).astimezone(UTC)
