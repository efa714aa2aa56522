"""The period that somebody chooses on a page: weeks, a quarter, or days of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from audit_pack import Period
from staff_console.errors import ConsoleError

CHOICES = ("weeks", "quarter", "last_quarter")
OWN = "own"
_LONGEST = relativedelta(years=3)


class PeriodWrong(ConsoleError):
    """The days that were typed are no period that can be shown."""

    text_key = "period_refused"


@dataclass(frozen=True)
class Chosen:
    """A period with the name of the choice: one of :data:`CHOICES`, or ``own``."""

    code: str
    period: Period


def chosen_period(fields: Mapping[str, str], today: date) -> Chosen:
    """Return the period that ``fields`` ask for: ``periode``, or ``van`` and ``tot`` (inclusive).

    Without either: the last four weeks, today included. Raises :class:`PeriodWrong`.

    >>> chosen_period({"periode": "last_quarter"}, date(2026, 11, 22)).period.last_on
    datetime.date(2026, 9, 30)
    """
    if fields.get("van") or fields.get("tot"):
        return Chosen(OWN, own_period(fields, today))
    code = fields.get("periode", CHOICES[0])
    tomorrow = today + timedelta(days=1)
    quarter = date(today.year, today.month - (today.month - 1) % 3, 1)
    found = {
        "weeks": (tomorrow - timedelta(weeks=4), tomorrow),
        "quarter": (quarter, tomorrow),
        "last_quarter": (quarter - relativedelta(months=3), quarter),
    }.get(code)
    if found is None:
        raise PeriodWrong(f"{code!r} is no period, so nothing was counted. Choose one of the list.")
    return Chosen(code, Period(*found))


def own_period(fields: Mapping[str, str], today: date) -> Period:
    """Return the period from day ``van`` to day ``tot``, both included.

    Raises :class:`PeriodWrong` for no day, an end before the start, a day to come, and more than
    three years.
    """
    try:
        first, last = (date.fromisoformat(fields.get(name, "")) for name in ("van", "tot"))
    except ValueError as error:
        raise PeriodWrong("A day is missing or is no day, so nothing was counted.") from error
    if not first <= last <= today or first < last - _LONGEST:
        raise PeriodWrong(
            f"From {first} to {last} is no period that can be shown: give days up to today, in "
            "order, at most three years apart."
        )
    return Period(first, last + timedelta(days=1))
