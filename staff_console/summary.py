"""A hand-over summary: one line for each fact, made from facts and never from prose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from casework.overview import Fact, Overview
from staff_console.texts import label, texts
from staff_console.values_shown import localised

_ORDER = ("claim", "dispute", "complaint", "arrangement", "concession", "referral", "erasure")
_TELLS = {
    "claim": ("kind", "debt_cents", "due_on", "state"),
    "dispute": ("reason_code", "state"),
    "complaint": ("theme_code", "acknowledge_by_on", "state"),
    "arrangement": ("instalment_cents", "frequency", "n_terms", "first_due_on", "state"),
    "concession": ("kind", "days", "until_on", "debit_day", "state"),
    "referral": ("service_name", "state"),
    "erasure": ("answer_by_on", "state"),
}


def summary_of(case: Overview) -> tuple[str, ...]:
    """Return the lines of the summary: who decides, what is due, agreed, asked and waiting."""
    words = texts()["summary"]
    who = label("budget", case.representation) if case.representation else words["unknown"]
    lines = [words["representation"].format(who=who)]
    for kind in _ORDER:
        lines += _lines(kind, [fact for fact in case.facts if fact.kind == kind])
    return tuple(lines)


def consents_of(case: Overview) -> tuple[Fact, ...]:
    """Return every consent that was given and not withdrawn."""
    return tuple(
        fact
        for fact in case.facts
        if fact.kind == "consent" and fact.values.get("withdrawn_at") is None
    )


def _lines(kind: str, facts: Sequence[Fact]) -> Iterator[str]:
    for fact in facts:
        told = [localised(fact.values[name], name) for name in _TELLS[kind] if name in fact.values]
        source = f"{label('sources', fact.source)}, {localised(fact.at)}"
        yield f"{label('kinds', kind)}: {', '.join(told)} ({source})"
