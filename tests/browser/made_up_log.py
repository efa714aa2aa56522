"""A made-up log of the months before today, for the pages that show figures; no person is real."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bench.made_up_year import Made, fill, made_up
from storage.database import Database

DAYS = 130
CONVERSATIONS = 600
_OUTCOMES = ("got_help",) * 5 + ("referred_elsewhere",) * 3 + ("no_capacity", "unknown")
_CHOICES = ("accepted",) * 6 + ("edited",) * 3 + ("rejected",)


def fill_log(database: Database) -> None:
    """Write conversations up to yesterday, with how referrals ended and what became of suggestions.

    At office hours, so that an hour of the day holds enough people to be shown.
    """
    first_at = datetime.now(UTC).replace(hour=0, minute=0) - timedelta(days=DAYS)
    entries = made_up(CONVERSATIONS, first_at, DAYS - 1)
    last_at = entries[-1][0]
    more = [each for place, made in enumerate(entries) for each in _more(place, made)]
    made = [each for each in (*entries, *more) if each[0] <= last_at]
    at_work = [(_office_hours(at), *rest) for at, *rest in made]
    fill(database, sorted(at_work, key=lambda each: each[0]), lambda _: None)


def _office_hours(at: datetime) -> datetime:
    """Press a day of 24 hours into eight, in the same order."""
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(hours=8) + (at - midnight) / 3


def _more(place: int, made: Made) -> list[Made]:
    at, entry_type, case_ref, codes = made
    if entry_type == "help_chosen":
        outcome = _OUTCOMES[place % 10]
        ended = {"referral": codes["referral"], "outcome": outcome, "closed_by": "person"}
        return [(at + timedelta(days=2), "referral_closed", case_ref, ended)]
    if entry_type == "handover_opened":
        choice = {"kind": "text", "suggestion": "utter_x", "choice": _CHOICES[place % 10]}
        return [(at + timedelta(minutes=40), "suggestion_chosen", case_ref, choice)]
    return []
