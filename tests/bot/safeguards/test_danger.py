"""Danger words: found in what people really type, not in idiom. Source of the lines:
domain facts 4.2 (constructed; a larger set by other writers is a later issue)."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.safeguards.danger import find_danger
from bot.safeguards.person_wanted import wants_person
from bot.texts.texts import all_texts

CASES = yaml.safe_load(Path(__file__).with_name("danger_cases.yml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("danger_class", "line"),
    [(name, line) for name, lines in CASES["danger"].items() for line in lines],
)
def test_a_line_of_danger_is_found(danger_class, line):
    found = find_danger(line)
    assert found is not None
    assert found.danger_class == danger_class


@pytest.mark.parametrize("line", CASES["ordinary"])
def test_ordinary_talk_and_idiom_raise_no_alarm(line):
    assert find_danger(line) is None


@pytest.mark.parametrize(
    "disguise",
    [
        str.upper,
        str.title,
        lambda s: s.replace(" ", "  "),
        lambda s: "\u200b".join(s),
        lambda s: s.replace("o", "ó"),
    ],
)
def test_capitals_spaces_accents_and_invisible_signs_hide_nothing(disguise):
    assert find_danger(disguise("ik wil dood")).danger_class == "suicide"


def test_every_class_has_its_fixed_text():
    for line in ("ik wil dood", "hij slaat me", "ik vermoord jullie", "ik heb nu hulp nodig"):
        assert find_danger(line).text_key in all_texts()


@pytest.mark.parametrize("line", CASES["person_wanted"])
def test_a_person_is_asked_for(line):
    assert wants_person(line)


@pytest.mark.parametrize("line", CASES["person_not_wanted"])
def test_talk_about_a_person_is_not_asking_for_one(line):
    assert not wants_person(line)
