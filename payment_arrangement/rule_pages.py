"""`docs/rules.md`, made from the rules and parameters themselves.

Write it with `python -m payment_arrangement.rule_pages`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from payment_arrangement import capacity, grants, kept_costs, proposals, running
from payment_arrangement.parameters import Period, load_topic
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


def rules_page() -> str:
    """The whole page as Markdown."""
    return "\n".join([_HEAD, *_contents(), *(_section(rule) for rule in ALL_RULES)])


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
                f"- {_linked(source.text, source.address)}. Checked: {source.checked}."
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
    for code in rule.topics:
        topic = load_topic(code)
        yield f"{topic.title} (`{code}`):"
        yield ""
        yield "| From | To and including | Values | Source | Checked |"
        yield "|---|---|---|---|---|"
        yield from (_row(period) for period in topic.periods)
        yield ""
        for gap in topic.gaps:
            yield f"Not known from {gap.first_day} to {gap.last_day}: {gap.reason}."
            yield ""


def _row(period: Period) -> str:
    values = "; ".join(_say(name, value) for name, value in period.values.items())
    note = f" {period.note}" if period.note else ""
    return (
        f"| {period.valid_from} | {period.valid_to or 'until changed'} | {values} "
        f"| {_linked(period.source, period.address)} | {period.checked}.{note} |"
    )


def _linked(text: str, address: str) -> str:
    return f"[{text}]({address})" if address else text


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
