"""What is wrong with a parameter file: every problem at once, with its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from payment_arrangement import yaml_source

SCHEMA_FILE = Path(__file__).parent / "data" / "parameter.schema.yml"


class _Span(NamedTuple):
    line: int
    first: date
    last: date


def problems(source: yaml_source.YamlSource) -> list[str]:
    """Every problem in a parsed parameter file; an empty list when it can be trusted."""
    found = yaml_source.problems(source, _schema())
    found += [
        f"line {source.line_of(path)}, {'.'.join(map(str, path))}: amounts and percentages are "
        'quoted numbers with at most two decimals, such as "12.50"'
        for path in yaml_source.unquoted_money(source.data)
    ]
    periods = list(_spans(source, "periods", "valid_from", "valid_to"))
    gaps = list(_spans(source, "gaps", "first_day", "last_day"))
    return found + _order_problems(periods) + _gap_problems(periods, gaps)


@cache
def _schema() -> Mapping[str, Any]:
    schema: Mapping[str, Any] = yaml.safe_load(SCHEMA_FILE.read_text(encoding="utf-8"))
    return schema


def _spans(source: yaml_source.YamlSource, part: str, first: str, last: str) -> Iterator[_Span]:
    """The spans of a part of the file that can be read; the schema reports the others."""
    items = source.data.get(part) if isinstance(source.data, dict) else None
    for i, item in enumerate(items if isinstance(items, list) else []):
        if not isinstance(item, dict):
            continue
        start, end = item.get(first), item.get(last)
        end = date.max if end == "open" else end
        if type(start) is date and type(end) is date:
            yield _Span(source.line_of([part, i]), start, end)


def _order_problems(periods: list[_Span]) -> list[str]:
    found = [
        f"line {span.line}: the period from {span.first} ends before it begins"
        for span in periods
        if span.last < span.first
    ]
    found += [
        f"line {later.line}: the period from {later.first} overlaps the period from "
        f"{earlier.first}, or stands before it; right would be a first day after {earlier.last}"
        for earlier, later in pairwise(periods)
        if later.first <= earlier.last
    ]
    return found


def _gap_problems(periods: list[_Span], gaps: list[_Span]) -> list[str]:
    """Days between periods that are not declared as a gap, and declared gaps that are none."""
    actual = {
        (earlier.last + timedelta(days=1), later.first - timedelta(days=1)): later.line
        for earlier, later in pairwise(periods)
        if later.first > earlier.last and later.first - earlier.last > timedelta(days=1)
    }
    declared = {(gap.first, gap.last): gap.line for gap in gaps}
    found = [
        f"line {line}: no value from {first} to {last}; right would be the missing period, or "
        "the same days under `gaps` with a reason"
        for (first, last), line in actual.items()
        if (first, last) not in declared
    ]
    found += [
        f"line {line}: {first} to {last} is declared as a gap, but it is not exactly the days "
        "between two periods"
        for (first, last), line in declared.items()
        if (first, last) not in actual
    ]
    return found
