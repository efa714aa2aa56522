"""The benchmark's arithmetic and its page. Nothing here is timed."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import report
from bench.figures import Environment, Level, Results, Row, level, percentile
from bench.floor import Clock
from bench.load import Rehearsal, measure, rehearse
from bench.pictures import draw
from bench.places import ROOT
from bench.stock.stories import stories_from_rules

PAGE = f"# Page\n\n{report.BEGIN}\nold\n{report.END}\n\nafter\n"


def _row(key, p95_ms, turns_per_second, **more):
    levels = tuple(Level(n, n * 10, p95_ms / 2, p95_ms, turns_per_second) for n in (1, 10, 100))
    return Row(key, levels, **more)


RESULTS = Results(
    {"cores": "2"},
    (
        _row("ours", 30.0, 90.0, start_seconds=3.5, memory_mb=600),
        _row("stock_our_model", 100.0, 30.0, same_answers="10 of 10"),
        Row("stock_default", note="not measured: no Python 3.10"),
    ),
    (Environment("ours", 800, 20), Environment("stock_default", 2800, 900)),
    {"understanding": 1.0, "dialogue": 3.0, "actions": 1.0, "database": 3.0, "rest": 2.0},
)


class Echo:
    """A talk that answers every line with itself."""

    waits_for_quiet = False

    async def open(self): ...

    async def say(self, line, expected):
        return [] if line == "zwijg" else [line]

    async def close(self): ...


@given(st.lists(st.integers(0, 10**6), min_size=1), st.integers(1, 99))
def test_a_percentile_lies_within_what_was_measured(values, percent):
    assert min(values) <= percentile(values, percent) <= max(values)


def test_a_level_counts_turns_in_the_time_of_the_whole():
    measured = level(10, [0.1] * 19 + [1.1], wall_seconds=4.0)
    assert (measured.turns, measured.turns_per_second) == (20, 5.0)
    assert (measured.p50_ms, measured.p95_ms) == (100.0, 150.0)


def test_every_conversation_says_every_line_and_silence_is_counted():
    script = ("ja", "zwijg")

    async def run():
        said = await rehearse(Echo, script)
        return said, await measure(Echo, said, conversations=3, repeats=2, script=script)

    said, measured = asyncio.run(run())
    assert said.expected == (1, 0)
    assert (measured.turns, measured.unanswered) == (12, 6)


def test_other_answers_than_ours_are_told():
    ours = Rehearsal((("welkom", "waarover?"), ("hoeveel?",)))
    assert ours.same_as(Rehearsal((("waarover?",), ("hoeveel?",)))) == "2 of 2"
    assert ours.same_as(Rehearsal((("waarover?",), ("pardon?",)))) == "1 of 2"


def test_a_part_of_a_turn_is_never_counted_twice():
    clock = Clock()
    with clock.part("rest"), clock.part("dialogue"), clock.part("actions"):
        pass
    assert set(clock.seconds) == {"rest", "dialogue", "actions"}
    assert all(seconds >= 0 for seconds in clock.seconds.values())


def test_an_aim_is_judged_by_the_figures():
    judged = {aim: is_met for aim, _, is_met in report.aims(RESULTS)}
    assert judged == {
        "at 100 conversations 3 × the turns a second of `rasa run`, our model": True,
        "p95 at most a third of that of `rasa run`, our model": True,
        "first answer within 10 s": True,
    }
    slow = replace(RESULTS, rows=(_row("ours", 34.0, 89.0), *RESULTS.rows[1:]))
    assert not any(is_met for _, _, is_met in report.aims(slow))


def test_only_what_stands_between_the_markers_changes():
    page = report.between_markers(PAGE, "new")
    assert page == f"# Page\n\n{report.BEGIN}\nnew\n{report.END}\n\nafter\n"
    assert report.between_markers(page, "new") == page


def test_a_page_without_markers_is_refused():
    with pytest.raises(ValueError, match="no place for the tables"):
        report.between_markers("# Page\n", "new")


def test_the_page_the_figures_and_the_pictures_are_written(tmp_path):
    (tmp_path / "README.md").write_text(PAGE)
    report.save(RESULTS, tmp_path)
    assert report.load(tmp_path) == RESULTS
    page = (tmp_path / "README.md").read_text()
    assert "not measured: no Python 3.10" in page
    assert "| Warmwijzer | 15 / 30 | 15 / 30 | 15 / 30 | 90.0 | 90.0 | 90.0 |" in page
    assert len(draw(RESULTS, tmp_path)) == 3


def test_the_page_has_its_markers_and_names_every_picture():
    page = (report.Path(ROOT) / "docs" / "benchmarks" / "README.md").read_text("utf-8")
    assert report.between_markers(page, "x")
    for name in ("turns-per-second", "turn-time", "where-a-turn-goes"):
        assert f"({name}.svg)" in page


def test_stories_for_the_default_policies_come_from_our_rules():
    stories = stories_from_rules(ROOT / "bot" / "dialogue" / "rules")["stories"]
    assert all("intent" in story["steps"][0] for story in stories)
