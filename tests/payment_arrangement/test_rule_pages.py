from __future__ import annotations

import pytest

from payment_arrangement.parameters import all_topics
from payment_arrangement.receipt import Rule
from payment_arrangement.rule_pages import ALL_RULES, PAGE, rules_page


def test_the_page_of_rules_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == rules_page(), (
        "docs/rules.md is behind: run `python -m payment_arrangement.rule_pages`"
    )


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.code)
def test_every_rule_says_its_sources_and_what_it_leaves_out(rule: Rule) -> None:
    assert rule.sources
    assert rule.left_out


def test_every_parameter_belongs_to_a_rule() -> None:
    assert {topic for rule in ALL_RULES for topic in rule.topics} == set(all_topics())
