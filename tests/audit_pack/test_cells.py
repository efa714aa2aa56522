"""No figure about fewer than ten people is shown, nor one from which it can be worked out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from audit_pack.cells import Cell, figure, figures, total


def cell(yes: int, no: int = 0, month: str = "m") -> Cell:
    made = Cell()
    for place in range(yes + no):
        made.add(place < yes, f"{month}-{place}")
    return made


def test_nine_people_are_hidden_and_ten_are_shown():
    assert figure(cell(9)).state == "hidden"
    assert (figure(cell(5, 5)).state, figure(cell(5, 5)).permille) == ("shown", 500)


def test_one_person_with_ten_questions_is_one_person():
    made = Cell()
    for _ in range(10):
        made.add(True, "the same")
    assert figure(made).state == "hidden"


def test_nothing_counted_is_not_nought_percent():
    assert figure(Cell()).permille is None


def test_few_unknown_are_not_told_exactly():
    made = cell(20)
    made.add(None, "x")
    assert figure(made).unknown is None


def test_the_smallest_shown_month_is_hidden_when_the_total_would_tell_the_hidden_one():
    shown = figures({"a": cell(20, month="a"), "b": cell(40, month="b"), "c": cell(3, month="c")})
    assert {name: each.state for name, each in shown.items()} == {
        "a": "hidden",
        "b": "shown",
        "c": "hidden",
    }


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=24))
def test_what_is_hidden_together_is_never_fewer_than_ten_people_beside_a_shown_total(sizes):
    cells = {str(n): cell(yes, no, str(n)) for n, (yes, no) in enumerate(sizes)}
    shown = figures(cells)
    hidden = [cells[name] for name, each in shown.items() if each.state == "hidden"]
    if hidden and figure(total(cells.values())).state == "shown":
        assert sum(each.counted for each in hidden) >= 10
    for each in shown.values():
        assert each.permille is None or 0 <= each.permille <= 1000
        assert not (each.state == "shown" and (each.counted or 0) < 10)
