"""The drawn files, each as a timeline that fits one page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from audit_pack.facts import Fact
from audit_pack.sample import SampleDrawer
from audit_pack.timelines import Step, timeline
from audit_pack.words import moment, number, say

STEPS_ON_A_PAGE = 34


def sample_section(sample: SampleDrawer) -> dict[str, Any]:
    """Return the draw and its files."""
    drawn = sample.drawn()
    return {
        "seed": sample.seed,
        "population": sample.population,
        "text": say(
            "sample_population",
            size=number(len(drawn)),
            population=number(sample.population),
            seed=sample.seed,
        ),
        "method": say("sample_method"),
        "files": [_file(place, rank, facts) for place, (rank, facts) in enumerate(drawn, 1)],
    }


def _file(place: int, rank: str, facts: Sequence[Fact]) -> dict[str, Any]:
    steps = timeline(facts)
    left_out = len(steps) - STEPS_ON_A_PAGE
    more = say("sample_left_out", count=number(left_out)) if left_out > 0 else ""
    return {
        "label": say("sample_label", number=place),
        "rank": rank,
        "steps": [_step(step) for step in steps],
        "on_page": min(len(steps), STEPS_ON_A_PAGE),
        "left_out": more if steps else say("sample_employee"),
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "sequence": step.sequence,
        "at": moment(step.at),
        "title": step.title,
        "details": step.details,
    }
