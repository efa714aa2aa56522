from __future__ import annotations

import json
from pathlib import Path

import pytest

from payment_arrangement import PolicyError, load_policy, read_policy, standard_policy
from payment_arrangement.policy import STANDARD_FILE, policy_from

EXAMPLES = sorted((Path(__file__).parents[2] / "docs" / "policies").glob("*.yml"))
STANDARD = STANDARD_FILE.read_text(encoding="utf-8")


def problems_of(text: str) -> tuple[str, ...]:
    with pytest.raises(PolicyError) as caught:
        read_policy(text)
    return caught.value.problems


def test_the_standard_policy_charges_nothing_and_forgives_nothing() -> None:
    policy = standard_policy()
    assert (policy.cost_policy, policy.remission) == ("none", False)


def test_amounts_in_a_policy_are_cents() -> None:
    policy = standard_policy()
    assert (policy.assistant.max_total_cents, policy.min_instalment_cents) == (150_000, 1_000)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_policy_loads(path: Path) -> None:
    assert load_policy(path).code == path.stem


def test_all_problems_are_told_at_once_with_line_and_remedy() -> None:
    text = STANDARD.replace('max_total_euro: "1500.00"', "max_total_euro: 1500.0")
    text = text.replace("cost_policy: none", "cost_policy: high").replace("month: 12", "month: 0")
    lines = STANDARD.splitlines()
    found = "\n".join(problems_of(text))
    for key, remedy in (
        ("max_total_euro", 'a quoted amount such as "1500.00"'),
        ("cost_policy", "none, lower_fixed or statutory"),
        ("max_terms", "a whole number of terms from 1 to 600"),
    ):
        line = next(i for i, text in enumerate(lines, 1) if text.strip().startswith(key))
        assert f"line {line}, " in found
        assert remedy in found


def test_a_setting_that_does_not_exist_is_refused() -> None:
    assert "max_totall_euro" in problems_of(STANDARD + 'max_totall_euro: "1.00"\n')[0]


def test_a_missing_setting_is_named() -> None:
    assert (
        "'remission' is a required property"
        in problems_of(STANDARD.replace("remission: false\n", ""))[0]
    )


def test_shares_must_fall_from_fast_to_calm() -> None:
    assert "least for calm" in problems_of(STANDARD.replace('calm: "50"', 'calm: "80"'))[0]


CONTRADICTIONS = [
    ('"10000.00"', '"1000.00"', "staff.max_total_euro: 1000.00", "1500.00"),
    ("months: 36", "months: 6", "staff.max_months: 6", "at least what the assistant has, 12"),
    ("days: 90", "days: 20", "staff.postponement_max_days: 20", "30"),
    ("days: 180", "days: 29", "staff.pause_max_days: 29", "30"),
    ("days: 15", "days: 4", "staff.debit_date_max_shift_days: 4", "5"),
    ("week: 156", "week: 51", "staff.max_terms.week: 51", "52"),
    ("month: 12,", "month: 14,", "assistant.max_terms.month: 14", "at most 13"),
    ("longest_plan_months: 120", "longest_plan_months: 35", "longest_plan_months: 35", "36"),
    ('"10.00"', '"1500.01"', "min_instalment_euro: 1500.01", "at most max_total_euro"),
    ("costs_euro: null", 'costs_euro: "40.00"', "lower_fixed_costs_euro: 40.00", "null"),
    ("cost_policy: none", "cost_policy: lower_fixed", "costs_euro: null", "an amount"),
]


@pytest.mark.parametrize(
    ("old", "new", "value", "right"),
    CONTRADICTIONS,
    ids=[case[2] for case in CONTRADICTIONS],
)
def test_limits_that_contradict_are_refused_with_line_value_and_what_is_right(
    old: str, new: str, value: str, right: str
) -> None:
    assert STANDARD.count(old) == 1
    problem = next(
        each for each in problems_of(STANDARD.replace(old, new)) if f"{value} contradicts" in each
    )
    assert right in problem
    line = int(problem.removeprefix("line ").partition(",")[0])
    shown = STANDARD.replace(old, new).splitlines()[line - 1]
    assert new in shown or value.partition(":")[0] in shown


def test_a_contradiction_is_told_beside_a_setting_that_is_wrong_by_itself() -> None:
    text = STANDARD.replace("max_months: 36", "max_months: 6").replace("remission: false", "")
    found = " ".join(problems_of(text))
    assert "'remission' is a required property" in found
    assert "staff.max_months: 6 contradicts" in found


def test_staff_may_have_no_maximum_and_the_assistant_then_may_have_one() -> None:
    text = STANDARD.replace('max_total_euro: "10000.00"', "max_total_euro: null")
    assert read_policy(text).staff.max_total_cents is None
    text = STANDARD.replace('max_total_euro: "1500.00"', "max_total_euro: null")
    assert "no maximum" in problems_of(text)[0]


def test_what_costs_are_charged_while_a_plan_is_kept_is_the_policys() -> None:
    fixed = STANDARD.replace("cost_policy: none", "cost_policy: lower_fixed").replace(
        "costs_euro: null", 'costs_euro: "20.00"'
    )
    statutory = STANDARD.replace("cost_policy: none", "cost_policy: statutory")
    charged = [read_policy(text).costs_while_kept(4000) for text in (STANDARD, fixed, statutory)]
    assert charged == [0, 2000, 4000]
    assert read_policy(fixed).costs_while_kept(1500) == 1500


def test_a_policy_on_a_receipt_is_the_same_policy_again() -> None:
    for path in (STANDARD_FILE, *EXAMPLES):
        policy = load_policy(path)
        assert policy_from(json.loads(json.dumps(policy.settings))) == policy


def test_the_longest_plan_may_not_be_shorter_than_the_limit() -> None:
    text = STANDARD.replace("longest_plan_months: 120", "longest_plan_months: 6")
    assert "longest_plan_months" in problems_of(text)[0]


def test_an_empty_policy_is_refused() -> None:
    assert problems_of("")


def test_a_policy_that_is_not_yaml_is_refused() -> None:
    assert "not YAML" in problems_of("code: [")[0]


def test_an_organisation_can_set_a_living_allowance_per_household() -> None:
    amounts = '{single: "1.00", single_parent: "2.00", married: "3.00", married_with_children: "4"}'
    text = STANDARD.replace("living_allowance_euro: null", f"living_allowance_euro: {amounts}")
    assert read_policy(text).living_allowance_for("married_with_children") == 400
