"""The figures in explanations: from the dated rules, never typed in a text."""

from __future__ import annotations

from datetime import date

from payment_arrangement import value_on
from payment_arrangement.rules.veertiendagenbrief import TERM_DAYS


def figures(as_of: date) -> dict[str, str]:
    """Return the figures that hold on ``as_of``, by the name that a text uses.

    Raises :class:`payment_arrangement.ParameterMissing` for a day without one: then the answer is
    not given.

    >>> figures(date(2026, 11, 22))["quiet_hour"]
    '20'
    """
    hours = value_on("contact_hours", as_of)
    share = value_on("beslagvrije_voet_share", as_of)
    return {
        "term_days": str(TERM_DAYS),
        "first_hour": str(hours.values["first_allowed_hour"]),
        "quiet_hour": str(hours.values["first_quiet_hour"]),
        "stays_percent": str(share.percent("stays_of_income")),
    }
