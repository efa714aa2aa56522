"""Log in by way of the organisation in Chromium: to another site and back, with a strict cookie."""

from __future__ import annotations

from collections.abc import Callable

import pytest

pytestmark = pytest.mark.browser


def test_a_colleague_goes_to_the_organisation_and_comes_back_logged_in(
    play: Callable[..., str], served_with_provider: tuple[str, str]
) -> None:
    chat, desk = served_with_provider
    play("provider", chat, DESK_URL=desk)
