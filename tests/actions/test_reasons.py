"""Why a service fits, in a few words behind its name."""

from __future__ import annotations

from datetime import datetime

import pytest

from actions.reasons import with_reasons
from casework.refer import HelpOption

NOON = datetime.fromisoformat("2026-11-25T12:00:00+01:00")


def option(reasons: list[str], open_until: datetime | None = None) -> HelpOption:
    return HelpOption("r", "s", "Dienst", "", (), tuple(reasons), (), False, True, open_until)


@pytest.mark.parametrize(
    ("reasons", "until", "shown"),
    [
        (
            ["for_your_need", "same_municipality", "speaks_your_language", "open_now"],
            NOON,
            "Dienst (in uw gemeente, spreekt Pools, open tot 12:00)",
        ),
        (["for_your_need", "national", "open_now"], None, "Dienst (voor heel Nederland, nu open)"),
        (["national", "free"], None, "Dienst (gratis)"),
        (["for_your_need"], None, "Dienst"),
        (["for_your_need", "recently_confirmed"], None, "Dienst"),
    ],
)
def test_codes_and_values_become_words(
    reasons: list[str], until: datetime | None, shown: str
) -> None:
    assert with_reasons(option(reasons, until), "pl") == shown
