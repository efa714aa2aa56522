"""A colleague corrects what is known of a person; what was known stays, the log hears no value."""

from __future__ import annotations

from datetime import timedelta

import pytest
from casework_talk import MONDAY_MORNING, Talk

from casework.correct_facts import CORRECTABLE, correct_fact, known_facts
from casework.errors import BadRequest
from casework.intake import record_contact, set_representation


def _known(talk: Talk, name: str):
    with talk.turn() as turn:
        return next(fact for fact in known_facts(turn) if fact.name == name)


def test_a_correction_keeps_what_was_known_and_who_said_it(talk: Talk) -> None:
    with talk.turn() as turn:
        record_contact(turn, phone="+31201234567")
    assert (_known(talk, "phone").source, _known(talk, "name").value) == ("person", None)
    for hour, typed in enumerate(("020 - 624 1111", "020 624 1112")):
        with talk.turn(MONDAY_MORNING + timedelta(hours=hour)) as turn:
            correct_fact(turn, "phone", typed, "staff_a", "typed_wrongly")
    known = _known(talk, "phone")
    assert (known.value, known.source) == ("+31206241112", "colleague")
    assert [(each.before, each.before_source) for each in known.before] == [
        ("+31201234567", "person"),
        ("+31206241111", "colleague"),
    ]
    assert talk.evidence("fact_corrected")[0] == {
        "fact": "phone",
        "before_source": "person",
        "reason": "typed_wrongly",
        "colleague": "staff_a",
    }


def test_the_same_value_again_is_no_correction(talk: Talk) -> None:
    with talk.turn() as turn:
        set_representation(turn, "wsnp")
    with talk.turn() as turn:
        correct_fact(turn, "representation", "wsnp", "staff_a", "person_said")
    assert _known(talk, "representation").before == ()
    assert talk.evidence("fact_corrected") == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("representation", "neighbour"),
        ("phone", "12"),
        ("phone", "niet"),
        ("email", "anna"),
        ("email", "a@b.c" + "d" * 260),
        ("name", "111222333"),
        ("name", "<b>Anna</b>"),
        ("name", ""),
        ("debt_cents", "1"),
    ],
)
def test_what_cannot_be_right_changes_nothing(talk: Talk, name: str, value: str) -> None:
    with talk.turn() as turn, pytest.raises(BadRequest):
        correct_fact(turn, name, value, "staff_a", "person_said")
    with talk.turn() as turn:
        assert [fact.value for fact in known_facts(turn)] == [None] * len(CORRECTABLE)
