"""The console as colleagues use it, beside a person on the web chat, in headless Chromium."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from serve import PASSWORD

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("colours", ["light"])
def test_two_colleagues_and_a_person_at_once(
    play: Callable[..., str], served: tuple[str, str], colours: str
) -> None:
    chat, desk = served
    play("console", chat, DESK_URL=desk, PASSWORD=PASSWORD, COLOURS=colours)


def test_passkeys_are_made_listed_and_used(
    play: Callable[..., str], served: tuple[str, str]
) -> None:
    chat, desk = served
    play("passkeys", chat, DESK_URL=desk, PASSWORD=PASSWORD)


def test_a_team_lead_reads_the_figures_and_an_auditor_draws_checks_and_fetches(
    play: Callable[..., str], served: tuple[str, str]
) -> None:
    chat, desk = served
    play("audit", chat, DESK_URL=desk, PASSWORD=PASSWORD)


def test_what_goes_wrong_at_a_desk_is_told_and_nothing_is_lost(
    play: Callable[..., str], served: tuple[str, str]
) -> None:
    chat, desk = served
    play("bad_input", chat, DESK_URL=desk, PASSWORD=PASSWORD)


def test_an_editor_phones_an_administrator_changes_settings_and_a_team_lead_approves(
    play: Callable[..., str], served: tuple[str, str]
) -> None:
    chat, desk = served
    play("settings", chat, DESK_URL=desk, PASSWORD=PASSWORD)
