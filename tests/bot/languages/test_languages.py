"""Other languages: recognised, answered in that language, and never switched to by surprise."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.languages import recognise
from bot.texts.texts import all_texts
from evidence_log import read_entries

ROOT = Path(__file__).parents[3]
CASES = yaml.safe_load(Path(__file__).with_name("language_cases.yml").read_text("utf-8"))
CODES = ("en", "tr", "pl", "ar", "uk")
LEAST_RIGHT = 0.95


@pytest.mark.parametrize("code", CODES)
def test_lines_about_debts_are_recognised(code: str) -> None:
    right = [recognise(line) == code for line in CASES[code]]
    assert sum(right) / len(right) >= LEAST_RIGHT


@pytest.mark.parametrize("line", CASES["nl_or_unknown"])
def test_what_is_short_or_mixed_or_another_language_is_left_alone(line: str) -> None:
    assert recognise(line) is None


def test_no_dutch_line_is_taken_for_another_language() -> None:
    folders = (ROOT / "tests" / "danger_cases" / half for half in ("held_out", "tuning"))
    lines = [x for each in folders for x in (each / "ordinary.txt").read_text("utf-8").splitlines()]
    assert len(lines) > 1500
    assert [line for line in lines if recognise(line)] == []


@pytest.mark.parametrize("code", CODES)
def test_the_answer_names_the_computer_danger_and_the_way_to_a_person(code: str, desk) -> None:
    answer = desk.say(CASES[code][0])[-1]
    assert answer.key == f"languages:{code}"
    assert "112" in answer.text
    assert "0800-0113" in answer.text
    assert answer.buttons[-1].title == "Nederlands"
    payloads = [each["payload"] for each in all_texts()[answer.key]["buttons"]]
    assert "/talk_to_human" in payloads
    with desk.database.unit() as unit:
        assert "language_recognised" in {entry.entry_type for entry in read_entries(unit)}


@pytest.mark.parametrize("code", CODES)
def test_a_text_in_another_language_holds_no_sum(code: str) -> None:
    assert "€" not in all_texts()[f"languages:{code}"]["text"]


@pytest.mark.parametrize("code", [code for code in CODES if code != "en"])
def test_texts_that_no_native_speaker_read_say_so(code: str) -> None:
    for key in (f"languages:{code}", f"safeguards:suicide_{code}"):
        assert all_texts()[key]["metadata"]["needs_native_reader"] is True


@pytest.mark.parametrize("code", CODES)
def test_danger_is_answered_in_the_language_in_which_it_is_said(code: str, desk) -> None:
    path = ROOT / "tests" / "danger_cases" / "tuning" / f"language_{code}.txt"
    assert desk.keys(path.read_text("utf-8").splitlines()[0])[0] == f"safeguards:suicide_{code}"
