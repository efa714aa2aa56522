"""Every line of `tests/rule_cases/`: one case each, with its source in the test's name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from rule_runners import RUN

from payment_arrangement import ArrangementError, canonical, read_json, replay
from payment_arrangement.documents import as_document
from payment_arrangement.parameters import all_topics, load_topic
from payment_arrangement.rule_pages import ALL_RULES

TABLES = Path(__file__).parent.parent / "rule_cases"


def cases() -> Iterator[Any]:
    for path in sorted(TABLES.glob("*.yml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]:
            label = f"{path.stem}: {case['name']} [{case['source']}]"
            yield pytest.param(path.stem, case, id=label)


CASES = list(cases())
OUTCOMES = [case for case in CASES if "error" not in case.values[1]["expect"]]


@pytest.mark.parametrize(("topic", "case"), CASES)
def test_the_rule_gives_what_the_source_says(topic: str, case: dict[str, Any]) -> None:
    if error := case["expect"].get("error"):
        with pytest.raises(ArrangementError) as caught:
            RUN[topic](dict(case["facts"]), case["as_of"])
        actual = {"error": type(caught.value).__name__}
        if "fact" in case["expect"]:
            actual["fact"] = caught.value.fact  # type: ignore[attr-defined]
        assert actual == case["expect"], error
        return
    outcome = RUN[topic](dict(case["facts"]), case["as_of"])
    assert {name: outcome[name] for name in case["expect"]} == case["expect"]


@pytest.mark.parametrize(("topic", "case"), OUTCOMES)
def test_no_outcome_is_without_sources(topic: str, case: dict[str, Any]) -> None:
    receipt = RUN[topic](dict(case["facts"]), case["as_of"])["_"].receipt
    rule = next(rule for rule in ALL_RULES if rule.code == receipt.rule)
    assert all(source in receipt.sources for source in rule.sources)
    dated = [source for source in receipt.sources if source.topic]
    assert all(source.text and source.checked for source in receipt.sources)
    assert all(source.values and source.address for source in dated)


@pytest.mark.parametrize(("topic", "case"), OUTCOMES)
def test_every_outcome_is_computed_again_from_its_receipt(topic: str, case: dict[str, Any]) -> None:
    outcome = RUN[topic](dict(case["facts"]), case["as_of"])["_"]
    again = replay(read_json(canonical(as_document(outcome.receipt))))
    assert again.differences == ()
    assert again.text == canonical(as_document(outcome))


def test_every_table_is_run() -> None:
    assert {path.stem for path in TABLES.glob("*.yml")} == set(RUN)


def test_every_case_has_a_name_of_its_own_and_expects_something() -> None:
    labels = [parameter.id for parameter in CASES]
    assert len(set(labels)) == len(labels) >= 250
    assert all(parameter.values[1]["expect"] for parameter in CASES)


def days_in(part: Any) -> set[date]:
    """Every day that stands in a case."""
    if isinstance(part, dict):
        return days_in(list(part.values()))
    if isinstance(part, list):
        return {day for item in part for day in days_in(item)}
    return {part} if isinstance(part, date) else set()


CHANGES = [
    (topic, day)
    for topic in all_topics()
    for period in load_topic(topic).periods
    for day in (period.valid_from, period.valid_to and period.valid_to + timedelta(days=1))
    if day is not None
]


@pytest.mark.parametrize(("topic", "day"), CHANGES)
def test_the_day_of_every_change_and_the_day_before_it_are_cases(topic: str, day: date) -> None:
    tables = {rule.code for rule in ALL_RULES if topic in rule.topics}
    known = [parameter.values for parameter in CASES]
    days = {found for table, case in known if table in tables for found in days_in(case)}
    assert {day, day - timedelta(days=1)} <= days
