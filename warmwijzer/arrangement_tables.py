"""Answers of the payment rules as tables for a colleague, with the reason in plain Dutch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.texts.texts import in_words, render
from payment_arrangement import Replay
from warmwijzer.explanations import explain

Outcome = Mapping[str, Any]


def show_answer(answer: Mapping[str, Any]) -> RenderableType:
    """Return an answer as tables: the figures, why they are so, and the sources."""
    outcome = answer["outcome"]
    return Group(*_SHOWN[answer["question"]](outcome), *_sources(outcome))


def show_replay(again: Replay) -> RenderableType:
    """Return whether an outcome that was computed again is the same, and what differs."""
    if not again.differences:
        return Text(_head("same"), style="bold green")
    return Text("\n- ".join((_head("different"), *again.differences)), style="bold red")


def _propose(outcome: Outcome) -> Iterator[RenderableType]:
    if "options" in outcome:
        yield _plans(outcome["options"])
        return
    yield Text(explain(outcome["reason_code"]), style="bold")
    if "fits" in outcome:
        yield _plans(plan for plan in (outcome["proposal"], outcome["nearest"]) if plan)


def _plans(plans: Iterable[Outcome]) -> Table:
    heads = [_head(name) for name in ("plan", "instalment", "terms", "first", "last", "why")]
    table = Table(*heads, show_lines=True)
    for plan in plans:
        last = plan["terms"][-1]
        why = [explain(f"decides_{plan['decides']}")]
        why += [explain(reason) for reason in plan["reasons"]]
        table.add_row(
            _head(plan["name"]),
            f"{_euro(plan['instalment_cents'])} {_head(plan['frequency'])}",
            str(plan["n_terms"]),
            _day(plan["terms"][0]["due_on"]),
            f"{_day(last['due_on'])}: {_euro(last['amount_cents'])}",
            "\n".join(why),
        )
    return table


def _costs(outcome: Outcome) -> Iterator[RenderableType]:
    most = outcome["maximum"]
    yield _amounts(
        {
            "costs": most["costs_cents"],
            "vat": most["vat_cents"],
            "most_together": most["total_cents"],
            "charged_while_kept": outcome["while_kept"]["charged_cents"],
        }
    )


def _interest(outcome: Outcome) -> Iterator[RenderableType]:
    table = Table(*map(_head, ("from", "until", "days", "over", "rate")))
    for part in outcome["stretches"]:
        table.add_row(
            _day(part["from_on"]),
            _day(part["until_on"]),
            str(part["days"]),
            _euro(part["base_cents"]),
            f"{part['rate_percent']} %",
        )
    yield table
    unpaid = sum(outcome["unpaid"].values())
    yield _amounts({"interest": outcome["interest_cents"], "unpaid": unpaid})


def _letter(outcome: Outcome) -> Iterator[RenderableType]:
    term, wording = outcome["term"], outcome["wording"]
    if term is not None:
        table = Table(*map(_head, ("delivered", "starts", "last_day", "costs_from")))
        names = ("delivered_on", "starts_on", "last_day_on", "costs_from_on")
        table.add_row(*(_day(term[name]) for name in names))
        yield table
    if wording is not None:
        yield Text(explain(f"letter_{wording['verdict']}"), style="bold")
        for finding in wording["findings"]:
            yield Text(f"- {explain('letter_' + finding['fault'])} ({finding['source']['text']})")


def _amounts(amounts: Mapping[str, int]) -> Table:
    table = Table(show_header=False)
    for name, cents in amounts.items():
        table.add_row(_head(name), _euro(cents))
    return table


def _sources(outcome: Outcome) -> Iterator[RenderableType]:
    """Each source once: which rule and version, what was used, and who checked it."""
    receipts = [outcome] if "receipt" in outcome else [part for part in outcome.values() if part]
    table = Table(*map(_head, ("rule", "source", "checked")), title_justify="left")
    seen = set()
    for receipt in (part["receipt"] for part in receipts):
        for source in receipt["sources"]:
            row = (f"{receipt['rule']}@{receipt['version']}", source["text"], source["checked"])
            if row not in seen:
                seen.add(row)
                table.add_row(*row)
    yield table


def _head(name: str) -> str:
    return render(f"tables:{name}").text


def _euro(cents: int) -> str:
    return in_words("_cents", cents)


def _day(written: str) -> str:
    return in_words("day", date.fromisoformat(written))


_SHOWN = {"propose": _propose, "costs": _costs, "interest": _interest, "letter": _letter}
