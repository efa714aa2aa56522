from __future__ import annotations

from pathlib import Path

import pytest

from payment_arrangement import PolicyError, load_policy, read_policy, standard_policy
from payment_arrangement.policy import STANDARD_FILE

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
    assert (policy.max_total_cents, policy.min_instalment_cents) == (150_000, 1_000)


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
        line = next(i for i, text in enumerate(lines, 1) if text.startswith(key))
        assert f"line {line}, {key}" in found
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
