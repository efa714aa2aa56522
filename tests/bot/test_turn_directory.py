"""A turn sees the register as it is now; danger does not wait for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from casework.context import current_turn
from casework.current_organisation import CurrentOrganisation
from referral_directory.register import hsds_id
from referral_directory.store import NewVersion, fill_when_empty, latest_change, write_changes


@pytest.fixture
def with_register(desk):
    from_file = desk.turns.organisation
    desk.turns = replace(desk.turns, current=CurrentOrganisation(from_file))
    with desk.database.unit() as unit:
        fill_when_empty(unit, from_file.directory.register)
        unit.commit()
    return desk


def test_a_change_in_the_register_is_seen_by_the_next_turn(with_register):
    desk, seen = with_register, []

    def answer(_request):
        seen.append(current_turn.get().organisation.directory.services["nl-nibud"].name)
        return [{"text": "Wat is uw vraag?", "utter_action": "utter_question"}]

    desk.answer = answer
    desk.say("hallo")
    with desk.database.unit() as unit:
        base = desk.turns.organisation.directory
        new = {**base.register.of("service")[hsds_id("nl-nibud")], "name": "Nibud, nu anders"}
        write_changes(unit, [NewVersion("service", "changed", new)], "anna", latest_change(unit))
        unit.commit()
    desk.say("hallo")
    assert seen == ["Nibud", "Nibud, nu anders"]


def test_danger_is_answered_although_the_register_cannot_be_read(with_register):
    desk = with_register
    with desk.database.engine.begin() as connection:
        connection.execute(text("DROP TABLE directory_entries"))
    assert any(key.startswith("safeguards:") for key in desk.keys("ik wil dood"))
