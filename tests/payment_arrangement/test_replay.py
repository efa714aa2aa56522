"""A receipt gives the same outcome again, byte for byte, also years later."""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace as changed
from datetime import date, timedelta
from typing import Any

import pytest
from arrangement_facts import TODAY, MakeFacts
from hypothesis import given, settings
from hypothesis import strategies as st

from payment_arrangement import (
    ArrangementError,
    NotAReceipt,
    Period,
    RuleVersionMissing,
    answer,
    canonical,
    check_debit_date,
    check_part_payment,
    check_pause,
    check_postponement,
    check_remission,
    parameters,
    propose,
    questions,
    read_json,
    replay,
    schema_of,
    standard_policy,
)
from payment_arrangement.documents import as_document
from payment_arrangement.rules import wettelijke_rente

POLICY = standard_policy()
EXAMPLE = schema_of("propose")["examples"][0]


def example(question: str, **more: Any) -> bytes:
    return canonical(answer(question, {**schema_of(question)["examples"][0], **more}, POLICY))


ANSWERS = {
    **{question: example(question) for question in questions()},
    "counter_above_capacity": example("propose", instalment_cents=10_000),
    "counter_below_limits": example("propose", instalment_cents=4_000),
    "no_plan": example("propose", wage_garnishment=True),
    "with_vat": example("costs", may_add_vat=True),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_every_kind_of_outcome_is_the_same_again_byte_for_byte(kind: str) -> None:
    again = replay(read_json(ANSWERS[kind]))
    assert again.text == ANSWERS[kind]
    assert again.differences == ()


@given(
    st.integers(1, 2_000_000),
    st.integers(0, 400_000),
    st.none() | st.integers(1, 60_000),
    st.sampled_from(["month", "four_weeks", "week"]),
    st.dates(date(2026, 7, 1), date(2026, 11, 22)),
    st.integers(0, 2),
)
@settings(max_examples=60, deadline=None)
def test_a_replay_equals_the_original(
    debt: int, income: int, own: int | None, frequency: str, as_of: date, creditors: int
) -> None:
    request = EXAMPLE | {
        "as_of": as_of.isoformat(),
        "debt_cents": debt,
        "frequency": frequency,
        "instalment_cents": own,
        "other_creditors": creditors,
        "budget": {"household": "single", "monthly_income_cents": income, "fixed_costs_cents": 0},
    }
    text = canonical(answer("propose", request, POLICY))
    assert replay(json.loads(text)).text == text


@pytest.fixture
def newer_rate(monkeypatch: pytest.MonkeyPatch):
    """A parameter file as it will be: a later period was added, and the last one was checked."""

    def add(rate: str | None = None) -> None:
        topic = parameters.load_topic("statutory_interest")
        last = topic.periods[-1]
        values = last.values if rate is None else {"rate_percent": rate}
        ended = changed(
            last,
            valid_to=last.valid_to or date(2026, 12, 31),
            checked="2028-01-02, somebody",
            source="Reworded",
            values=values,
        )
        later = changed(
            ended, valid_from=(ended.valid_to or TODAY) + timedelta(days=1), valid_to=None
        )
        periods: tuple[Period, ...] = (*topic.periods[:-1], ended, later)
        monkeypatch.setattr(parameters, "load_topic", lambda _: changed(topic, periods=periods))

    return add


def test_a_newer_period_and_a_new_check_change_nothing(newer_rate: Any) -> None:
    before = ANSWERS["interest"]
    newer_rate()
    again = replay(json.loads(before))
    assert (again.text, again.differences) == (before, ())


def test_a_corrected_value_is_told_as_a_difference(newer_rate: Any) -> None:
    newer_rate("5")
    differences = replay(json.loads(ANSWERS["interest"])).differences
    assert any(each.startswith("outcome.interest_cents: 682") for each in differences)
    assert any("rate_percent" in each for each in differences)


def test_a_figure_that_was_changed_afterwards_is_found() -> None:
    tampered = json.loads(ANSWERS["propose"])
    tampered["outcome"]["options"][0]["instalment_cents"] += 1
    (difference,) = replay(tampered).differences
    assert difference.startswith("outcome.options[0].instalment_cents: 7001 in what was given")


def test_another_version_of_a_rule_is_never_used(monkeypatch: pytest.MonkeyPatch) -> None:
    old = json.loads(ANSWERS["interest"])
    old["outcome"]["receipt"]["version"] = "0"
    held = wettelijke_rente.RULE.version
    with pytest.raises(
        RuleVersionMissing, match=f"version 0, and this release holds version {held}"
    ):
        replay(old)
    unknown = json.loads(ANSWERS["interest"])
    unknown["outcome"]["receipt"]["rule"] = "horoscope"
    with pytest.raises(RuleVersionMissing, match="does not hold that rule"):
        replay(unknown)
    nested = json.loads(ANSWERS["propose"])
    nested["outcome"]["receipt"]["facts"]["capacity"]["receipt"]["version"] = "0"
    with pytest.raises(RuleVersionMissing, match="capacity"):
        replay(nested)


def test_a_receipt_kept_with_a_plan_gives_that_plan_again(facts: MakeFacts) -> None:
    for plan in propose(facts(), POLICY, TODAY).options:
        kept = json.loads(json.dumps(plan.receipt.as_dict()))
        again = replay(kept)
        assert again.document == {**as_document(plan), "receipt": kept}
        assert again.differences == ()


def test_a_receipt_kept_with_another_moment_gives_it_again(facts: MakeFacts) -> None:
    day = date(2026, 12, 1)
    for grant in (
        check_postponement(facts(), day, POLICY, TODAY),
        check_part_payment(facts(), 100, day, POLICY, TODAY),
        check_pause(facts(), TODAY, day, POLICY, TODAY),
        check_debit_date(facts(), day, date(2026, 12, 3), POLICY, TODAY),
        check_remission(facts(), 100, POLICY, TODAY),
    ):
        kept = json.loads(json.dumps(grant.receipt.as_dict()))
        assert replay(kept).document == as_document(grant)


@pytest.mark.parametrize(
    "given",
    [
        None,
        [],
        {},
        {"outcome": {}},
        {"receipt": None},
        {"receipt": {"rule": "proposals"}},
        {"rule": "proposals", "version": "2", "as_of": "2026-11-22", "facts": {}, "sources": []},
        {"rule": "proposals", "version": "2", "as_of": "2026-11-22", "facts": None, "sources": []},
        {"rule": "capacity", "version": "1", "as_of": "nu", "facts": {}, "sources": []},
    ],
)
def test_what_is_no_receipt_is_refused_by_name(given: Any) -> None:
    with pytest.raises((NotAReceipt, RuleVersionMissing), match="receipt"):
        replay(given)


def _paths(part: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(part, dict):
        return [each for key in part for each in _paths(part[key], (*path, key))] + [path]
    if isinstance(part, list):
        return [each for place in range(len(part)) for each in _paths(part[place], (*path, place))]
    return [path]


_STRANGE = (
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.sampled_from(
        ["", "abc", "2026-11-22", "9999-12-31", "NaN", "1e9", [], {}, ["x"], {"a": 1}]
    )
)


@given(st.sampled_from(sorted(ANSWERS)), st.data())
@settings(max_examples=300, deadline=None)
def test_a_receipt_with_anything_changed_is_computed_or_refused_by_name(
    kind: str, data: st.DataObject
) -> None:
    changed_answer = json.loads(ANSWERS[kind])
    path = data.draw(st.sampled_from([each for each in _paths(changed_answer) if each]))
    part = changed_answer
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = data.draw(_STRANGE)
    with contextlib.suppress(ArrangementError):
        assert replay(changed_answer).text
