"""A portfolio: many cases as CSV, one row in and one row out, in as little memory as one case."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TextIO

from payment_arrangement.errors import ArrangementError, RequestRefused
from payment_arrangement.policy import Policy
from payment_arrangement.questions import answer
from payment_arrangement.schemas import schema_of

CASE = "case"
_PLANS = ("fast", "middle", "calm", "own", "nearest")
_PLAN_COLUMNS = ("instalment_cents", "n_terms", "first_due_on", "last_due_on", "decides")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "propose": (
        "outcome",
        "reason",
        *(f"{plan}_{column}" for plan in _PLANS for column in _PLAN_COLUMNS),
    ),
    "costs": ("costs_cents", "vat_cents", "total_cents", "charged_cents"),
    "interest": ("interest_cents", "unpaid_cents"),
    "letter": ("last_day_on", "verdict", "faults"),
}
_WHOLE = re.compile(r"-?\d{1,15}")
_TRUTH = {"true": True, "false": False}


@dataclass(frozen=True)
class Answered:
    """One case: its name, the row for the CSV, and the whole answer (None for an error)."""

    case: str
    row: Mapping[str, Any]
    answer: Mapping[str, Any] | None


def columns_out(question: str) -> tuple[str, ...]:
    """The columns of the rows that come out."""
    return (CASE, *COLUMNS[question], "error", "message")


def columns_in(question: str) -> tuple[str, ...]:
    """The columns that a row may have; `budget.household` is a part of `budget`."""
    return (CASE, *(".".join(path) for path in _paths(schema_of(question))))


def answer_all(question: str, lines: Iterable[str], policy: Policy) -> Iterator[Answered]:
    """Each case of the CSV `lines`, answered one by one; nothing is kept.

    The first line names the columns; a comma or a semicolon divides them. An empty cell is unknown.
    A case that cannot be answered has the error's name and message in its row.
    Raises RequestRefused when the columns are not those of `columns_in`.
    """
    reader = _reader(question, lines)
    schema = schema_of(question)
    place = 0
    while True:
        place += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield _refused(str(place), RequestRefused(f"Row {place}", [str(error)]))
            continue
        case = cells.pop(CASE, None) or str(place)
        yield _answered(question, case, cells, schema, policy)


def write_header(question: str, out: TextIO) -> csv.DictWriter[str]:
    """A writer of rows to `out`, with the header written."""
    writer = csv.DictWriter(out, columns_out(question), restval="", lineterminator="\r\n")
    writer.writeheader()
    return writer


def _reader(question: str, lines: Iterable[str]) -> csv.DictReader[str]:
    stream = iter(lines)
    header = next(stream, "")
    delimiter = ";" if header.count(";") > header.count(",") else ","
    names = next(csv.reader([header.lstrip("\ufeff")], delimiter=delimiter), [])
    known = columns_in(question)
    problems = [
        f"column {place}, {name!r}: not known; right would be one of {', '.join(known)}"
        for place, name in enumerate(names, start=1)
        if name not in known
    ]
    problems += [f"column {name!r}: stands twice" for name in set(names) if names.count(name) > 1]
    needed = [name for name in schema_of(question)["required"] if name not in names]
    problems += [f"column {name!r}: is missing" for name in needed]
    if problems:
        raise RequestRefused("The first line of the portfolio", problems)
    return csv.DictReader(stream, names, delimiter=delimiter, strict=True)


def _answered(
    question: str, case: str, cells: dict[str, Any], schema: Mapping[str, Any], policy: Policy
) -> Answered:
    try:
        if None in cells:
            raise RequestRefused(f"Case {case}", ["it has more cells than there are columns"])
        document = answer(question, _request(cells, schema), policy)
    except ArrangementError as error:
        return _refused(case, error)
    row = _SUMMARIES[question](document["outcome"])
    return Answered(case, {CASE: _safe(case), **row}, document)


def _refused(case: str, error: ArrangementError) -> Answered:
    message = " ".join(str(error).split())
    row = {CASE: _safe(case), "error": type(error).__name__, "message": _safe(message)}
    return Answered(case, row, None)


def _request(cells: Mapping[str, str | None], schema: Mapping[str, Any]) -> dict[str, Any]:
    """The question in one row; an empty cell is left out, so it stays unknown."""
    request: dict[str, Any] = {}
    for path, part in _paths(schema).items():
        written = (cells.get(".".join(path)) or "").strip()
        if not written:
            continue
        inner = request
        for name in path[:-1]:
            inner = inner.setdefault(name, {})
        inner[path[-1]] = _value(written, part)
    return request


def _paths(schema: Mapping[str, Any]) -> dict[tuple[str, ...], Mapping[str, Any]]:
    """Each value that fits in one cell, by its path. Lists of objects do not."""
    found: dict[tuple[str, ...], Mapping[str, Any]] = {}
    for name, part in schema["properties"].items():
        part = next((each for each in part.get("anyOf", []) if "properties" in each), part)
        if "properties" in part:
            found |= {(name, *path): inner for path, inner in _paths(part).items()}
        elif part.get("items", {}).get("type") != "object":
            found[(name,)] = part
    return found


def _value(written: str, part: Mapping[str, Any]) -> Any:
    """What a cell says by its schema; what it cannot say stays text, which the schema refuses."""
    types = part.get("type", "string")
    if "array" in types:
        return [_value(each, part["items"]) for each in written.split()]
    if "integer" in types and _WHOLE.fullmatch(written):
        return int(written)
    if "boolean" in types:
        return _TRUTH.get(written.lower(), written)
    return written


def _plans(outcome: Mapping[str, Any]) -> dict[str, Any]:
    if "options" in outcome:
        plans = {plan["name"]: plan for plan in outcome["options"]}
        row = {"outcome": "proposals"}
    elif "fits" in outcome:
        plans = {"own": outcome["proposal"], "nearest": outcome["nearest"]}
        row = {"outcome": "counter", "reason": outcome["reason_code"]}
    else:
        return {"outcome": "no_plan", "reason": outcome["reason_code"]}
    for name, plan in plans.items():
        if plan is not None:
            row |= {
                f"{name}_instalment_cents": plan["instalment_cents"],
                f"{name}_n_terms": plan["n_terms"],
                f"{name}_first_due_on": plan["terms"][0]["due_on"],
                f"{name}_last_due_on": plan["terms"][-1]["due_on"],
                f"{name}_decides": plan["decides"],
            }
    return row


def _costs(outcome: Mapping[str, Any]) -> dict[str, Any]:
    most = outcome["maximum"]
    amounts = {name: most[name] for name in ("costs_cents", "vat_cents", "total_cents")}
    return {**amounts, "charged_cents": outcome["while_kept"]["charged_cents"]}


def _interest(outcome: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "interest_cents": outcome["interest_cents"],
        "unpaid_cents": sum(outcome["unpaid"].values()),
    }


def _letter(outcome: Mapping[str, Any]) -> dict[str, Any]:
    term, wording = outcome["term"] or {}, outcome["wording"] or {}
    faults = (finding["fault"] for finding in wording.get("findings", []))
    return {
        "last_day_on": term.get("last_day_on"),
        "verdict": wording.get("verdict"),
        "faults": " ".join(faults),
    }


def _safe(text: str) -> str:
    """Text that a spreadsheet does not take for a formula (OWASP ASVS 1.2.10)."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


_SUMMARIES = {"propose": _plans, "costs": _costs, "interest": _interest, "letter": _letter}
