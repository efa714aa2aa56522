"""Every line of `tests/rule_cases/`: one case each, with its source in the test's name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from rule_runners import RUN

from payment_arrangement import ArrangementError

TABLES = Path(__file__).parent.parent / "rule_cases"


def cases() -> Iterator[Any]:
    for path in sorted(TABLES.glob("*.yml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]:
            label = f"{path.stem}: {case['name']} [{case['source']}]"
            yield pytest.param(path.stem, case, id=label)


@pytest.mark.parametrize(("topic", "case"), list(cases()))
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
    receipt = outcome.pop("_")
    assert {name: outcome[name] for name in case["expect"]} == case["expect"]
    assert receipt.sources, "an outcome without sources cannot be explained"


def test_every_table_is_run() -> None:
    assert {path.stem for path in TABLES.glob("*.yml")} == set(RUN)


def test_every_case_has_a_name_of_its_own_and_expects_something() -> None:
    labels = [parameter.id for parameter in cases()]
    assert len(set(labels)) == len(labels) >= 250
    assert all(parameter.values[1]["expect"] for parameter in cases())
