"""The page as people use it, in headless Chromium; and a client that was not written here."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Play = Callable[..., str]
pytestmark = pytest.mark.browser


def test_an_independent_socket_io_client_speaks_rasas_protocol(play: Play, echo_url: str) -> None:
    play("native", echo_url, needs_chromium=False)


def test_a_conversation_by_keyboard_alone_goes_on_after_a_reload(play: Play, echo_url: str) -> None:
    play("keyboard", echo_url)


def test_the_chat_works_without_javascript(play: Play, echo_url: str) -> None:
    play("no_script", echo_url)


def test_axe_finds_nothing_in_any_state(play: Play, echo_url: str) -> None:
    play("axe", echo_url)


def test_english_is_reached_by_keyboard_and_has_no_fault(play: Play, echo_url: str) -> None:
    play("english", echo_url)


def test_small_screens_zoom_spacing_motion_and_focus(play: Play, echo_url: str) -> None:
    play("layout", echo_url)


def test_a_screen_reader_hears_each_message_once(play: Play, echo_url: str) -> None:
    play("log", echo_url)


def test_after_a_minute_without_a_line_nothing_is_lost_or_doubled(
    play: Play, echo_url: str
) -> None:
    play("offline", echo_url)


def test_words_never_become_code(play: Play, echo_url: str) -> None:
    play("xss", echo_url)
