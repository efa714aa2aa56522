"""`docs/rules.md`, made from the rules and parameters themselves.

Write it with `python -m payment_arrangement.rule_pages`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from payment_arrangement import capacity, grants, kept_costs, proposals, running
from payment_arrangement.parameters import Period, all_topics, load_topic
from payment_arrangement.receipt import Rule, plain
from payment_arrangement.rules import RULES

PAGE = Path(__file__).parent.parent / "docs" / "rules.md"

ALL_RULES: tuple[Rule, ...] = (
    *RULES,
    capacity.RULE,
    proposals.RULE,
    grants.RULE,
    running.RULE,
    kept_costs.RULE,
)

_HEAD = """\
# Rules

Made by `python -m payment_arrangement.rule_pages`; a test fails when this page is behind.

Each rule: its sources, from when its values hold, who checked them and when, and what it leaves
out on purpose. *Unverified* means that nobody compared the text with the official one in force:
such a figure is not shown to a person. The address says where the text can be read, not that it
was. A day without a value is an error, never a guess.
"""

_VALUES_HEAD = """\
## Values

Each file of `payment_arrangement/parameters/`, once.
"""


def rules_page() -> str:
    """The whole page as Markdown."""
    parts = [*map(_section, ALL_RULES), _VALUES_HEAD, *map(_table, all_topics())]
    return "\n".join([_HEAD, *_contents(), *parts])


def _contents() -> Iterator[str]:
    yield "| Rule | Version | What it answers |"
    yield "|---|---|---|"
    for rule in ALL_RULES:
        yield f"| [{rule.code}](#{rule.code}) | {rule.version} | {rule.title} |"
    yield ""


def _section(rule: Rule) -> str:
    return "\n".join(
        [
            f"## {rule.code}",
            "",
            f"{rule.title}. Version {rule.version}.",
            "",
            "Sources:",
            "",
            *(
                f"- {_with_address(source.text, source.address)}. Checked: {source.checked}."
                for source in rule.sources
            ),
            "",
            *_values(rule),
            "Left out on purpose:",
            "",
            *(f"- {item}" for item in rule.left_out),
            "",
        ]
    )


def _values(rule: Rule) -> Iterator[str]:
    """The dated values of a rule, with the days for which they are known."""
    if not rule.topics:
        return
    yield "Values:"
    yield ""
    for code in rule.topics:
        topic = load_topic(code)
        first, last = topic.periods[0].valid_from, topic.periods[-1].valid_to
        until = f"to {last}" if last else "until changed"
        yield f"- [{topic.title}](#values-{code}): from {first} {until}"
    yield ""


def _table(code: str) -> str:
    topic = load_topic(code)
    gaps = [
        f"Not known from {gap.first_day} to {gap.last_day}: {gap.reason}." for gap in topic.gaps
    ]
    return "\n".join(
        [
            f"### Values: {code}",
            "",
            f"{topic.title}.",
            "",
            "| From | To and including | Values | Source | Checked |",
            "|---|---|---|---|---|",
            *map(_row, topic.periods),
            "",
            *(line for gap in gaps for line in (gap, "")),
        ]
    )


def _row(period: Period) -> str:
    values = "; ".join(_say(name, value) for name, value in period.values.items())
    note = f" {period.note}" if period.note else ""
    return (
        f"| {period.valid_from} | {period.valid_to or 'until changed'} | {values} "
        f"| {_with_address(period.source, period.address)} | {period.checked}.{note} |"
    )


def _with_address(text: str, address: str) -> str:
    return f"{text} ([where to read it]({address}))" if address else text


def _say(name: str, value: object) -> str:
    if isinstance(value, tuple):
        return f"{name}: {', '.join(_say_item(item) for item in value)}"
    if name.endswith("_cents") and isinstance(value, int):
        return f"{name.removesuffix('_cents')} € {_euro(value)}"
    if name.endswith("_percent"):
        return f"{name.removesuffix('_percent')} {value}%"
    return f"{name} {plain(value)}"


def _say_item(item: object) -> str:
    if not isinstance(item, Mapping):
        return str(item)
    up_to = item["up_to_cents"]
    return f"{item['rate_percent']}% " + (
        "over the rest" if up_to is None else f"up to € {_euro(up_to)}"
    )


def _euro(cents: int) -> str:
    return f"{cents // 100:,}.{cents % 100:02}"


if __name__ == "__main__":
    PAGE.write_text(rules_page(), encoding="utf-8")
