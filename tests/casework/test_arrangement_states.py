"""What the administration says of arrangements reaches the log once, whole or not at all."""

from __future__ import annotations

import pytest
from casework_promises import STEPS
from casework_talk import MONDAY_MORNING, Talk

from casework.arrangement_states import take_states
from casework.errors import FileRefused


@pytest.fixture
def arrangement(talk: Talk) -> str:
    for name in ("tell", "choose_calm"):
        with talk.turn() as turn:
            STEPS[name](turn)
    return str(talk.rows()["arrangements"][0]["id"])


def take(talk: Talk, path) -> tuple[int, int]:
    with talk.database.unit(MONDAY_MORNING) as unit:
        taken = take_states(unit, path, "ledger")
        unit.commit()
    return taken.new, taken.known


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_state_is_taken_over_once(talk, arrangement, tmp_path, separator):
    path = tmp_path / "states.csv"
    lines = [("arrangement", "state", "as_of"), (arrangement, "kept", "2026-11-20")]
    path.write_text("\n".join(map(separator.join, lines)))
    assert [take(talk, path), take(talk, path)] == [(1, 0), (0, 1)]
    [known] = talk.evidence("arrangement_state_known")
    assert (known["arrangement"], known["state"]) == (arrangement, "kept")


def test_every_problem_is_named_and_nothing_is_taken_over(talk, arrangement, tmp_path):
    path = tmp_path / "states.csv"
    path.write_text(
        "arrangement,state,as_of\n"
        f"{arrangement},kept,2026-11-20\n"
        "nobody,kept,2026-11-20\n"
        f"{arrangement},fine,2026-11-20\n"
        f"{arrangement},kept,2027-01-01\n"
        f"{arrangement},kept,20261120\n"
    )
    with pytest.raises(FileRefused) as refused:
        take(talk, path)
    assert len(refused.value.problems) == 4
    assert talk.evidence("arrangement_state_known") == []


def test_a_file_without_the_columns_is_refused(talk, tmp_path):
    path = tmp_path / "states.csv"
    path.write_text("regeling;stand\n")
    with pytest.raises(FileRefused, match="arrangement, state, as_of"):
        take(talk, path)
