"""The language of a message, by small words and script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.understanding.held_out import foreign_lines, need_lines
from nlu.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I cannot pay this month", "en"),
        ("nie mam pieniędzy", "pl"),
        ("param yok, ödeyemiyorum", "tr"),
        ("لا أستطيع الدفع", "ar"),
        ("не можу заплатити", "uk"),
        ("ик вил die ы", "ru"),
        ("kheb geen cent te makke", "nl"),
        ("sorry no money", "nl"),
        ("ok", "nl"),
        ("", "nl"),
        ("1250", "nl"),
    ],
)
def test_a_language_shows(text: str, language: str) -> None:
    assert language_of(text) == language


def test_most_foreign_lines_are_known_and_almost_no_dutch_line_is_taken_for_foreign() -> None:
    foreign = foreign_lines()
    known = sum(language_of(line.text) == line.group for line in foreign)
    assert known / len(foreign) >= 0.9
    dutch = [line for line in need_lines() if line.needs != ("language_switch",)]
    assert sum(language_of(line.text) != "nl" for line in dutch) / len(dutch) <= 0.005


@given(st.text(max_size=600))
def test_any_text_has_a_language(text: str) -> None:
    assert len(language_of(text)) == 2
