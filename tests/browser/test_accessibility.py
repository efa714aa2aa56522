"""Every page and state of the console through three kinds of checks, and what those are worth."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from serve import PASSWORD

Play = Callable[..., str]
pytestmark = pytest.mark.browser


def test_the_checks_find_at_least_21_of_24_planted_faults(play: Play) -> None:
    said = play("planted", "about:blank")
    assert "of 24 found" in said


def test_every_page_of_the_console_passes_light_and_dark(
    play: Play, served: tuple[str, str]
) -> None:
    chat, desk = served
    play("a11y", chat, DESK_URL=desk, PASSWORD=PASSWORD)
