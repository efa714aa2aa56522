"""What people write reaches the right intent, through the real pipeline."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import understanding
from understanding import Case

CASES = list(understanding.cases())
NOT_UNDERSTOOD = {"out_of_scope", "nlu_fallback"}


def holds(case: Case) -> bool:
    found = understanding.trained().read(case.text)["intent"]["name"]
    wanted = NOT_UNDERSTOOD if case.intent == "out_of_scope" else {case.intent}
    return (found in wanted) == case.must_match


def named(case: Any) -> str:
    return f"{case.intent}{'' if case.must_match else ' not'}: {case.text}"


@pytest.mark.parametrize("case", [c for c in CASES if not c.known_failure], ids=named)
def test_a_line_is_read_as_the_case_says(case: Case) -> None:
    read = understanding.trained().read(case.text)
    assert holds(case), [(r["name"], round(r["confidence"], 2)) for r in read["intent_ranking"][:3]]


@pytest.mark.parametrize("case", [c for c in CASES if c.known_failure], ids=named)
def test_a_known_failure_still_fails(case: Case) -> None:
    assert not holds(case), "it works now: take it out of known_failures"


def test_every_intent_has_cases_and_every_case_file_an_intent() -> None:
    with_lines = {intent for intent, _ in understanding.training_lines()}
    assert {path.stem for path in understanding.INTENTS.glob("*.yml")} == with_lines
    assert {path.stem for path in understanding.CASES.glob("*.yml")} == with_lines
    assert min(Counter(c.intent for c in CASES if c.must_match).values()) >= 5


def test_no_training_line_occurs_twice() -> None:
    counted = Counter(line.lower() for _, line in understanding.training_lines())
    assert [line for line, times in counted.items() if times > 1] == []


def test_every_intent_has_at_least_25_lines_and_out_of_scope_150() -> None:
    counted = Counter(intent for intent, _ in understanding.training_lines())
    assert [intent for intent, lines in counted.items() if lines < 25] == []
    assert counted["out_of_scope"] >= 150


def test_no_line_is_both_trained_and_tested() -> None:
    trained = {line.lower() for _, line in understanding.training_lines()}
    assert [case.text for case in CASES if case.must_match and case.text.lower() in trained] == []


def test_every_known_failure_is_a_case() -> None:
    for path in understanding.CASES.glob("*.yml"):
        stated = understanding.yaml.safe_load(path.read_text(encoding="utf-8"))
        lines = {*stated["must_match"], *stated["must_not_match"]}
        assert set(stated["known_failures"]) <= lines, path.name
