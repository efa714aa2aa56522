"""The figures of ``make evaluate`` say what they name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.understanding.figures import (
    all_found,
    auroc,
    by_need,
    first_right,
    lower_bound,
    not_understood,
    top_right,
    what_happens,
)
from bench.understanding.held_out import Line, misspelt
from bench.understanding.readers import Reading

LINES = [Line("a", ("cannot_pay",)), Line("b", ("ask_costs",)), Line("c", ("thanks", "affirm"))]
READ = [
    Reading([("cannot_pay", 0.9), ("bailiff", 0.1)], 1.0),
    Reading([("out_of_scope", 0.6), ("bailiff", 0.5), ("ask_costs", 0.4)], 1.0),
    Reading([("affirm", 0.8), ("thanks", 0.7)], 1.0),
]


def test_shares_of_three_lines() -> None:
    assert first_right(LINES, READ) == pytest.approx(2 / 3)
    assert top_right(LINES, READ) == 1
    assert top_right(LINES, READ, places=1) == pytest.approx(2 / 3)
    assert not_understood(READ) == pytest.approx(1 / 3)
    assert all_found(LINES, READ) == 1


def test_a_line_is_answered_asked_about_misread_or_lost() -> None:
    line = Line("a", ("cannot_pay",))
    unknown = [("out_of_scope", 0.6), ("bailiff", 0.3), ("cannot_pay", 0.2)]
    without = [("out_of_scope", 0.6), ("bailiff", 0.3)]
    read = [
        Reading([("cannot_pay", 0.9)], 1.0),
        Reading(unknown, 1.0, asks=True),
        Reading(without, 1.0, asks=True),
        Reading(unknown, 1.0),
        Reading([("bailiff", 0.9)], 1.0),
    ]
    met = what_happens([line] * 5, read)
    assert met == {"right": 0.2, "asked": 0.2, "misread": 0.2, "lost": 0.4}


def test_precision_and_recall_of_a_need() -> None:
    of = {each.need: each for each in by_need(LINES, READ)}
    assert (of["cannot_pay"].precision, of["cannot_pay"].recall, of["cannot_pay"].f1) == (1, 1, 1)
    assert (of["ask_costs"].precision, of["ask_costs"].recall) == (0, 0)


def test_auroc_counts_pairs_and_half_for_ties() -> None:
    known, unknown = Reading([("thanks", 1.0)], 1.0), Reading([("out_of_scope", 0.9)], 1.0)
    assert auroc([known], [unknown]) == 1
    assert auroc([unknown], [known]) == 0
    assert auroc([known], [known]) == 0.5


def test_the_lower_bound_is_that_of_clopper_and_pearson() -> None:
    # With all of n right the bound is 0.05 to the power 1/n.
    assert lower_bound(59, 59) == pytest.approx(0.05 ** (1 / 59))
    assert lower_bound(0, 10) == 0


@given(st.text(min_size=1, max_size=80), st.integers(0, 99))
def test_spelling_noise_is_the_same_for_the_same_seed_and_keeps_the_words(
    text: str, seed: int
) -> None:
    line = Line(text, ("thanks",))
    noisy = misspelt(line, 0.3, seed)
    assert noisy == misspelt(line, 0.3, seed)
    assert len(noisy.text.split(" ")) == len(text.split(" "))
