"""The question after a referral, from the clock to the answer with one tap."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from fakes.scripted_desk import Desk, scripted_desk

from bot.messages import Kind
from bot.store import Conversation
from casework.context import Turn
from casework.forget import forget
from casework.refer import choose_help, find_help
from casework.referrals.store import Referral, all_referrals
from casework.store import case_with
from storage.database import Database
from warmwijzer.follow_up import look

CHOSEN_AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ASKED_AT = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


@pytest.fixture
def desk(database: Database) -> Desk:
    """Somebody talked with us on a Monday and chose a service."""
    with time_machine.travel(CHOSEN_AT, tick=False):
        made = scripted_desk(database)
        made.say("hallo")
        conversation = made.conversation()
        with database.unit() as unit:
            case = case_with(unit, str(conversation.case_id))
            assert case is not None
            turn = Turn(unit, case, conversation.id, "test", made.turns.organisation)
            option = find_help(turn, needs=["debts_and_arrears"], postcode=None).options[0]
            unit.commit()
        with database.unit() as unit:
            case = case_with(unit, case.id)
            turn = Turn(unit, case, conversation.id, "test", made.turns.organisation)
            choose_help(turn, option.referral_id, "info")
            unit.commit()
    return made


def referral(desk: Desk) -> Referral:
    """Return the referral that the person chose, of those that were offered."""
    with desk.database.unit() as unit:
        return next(each for each in all_referrals(unit) if each.started_at is not None)


def change(desk: Desk, **values: object) -> None:
    with desk.database.unit() as unit:
        row = unit.session.get_one(Conversation, desk.conversation().id)
        for name, value in values.items():
            setattr(row, name, value)
        unit.commit()


@pytest.mark.parametrize(
    ("title", "keys", "outcome"),
    [
        (
            "Ja, gelukt",
            ["decision:referral_completed", "decision:collection_pause_granted"],
            "got_help",
        ),
        ("Niet voor mij", ["decision:referral_failed"], "not_eligible"),
        ("Ik wil dat toch niet", ["decision:referral_withdrawn"], "no_longer_wanted"),
        ("Nog niet", ["notices:help_not_yet"], None),
        ("Vraag dit niet meer", ["notices:no_more_question"], None),
    ],
)
def test_one_tap_closes_the_loop(
    desk: Desk, title: str, keys: list[str], outcome: str | None
) -> None:
    with time_machine.travel(ASKED_AT, tick=False):
        assert look(desk.database) == 1
        assert look(desk.database) == 0
        question = desk.sent()[0]
        token = next(button.token for button in question.buttons if button.title == title)
        answers = [each.key for each in desk.say(token, kind=Kind.BUTTON)]
    assert answers[-len(keys) :] == keys
    row = referral(desk)
    assert row.outcome_code == outcome
    assert row.closed_by == ("person" if outcome else None)


def test_nobody_reached_brings_a_colleague(desk: Desk) -> None:
    with time_machine.travel(ASKED_AT, tick=False):
        look(desk.database)
        token = desk.sent()[0].buttons[1].token
        answers = [each.key for each in desk.say(token, kind=Kind.BUTTON)]
    assert answers[-2] == "decision:referral_failed"
    assert answers[-1].startswith("decision:handover_")


def test_the_same_answer_twice_is_told_that_the_button_is_old_or_says_the_same(desk: Desk) -> None:
    with time_machine.travel(ASKED_AT, tick=False):
        look(desk.database)
        tokens = [button.token for button in desk.sent()[0].buttons]
        desk.say(tokens[0], kind=Kind.BUTTON)
        assert desk.keys(tokens[0], kind=Kind.BUTTON)[0] == "decision:referral_completed"
        assert desk.keys(tokens[2], kind=Kind.BUTTON) == ["notices:old_button"]


@pytest.mark.parametrize("changed", [{"danger": "suicide"}, {"owner": "colleague"}])
def test_nobody_is_asked_in_danger_or_while_a_colleague_has_the_talk(
    desk: Desk, changed: dict[str, str]
) -> None:
    change(desk, **changed)
    with time_machine.travel(ASKED_AT, tick=False):
        assert look(desk.database) == 0


def test_who_is_forgotten_is_not_asked(desk: Desk) -> None:
    with desk.database.unit() as unit:
        forget(unit, referral(desk).case_id)
        unit.commit()
    with time_machine.travel(ASKED_AT, tick=False):
        assert look(desk.database) == 0


def test_who_got_rest_is_told_once_and_not_at_night(desk: Desk) -> None:
    from casework.referrals.pause import rest_while_help_starts

    night = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)
    morning = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
    with time_machine.travel(night, tick=False) as traveller:
        with desk.database.unit() as unit:
            row = referral(desk)
            case = case_with(unit, row.case_id)
            assert case is not None
            turn = Turn(unit, case, str(row.conversation_id), "test", desk.turns.organisation)
            rest_while_help_starts(turn, row.id)
            unit.commit()
        look(desk.database)
        assert desk.sent() == []
        traveller.move_to(morning)
        look(desk.database)
        (told,) = desk.sent()
        assert told.key == "decision:collection_pause_granted"
        assert "geen herinnering" in told.text
        look(desk.database)
        assert desk.sent() == []
