from __future__ import annotations

import pytest

from casework.errors import MoveNotAllowed
from casework.states import MOVES, move

ALLOWED = [
    (kind, before, after)
    for kind, moves in MOVES.items()
    for before, allowed in moves.items()
    for after in sorted(allowed)
]
FORBIDDEN = [
    (kind, before, after)
    for kind, moves in MOVES.items()
    for before, allowed in moves.items()
    for after in moves
    if after != before and after not in allowed
]


@pytest.mark.parametrize(("kind", "before", "after"), ALLOWED)
def test_a_move_in_the_table_is_made(kind: str, before: str, after: str) -> None:
    assert move(kind, before, after) == after


@pytest.mark.parametrize(("kind", "before", "after"), FORBIDDEN)
def test_a_move_that_is_not_in_the_table_raises(kind: str, before: str, after: str) -> None:
    with pytest.raises(MoveNotAllowed):
        move(kind, before, after)


@pytest.mark.parametrize("kind", sorted(MOVES))
def test_staying_where_one_is_changes_nothing(kind: str) -> None:
    assert [move(kind, state, state) for state in MOVES[kind]] == list(MOVES[kind])


@pytest.mark.parametrize("kind", sorted(MOVES))
def test_every_state_that_can_be_reached_stands_in_the_table(kind: str) -> None:
    reached = {after for allowed in MOVES[kind].values() for after in allowed}
    assert reached <= set(MOVES[kind])


def test_an_unknown_kind_or_state_raises() -> None:
    for kind, before in [("parcel", "open"), ("claim", "lost")]:
        with pytest.raises(MoveNotAllowed):
            move(kind, before, "open")


@pytest.mark.parametrize("owner", ["assistant", "waiting"])
def test_a_person_is_reachable_in_one_move_from_every_owner(owner: str) -> None:
    assert "colleague" in MOVES["conversation"][owner]
