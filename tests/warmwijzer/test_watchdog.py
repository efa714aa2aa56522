"""Nobody waits in a chat without being seen again and told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from fakes.scripted_desk import Desk, scripted_desk

from bot import colleagues
from casework.context import Turn
from casework.current_organisation import CurrentOrganisation
from casework.decide import decide
from casework.decisions import Decision
from casework.desk import open_questions
from casework.opening import is_open
from casework.store import case_with
from staff_console.accounts import add_member, end_member
from staff_console.sessions import open_session
from staff_console.store import member_named
from warmwijzer.watchdog import look

TUESDAY_NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
TUESDAY_LATE = datetime(2026, 11, 24, 15, 57, tzinfo=UTC)
TUESDAY_EVENING = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)


@pytest.fixture
def desk(database) -> Desk:
    """A conversation in which somebody may wait."""
    return scripted_desk(database)


def _look(desk: Desk) -> list[str]:
    look(desk.database, CurrentOrganisation(desk.turns.organisation))
    return [each.key for each in desk.sent()]


def _is_alarmed(desk: Desk) -> bool:
    with desk.database.unit() as unit:
        return any(each.is_alarmed for each in open_questions(unit))


def test_after_five_minutes_a_second_alarm_and_after_ten_the_person_is_told_once(desk):
    with time_machine.travel(TUESDAY_NOON, tick=False) as traveller:
        desk.say("ik wil een mens")
        assert _look(desk) == []
        assert not _is_alarmed(desk)
        traveller.shift(timedelta(minutes=5))
        assert _look(desk) == []
        assert _is_alarmed(desk)
        traveller.shift(timedelta(minutes=5))
        assert _look(desk) == ["decision:handover_not_taken"]
        assert _look(desk) == []


def test_the_person_hears_a_day_that_can_still_be_kept(desk):
    with time_machine.travel(TUESDAY_NOON, tick=False) as traveller:
        desk.say("ik wil een mens")
        traveller.shift(timedelta(days=2, minutes=10))
        look(desk.database, CurrentOrganisation(desk.turns.organisation))
        (told,) = desk.sent()
    assert "26 november 2026" in told.text


def test_outside_opening_hours_nobody_is_alarmed_and_the_waiting_counts_from_opening(desk):
    with time_machine.travel(TUESDAY_EVENING, tick=False) as traveller:
        desk.say("ik wil een mens")
        traveller.shift(timedelta(hours=12, minutes=59))
        assert not is_open(desk.turns.organisation.opening_hours, datetime.now(UTC))
        assert _look(desk) == []
        traveller.shift(timedelta(minutes=2))
        assert _look(desk) == []
        assert not _is_alarmed(desk)
        traveller.shift(timedelta(minutes=5))
        _look(desk)
        assert _is_alarmed(desk)


def _log_in(desk: Desk, name: str) -> str:
    with desk.database.unit() as unit:
        member = member_named(unit, name) or add_member(
            unit, login_name=name, display_name=name.title(), password=None, role="worker"
        )
        open_session(unit, member, is_complete=True)
        unit.commit()
        return member.id


def _take(desk: Desk, staff_id: str) -> None:
    with desk.database.unit() as unit:
        colleagues.take(unit, desk.conversation().id, staff_id, "Anna", "Voorbeeld Wonen")
        unit.commit()
    desk.sent()


def test_what_a_colleague_took_is_not_alarmed(desk):
    with time_machine.travel(TUESDAY_NOON, tick=False) as traveller:
        desk.say("ik wil een mens")
        talk, anna = desk.conversation(), _log_in(desk, "anna")
        with desk.database.unit() as unit:
            turn = Turn(unit, case_with(unit, talk.case_id), talk.id, "t", desk.turns.organisation)
            (question,) = open_questions(unit)
            decide(turn, Decision("handover", question.handover_id), "taken", anna)
            unit.commit()
        _take(desk, anna)
        traveller.shift(timedelta(minutes=29))
        assert _look(desk) == []
        assert not _is_alarmed(desk)


def test_just_before_closing_the_day_of_call_back_moves_to_the_next_open_day(desk):
    with time_machine.travel(TUESDAY_LATE, tick=False) as traveller:
        desk.say("ik wil een mens")
        traveller.shift(timedelta(hours=17, minutes=20))
        look(desk.database, CurrentOrganisation(desk.turns.organisation))
        assert "25 november 2026" in desk.sent()[-1].text


def test_who_talks_with_a_colleague_is_not_told_that_nobody_came(desk):
    with time_machine.travel(TUESDAY_NOON, tick=False) as traveller:
        desk.say("hallo")
        _take(desk, _log_in(desk, "anna"))
        desk.say("ik wil dood")
        traveller.shift(timedelta(minutes=11))
        assert _look(desk) == []
        assert _is_alarmed(desk), "but other colleagues do see it"


def test_whose_colleague_left_waits_from_what_they_write_after_that_and_is_told_once(desk):
    with time_machine.travel(TUESDAY_NOON, tick=False) as traveller:
        desk.say("hallo")
        _take(desk, _log_in(desk, "anna"))
        traveller.shift(timedelta(minutes=31))
        assert _look(desk) == []
        with desk.database.unit() as unit:
            (question,) = open_questions(unit)
        assert (question.state, question.reason_code) == ("open", "colleague_gone")
        traveller.shift(timedelta(minutes=30))
        assert _look(desk) == []
        assert not _is_alarmed(desk), "nothing was written, so nobody waits for an answer"
        assert desk.say("bent u er nog") == []
        traveller.shift(timedelta(minutes=4))
        desk.say("hallo?")
        assert _look(desk) == []
        assert not _is_alarmed(desk)
        traveller.shift(timedelta(minutes=1))
        assert _look(desk) == []
        assert _is_alarmed(desk)
        traveller.shift(timedelta(minutes=5))
        assert _look(desk) == ["decision:handover_not_taken"]
        assert _look(desk) == []


def test_a_colleague_who_logs_in_again_still_has_it_and_nobody_waits(desk):
    with time_machine.travel(TUESDAY_NOON, tick=False) as traveller:
        desk.say("hallo")
        anna = _log_in(desk, "anna")
        _take(desk, anna)
        with desk.database.unit() as unit:
            end_member(unit, "anna")
            unit.commit()
        traveller.shift(timedelta(minutes=1))
        _look(desk)
        with desk.database.unit() as unit:
            member_named(unit, "anna").is_active = True
            unit.commit()
        _log_in(desk, "anna")
        desk.say("bent u er nog")
        traveller.shift(timedelta(minutes=11))
        assert _look(desk) == []
        assert not _is_alarmed(desk)
        with desk.database.unit() as unit:
            (question,) = open_questions(unit)
        assert (question.state, question.taken_by) == ("taken", anna)
        assert desk.conversation().colleague == anna


def test_what_is_written_between_leaving_and_the_next_look_counts(desk):
    with time_machine.travel(TUESDAY_NOON, tick=False) as traveller:
        desk.say("hallo")
        _take(desk, _log_in(desk, "anna"))
        _look(desk)
        traveller.shift(timedelta(seconds=2))
        with desk.database.unit() as unit:
            end_member(unit, "anna")
            unit.commit()
        desk.say("bent u er nog")
        traveller.shift(timedelta(seconds=5))
        _look(desk)
        traveller.shift(timedelta(minutes=5))
        _look(desk)
        assert _is_alarmed(desk)


def test_danger_that_waits_already_keeps_its_alarm_when_the_colleague_leaves(desk):
    with time_machine.travel(TUESDAY_NOON, tick=False) as traveller:
        desk.say("hallo")
        _take(desk, _log_in(desk, "anna"))
        desk.say("ik wil dood")
        traveller.shift(timedelta(minutes=31))
        assert _look(desk) == ["decision:handover_not_taken"]
        assert _is_alarmed(desk)
        with desk.database.unit() as unit:
            (question,) = open_questions(unit)
        assert question.urgency == "danger"
