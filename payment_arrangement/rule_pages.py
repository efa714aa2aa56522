"""`docs/rules.md`, made from the rules and parameters themselves.

Write it with `python -m payment_arrangement.rule_pages`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from payment_arrangement import capacity, grants, proposals
from payment_arrangement.parameters import Period, load_topic
from payment_arrangement.receipt import Rule, plain
from payment_arrangement.rules import RULES

PAGE = Path(__file__).parent.parent / "docs" / "rules.md"

ALL_RULES: tuple[Rule, ...] = (*RULES, capacity.RULE, proposals.RULE, grants.RULE)

_HEAD = """\
# Rules

Made by `python -m payment_arrangement.rule_pages`; a test fails when this page is behind.

Each rule: its sources, from when its values hold, who checked them and when, and what it leaves
out on purpose. *Unverified* means that nobody compared the text with the official one in force:
such a figure is not shown to a person. A day without a value is an error, never a guess.
"""


def rules_page() -> str:
    """The whole page as Markdown."""
    return "\n".join([_HEAD, *(_section(rule) for rule in ALL_RULES)])


def _section(rule: Rule) -> str:
    return "\n".join(
        [
            f"## {rule.code}",
            "",
            f"{rule.title}. Version {rule.version}.",
            "",
            "Sources:",
            "",
            *(f"- {source.text}. Checked: {source.checked}." for source in rule.sources),
            "",
            *_values(rule),
            "Left out on purpose:",
            "",
            *(f"- {item}" for item in rule.left_out),
            "",
        ]
    )


def _values(rule: Rule) -> Iterator[str]:
    for code in rule.topics:
        topic = load_topic(code)
        yield f"{topic.title} (`{code}`):"
        yield ""
        yield "| From | To and including | Values | Source | Checked |"
        yield "|---|---|---|---|---|"
        yield from (_row(period) for period in topic.periods)
        yield ""


def _row(period: Period) -> str:
    values = "; ".join(f"{name} {_say(value)}" for name, value in period.values.items())
    note = f" {period.note}" if period.note else ""
    return (
        f"| {period.valid_from} | {period.valid_to or 'until changed'} | {values} "
        f"| {period.source} | {period.checked}.{note} |"
    )


def _say(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(
            f"{step['rate_percent']}% up to {step['up_to_cents'] or 'the rest'}" for step in value
        )
    return str(plain(value))


if __name__ == "__main__":
    PAGE.write_text(rules_page(), encoding="utf-8")
