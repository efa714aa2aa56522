"""Lines that nobody trains on: kept apart from training, and read at least as well as stated."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import understanding
import yaml

from bench.understanding import held_out
from bench.understanding.figures import (
    all_found,
    auroc,
    exact,
    first_right,
    top_right,
    what_happens,
)
from bench.understanding.held_out import Line, ValueLine
from bench.understanding.readers import FALLBACK, Reading
from nlu.needs import intents_by_need
from nlu.values import extract

FLOORS = yaml.safe_load((held_out.FOLDER / "floors.yml").read_text(encoding="utf-8"))
ALL_SETS = (
    held_out.need_lines,
    held_out.outside_lines,
    held_out.look_alikes,
    held_out.lines_of_several_needs,
    held_out.foreign_lines,
)


def _read(text: str) -> Reading:
    read = understanding.trained().read(text)
    needs = [(each["name"], each["score"]) for each in read["needs"]]
    return Reading(needs, 0.0, asks=read["intent"]["name"] == FALLBACK)


@cache
def _said() -> tuple[list[Line], list[Reading]]:
    lines = held_out.need_lines()
    return lines, [_read(line.text) for line in lines]


@cache
def _outside() -> list[Reading]:
    return [_read(line.text) for line in held_out.outside_lines()]


def test_a_line_that_is_trained_does_not_count_as_held_out() -> None:
    trained = {line.lower() for _, line in understanding.training_lines()}
    lines = [line.text.lower() for read in ALL_SETS for line in read()]
    assert [text for text in lines if len(text.split()) > 2 and text in trained] == []


def test_there_are_enough_lines_of_every_need() -> None:
    lines = held_out.need_lines()
    counted = {need: sum(need in line.needs for line in lines) for need in intents_by_need()}
    del counted["out_of_scope"]
    assert [need for need, count in counted.items() if count < 12] == []
    assert len(held_out.outside_lines()) >= 300
    assert len(held_out.value_lines("values")) >= 150


def test_the_first_choice_is_right_often_enough() -> None:
    assert first_right(*_said()) >= FLOORS["first_choice"]


def test_the_need_is_among_the_first_three_often_enough() -> None:
    assert top_right(*_said()) >= FLOORS["top_three"]


def test_few_lines_of_ours_are_lost() -> None:
    assert what_happens(*_said())["lost"] <= FLOORS["lost"]


def test_what_is_out_of_scope_seems_less_known() -> None:
    assert auroc(_said()[1], _outside()) >= FLOORS["out_of_scope_auroc"]


def test_lines_a_word_apart_are_told_apart() -> None:
    lines = held_out.look_alikes()
    readings = [_read(line.text) for line in lines]
    assert first_right(lines, readings) >= FLOORS["look_alikes"]


def test_two_needs_in_one_line_are_both_found() -> None:
    path = Path(__file__).with_name("several_needs_cases.yml")
    stated = yaml.safe_load(path.read_text(encoding="utf-8"))
    for lines, floor in (
        ([Line(text, tuple(needs)) for text, needs in stated], "several_tuned"),
        (held_out.lines_of_several_needs(), "several"),
    ):
        assert all_found(lines, [_read(line.text) for line in lines]) >= FLOORS[floor], floor


@pytest.mark.parametrize("name", ["values", "values_fresh"])
def test_values_are_exact_often_enough(name: str) -> None:
    lines = held_out.value_lines(name)
    right = [exact(line, _values(line)) for line in lines]
    assert sum(right) / len(right) >= FLOORS[name]


def _values(line: ValueLine) -> Reading:
    found = extract(line.text, line.as_of)
    return Reading([], 0.0, [{"entity": v.kind, "value": v.value} for v in found])


def test_every_intent_of_a_need_exists() -> None:
    known = {path.stem for path in understanding.INTENTS.glob("*.yml")} | {"nlu_fallback"}
    named = {intent for said_by in intents_by_need().values() for intent in said_by}
    assert named <= known


def test_every_need_has_sixty_training_lines() -> None:
    by_intent: dict[str, int] = {}
    for intent, _ in understanding.training_lines():
        by_intent[intent] = by_intent.get(intent, 0) + 1
    counted = {
        need: sum(by_intent.get(intent, 0) for intent in said_by)
        for need, said_by in intents_by_need().items()
    }
    assert {need: count for need, count in counted.items() if count < 60} == {}


def test_the_page_of_figures_exists() -> None:
    page = Path(understanding.ROOT / "docs" / "understanding.md").read_text(encoding="utf-8")
    assert all(need in page for need in intents_by_need())
