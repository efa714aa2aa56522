"""What other systems may ask: every bad question is a named error with what would be right."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from payment_arrangement import (
    ArrangementError,
    BadDate,
    FactMissing,
    RequestRefused,
    answer,
    canonical,
    questions,
    read_json,
    schema_of,
    standard_policy,
)

POLICY = standard_policy()


def example(question: str) -> dict[str, Any]:
    return dict(schema_of(question)["examples"][0])


@pytest.mark.parametrize("question", questions())
def test_every_schema_is_one_and_its_example_is_answered_with_sources(question: str) -> None:
    Draft202012Validator.check_schema(schema_of(question))
    outcome = answer(question, example(question), POLICY)["outcome"]
    parts = [outcome] if "receipt" in outcome else [part for part in outcome.values() if part]
    assert all(part["receipt"]["sources"] for part in parts)


@pytest.mark.parametrize("question", questions())
def test_all_problems_are_told_at_once(question: str) -> None:
    wrong = dict.fromkeys(example(question), "een") | {"nonsense": 1}
    with pytest.raises(RequestRefused) as caught:
        answer(question, wrong, POLICY)
    told = "\n".join(caught.value.problems)
    assert "'nonsense' was unexpected" in told
    assert all(f"{name}: " in told for name in example(question) if name != "text")


REFUSED = [
    ("propose", {"debt_cents": 0}, "whole cents from 1"),
    ("propose", {"debt_cents": -100}, "whole cents from 1"),
    ("propose", {"debt_cents": 10**30}, "10 million euro"),
    ("propose", {"debt_cents": 12.5}, "whole cents"),
    ("propose", {"debt_cents": 1200.0}, "whole cents|Expected `int"),
    ("propose", {"debt_cents": True}, "whole cents"),
    ("propose", {"debt_cents": "600"}, "whole cents"),
    ("propose", {"instalment_cents": 0}, "whole cents that the person proposes"),
    ("propose", {"frequency": "daily"}, "month, four_weeks or week"),
    ("propose", {"income_day": 32}, "from 1 to 31"),
    ("propose", {"other_creditors": -1}, "from 0 to 999"),
    ("propose", {"claim_kinds": []}, "codes in lower case"),
    ("propose", {"as_of": "22-11-2026"}, 'a day such as "2026-11-22"'),
    ("propose", {"as_of": "2026-02-30"}, 'a day such as "2026-11-22"'),
    ("propose", {"as_of": "2027-02-29"}, 'a day such as "2026-11-22"'),
    ("propose", {"budget": {"monthly_income_cents": -1}}, "whole cents from 0"),
    ("costs", {"principals_cents": []}, "1 to 100 amounts"),
    ("costs", {"principals_cents": [-1]}, "whole cents from 0"),
    ("propose", {"claim_kinds": ["De huur"]}, "a code in lower case"),
    ("interest", {"principal_cents": 0}, "whole cents from 1"),
    ("letter", {"text": "x" * 20_001}, "1 to 20000 characters"),
    ("letter", {"text": ""}, "1 to 20000 characters"),
]


@pytest.mark.parametrize(("question", "change", "right"), REFUSED)
def test_a_value_that_cannot_be_is_refused_with_what_would_be_right(
    question: str, change: dict[str, Any], right: str
) -> None:
    with pytest.raises(RequestRefused, match=right) as caught:
        answer(question, example(question) | change, POLICY)
    assert len(str(caught.value)) < 600


LATER = [
    ("interest", {"default_from_on": "2009-12-31"}, "statutory_interest"),
    ("interest", {"until_on": "2025-11-30"}, "until_on"),
    ("costs", {"as_of": "2012-06-30"}, "collection_costs"),
    ("letter", {"sent_on": "2026-11-23"}, "sent_on"),
    ("letter", {"sent_on": "2026-11-06", "delivered_on": "2026-11-05"}, "delivered_on"),
    ("propose", {"as_of": "1899-12-31", "income_on": "2026-11-22"}, "1899|as_of"),
    ("costs", {"is_consumer": None}, "is_consumer"),
    ("costs", {"is_from_agreement": False}, "agreement"),
]


@pytest.mark.parametrize(("question", "change", "names"), LATER)
def test_what_a_rule_cannot_answer_is_a_named_error_with_its_cause(
    question: str, change: dict[str, Any], names: str
) -> None:
    with pytest.raises(ArrangementError, match=names) as caught:
        answer(question, example(question) | change, POLICY)
    assert not isinstance(caught.value, RequestRefused)


def test_an_income_below_the_costs_gives_help_and_no_plan() -> None:
    budget = {"household": "single", "monthly_income_cents": 90_000, "fixed_costs_cents": 95_000}
    outcome = answer("propose", example("propose") | {"budget": budget}, POLICY)["outcome"]
    assert outcome["reason_code"] == "capacity_nothing"


def test_a_budget_is_not_asked_where_something_stands_in_the_way() -> None:
    asked = example("propose") | {"budget": None, "represented": True}
    assert answer("propose", asked, POLICY)["outcome"]["reason_code"] == "represented"
    with pytest.raises(FactMissing, match="capacity"):
        answer("propose", example("propose") | {"budget": None}, POLICY)


def test_the_29th_of_february_is_a_day_in_a_leap_year_only() -> None:
    asked = {"principal_cents": 100_000, "until_on": "2025-02-28", "default_from_on": "2024-02-29"}
    assert answer("interest", asked, POLICY)["outcome"]["interest_cents"] > 0


def test_a_day_no_claim_can_be_about_is_refused() -> None:
    with pytest.raises(BadDate, match="1900"):
        answer("letter", example("letter") | {"as_of": "2200-01-01"}, POLICY)


BAD_JSON = {
    "float": ('{"debt_cents": 12.5}', "12.5 is not a whole number"),
    "exponent": ('{"debt_cents": 1e3}', "1e3 is not a whole number"),
    "nan": ('{"debt_cents": NaN}', "NaN is not a whole number"),
    "infinity": ('{"a": -Infinity}', "-Infinity is not a whole number"),
    "twice": ('{"a": 1, "b": {"c": 1, "c": 2}}', "c: stands twice"),
    "cut off": ('{"a": ', "line 1, column 7: not JSON"),
    "empty": ("", "not JSON"),
    "not utf-8": (b'{"a": "\xff"}', "not UTF-8"),
    "lone surrogate": ('{"a": "\ud800"}', "not UTF-8"),
    "one megabyte": ('{"a": "' + "x" * 1_000_000 + '"}', "right would be at most 65536"),
    "deep": ("[" * 30_000, "nested too deeply"),
    "deep object": ('{"a":' * 60 + "1" + "}" * 60, "nested too deeply"),
    "large number": ('{"a": 9007199254740992}', "right would be at most 9007199254740991"),
    "huge number": ('{"a": ' + "9" * 5_000 + "}", "digits"),
}


@pytest.mark.parametrize(("text", "told"), BAD_JSON.values(), ids=BAD_JSON)
def test_json_that_could_be_read_in_two_ways_is_refused(text: str | bytes, told: str) -> None:
    with pytest.raises(RequestRefused, match=told) as caught:
        read_json(text)
    assert len(str(caught.value)) < 600


_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(_json)
def test_canonical_json_is_read_back_as_it_was(data: Any) -> None:
    try:
        written = canonical(data)
    except ValueError:
        return
    assert read_json(written) == data


@given(st.sampled_from(questions()), st.dictionaries(st.text(max_size=20), _json, max_size=8))
def test_any_question_at_all_is_answered_or_refused_by_name(
    question: str, noise: dict[str, Any]
) -> None:
    names = list(schema_of(question)["properties"])
    request = {names[len(key) % len(names)]: value for key, value in noise.items()}
    try:
        answer(question, example(question) | request, POLICY)
    except ArrangementError as error:
        assert str(error)
