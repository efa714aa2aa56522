"""How danger is heard on the published lines; docs/danger-cases.md says how they were made."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[3] / "tools"))

import measure_danger

from bot.safeguards.danger import find_danger

FIGURES = {(figure.name, figure.half): figure for figure in measure_danger.figures()}
# What must be reached on lines that were read (and learnt from); no figure for lines that were not.
AIMS = {"suicide_explicit": 0.99, "suicide_veiled": 0.90, "violence": 0.95, "hardship": 0.95}


@pytest.mark.parametrize("half", ["held_out", "tuning"])
@pytest.mark.parametrize(("name", "aim"), AIMS.items())
def test_lines_that_were_read_are_heard(name: str, aim: float, half: str) -> None:
    assert FIGURES[name, half].share >= aim


@pytest.mark.parametrize("half", measure_danger.HALVES)
def test_ordinary_talk_raises_few_alarms(half: str) -> None:
    assert FIGURES["ordinary", half].share <= 0.01


@pytest.mark.parametrize("half", measure_danger.HALVES)
@pytest.mark.parametrize("code", ["en", "ar", "tr", "pl", "uk"])
def test_other_languages_are_heard(half: str, code: str) -> None:
    figure = FIGURES.get((f"language_{code}", half))
    if figure is None:
        pytest.skip("this set has no lines in this language")
    assert figure.share >= 0.95


def test_there_are_enough_lines_and_none_is_in_both_halves() -> None:
    def total(name: str) -> int:
        return sum(figure.total for (of, _), figure in FIGURES.items() if of == name)

    least = {"suicide_explicit": 200, "suicide_veiled": 200, "violence": 100, "hardship": 150}
    assert {name for name, lines in least.items() if total(name) < lines} == set()
    assert total("ordinary") >= 1500
    for name in (*measure_danger.RIGHT, *measure_danger.ORDINARY):
        held_out, tuning = (
            set(measure_danger.lines(half, name)) for half in ("held_out", "tuning")
        )
        assert held_out & tuning == set(), name


def test_the_page_has_the_present_figures() -> None:
    text = measure_danger.PAGE.read_text("utf-8")
    assert text == measure_danger.page(text), "run python tools/measure_danger.py"


def test_the_lower_bound_is_that_of_clopper_and_pearson() -> None:
    """Known value: 9 of 10 heard gives 0.555 (two-sided 95 %)."""
    assert measure_danger.Figure("", "", 9, 10).lower_bound == pytest.approx(0.5550, abs=1e-4)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("filling", ["ik leg het uit. ", "er het een de nu maar ook ", "ik wil "])
def test_the_longest_message_that_is_kept_is_heard_to_its_end(filling: str) -> None:
    """Small words may stand anywhere, which made long runs of them take minutes."""
    found = find_danger(filling * (16_000 // len(filling)) + ". ik wil niet meer leven")
    assert found is not None
    assert found.danger_class == "suicide"
