"""The page of the arrangements' figures, and the cases they are measured on. Nothing is timed."""

from __future__ import annotations

from bench.__main__ import PARTS
from bench.arrangements import _COLUMNS, _page, _questions, made_up_cases
from payment_arrangement import standard_policy
from payment_arrangement.portfolio import answer_all

ROWS = [("one proposal", 0.2, 1.01, 0.2)]


def test_every_made_up_case_is_answered_and_some_get_help_instead_of_a_plan() -> None:
    answered = list(answer_all("propose", [_COLUMNS, *made_up_cases(200)], standard_policy()))
    assert len(answered) == 200
    assert {each.row["outcome"] for each in answered} == {"proposals", "no_plan"}


def test_what_is_timed_gives_an_answer() -> None:
    assert all(ask() for ask in _questions().values())


def test_an_aim_is_judged_by_the_figures() -> None:
    page = _page(ROWS, [(10, 1.0, 0.5, 160.0), (100, 20.0, 15.1, 161.0)])
    assert page.count("**not met**") == 2
    page = _page([("one proposal", 0.2, 1.0, 0.2)], [(10, 1, 0.5, 160), (100, 20, 15.0, 161)])
    assert page.count("**met**") == 2


def test_make_bench_measures_the_arrangements_too() -> None:
    assert "arrangements" in PARTS
