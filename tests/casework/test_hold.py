"""Nothing stays past its term, unless it must: eight years on a faked clock."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from casework_promises import STEPS
from casework_talk import MONDAY_MORNING, Talk
from sqlalchemy import select

from bot.store import Address, Conversation, InboxRow, WebSession
from casework import hold
from casework.errors import BadRequest, CaseHeld
from casework.forget import forget
from casework.store import Case
from evidence_log import read_entries
from storage.types import new_id
from warmwijzer.tidying import tidy

DAY = timedelta(days=1)


def write_to(talk: Talk, at: datetime) -> None:
    with talk.database.unit(at) as unit:
        conversation = Conversation(
            id=new_id(), case_id=talk.case_id, dialogue_state={}, created_at=at, heard_at=at
        )
        unit.add(conversation)
        unit.session.flush()
        address = Address(conversation_id=conversation.id, channel="web", chat=talk.case_id)
        session = WebSession(token_hash=new_id(), chat=talk.case_id, created_at=at, seen_at=at)
        unit.add(address, session)
        unit.session.flush()
        row = InboxRow(
            conversation_id=conversation.id,
            address_id=address.id,
            channel="web",
            update_key=talk.case_id,
            message_key=talk.case_id,
            kind="text",
            text="made up",
            state="done",
            received_at=at,
        )
        unit.add(row)
        unit.commit()


def left(talk: Talk) -> dict[str, int]:
    """Return what is left of the case: messages, sessions, the case, readable entries."""
    with talk.database.unit() as unit:
        readable = [e for e in read_entries(unit, case_ref=talk.case_ref) if not e.is_erased]
        return {
            "messages": len(unit.session.scalars(select(InboxRow)).all()),
            "sessions": len(unit.session.scalars(select(WebSession)).all()),
            "cases": len(unit.session.scalars(select(Case)).all()),
            "entries": len(readable),
        }


def tidied_on(talk: Talk, days: float):
    with time_machine.travel(MONDAY_MORNING + days * DAY, tick=False):
        return tidy(talk.database, talk.organisation)


def test_in_eight_years_nothing_is_past_its_term_plus_a_day(talk: Talk) -> None:
    talk.owes()
    write_to(talk, MONDAY_MORNING)
    terms = talk.organisation.retention
    ends = (terms.conversation_days, terms.case_days, terms.evidence_days)
    days = sorted({*range(0, 8 * 365, 91), *(end + more for end in ends for more in (-1, 0, 1))})
    for day in days:
        first = tidied_on(talk, day)
        again = tidied_on(talk, day)
        assert again.is_nothing, day
        found = left(talk)
        assert bool(found["messages"]) == (day <= terms.conversation_days), day
        assert bool(found["sessions"]) == (day <= terms.conversation_days), day
        assert bool(found["cases"]) == (day <= terms.case_days), day
        assert bool(found["entries"]) == (day <= terms.case_days), day
        assert first.held == 0


def test_evidence_of_a_case_that_still_runs_goes_after_its_own_term(talk: Talk) -> None:
    talk.owes()
    with talk.turn() as turn:
        asked = STEPS["hand_over"](turn)
    days = talk.organisation.retention.evidence_days
    assert tidied_on(talk, days).entries == 0
    assert tidied_on(talk, days + 1).entries > 0
    assert left(talk)["cases"] == 1
    assert asked is not None


def test_a_held_case_stays_whole_and_goes_within_a_day_once_it_is_cleared(talk: Talk) -> None:
    talk.owes()
    write_to(talk, MONDAY_MORNING)
    with talk.database.unit(MONDAY_MORNING) as unit:
        hold.set_hold(unit, talk.case_id, "court_case", "colleague_7")
        unit.commit()
    before = left(talk)
    late = 5 * 365
    held = tidied_on(talk, late)
    assert (held.messages, held.cases, held.entries, held.held) == (0, 0, 0, 1)
    assert {**left(talk), "sessions": 1} == before
    with talk.database.unit(MONDAY_MORNING + late * DAY) as unit:
        assert hold.clear_hold(unit, talk.case_id, "case_closed", "colleague_7") == 1
        unit.commit()
    assert talk.evidence("hold_set")[0]["reason"] == "court_case"
    assert talk.evidence("hold_cleared")[0]["reason"] == "case_closed"
    assert tidied_on(talk, late + 1).cases == 1
    assert set(left(talk).values()) == {0}


def test_a_held_case_cannot_be_forgotten(talk: Talk) -> None:
    with talk.database.unit(MONDAY_MORNING) as unit:
        hold.set_hold(unit, talk.case_id, "court_case", "colleague_7")
        unit.commit()
    with talk.database.unit(MONDAY_MORNING) as unit, pytest.raises(CaseHeld, match="court_case"):
        forget(unit, talk.case_id)
    assert left(talk)["cases"] == 1


def test_setting_and_clearing_twice_changes_nothing(talk: Talk) -> None:
    ids = []
    for _ in range(2):
        with talk.database.unit(MONDAY_MORNING) as unit:
            ids.append(hold.set_hold(unit, talk.case_id, "court_case", "colleague_7"))
            unit.commit()
    assert ids[0] == ids[1]
    for cleared in (1, 0):
        with talk.database.unit(MONDAY_MORNING) as unit:
            assert hold.clear_hold(unit, talk.case_id, "over", "colleague_7") == cleared
            unit.commit()
    assert len(talk.evidence("hold_set")) == len(talk.evidence("hold_cleared")) == 1


@pytest.mark.parametrize(("case", "reason"), [("nobody", "court_case"), (None, "Free text!")])
def test_a_hold_needs_a_case_and_a_code(talk: Talk, case, reason) -> None:
    with talk.database.unit() as unit, pytest.raises(BadRequest):
        hold.set_hold(unit, case or talk.case_id, reason, "colleague_7")


def test_what_was_removed_is_an_entry_in_the_log(talk: Talk) -> None:
    talk.owes()
    write_to(talk, MONDAY_MORNING)
    done = tidied_on(talk, talk.organisation.retention.case_days + 1)
    with talk.database.unit() as unit:
        [applied] = [e.codes for e in read_entries(unit) if e.entry_type == "retention_applied"]
    assert applied == done.codes
    assert applied["cases"] == 1


def test_an_erasure_that_was_asked_for_says_whether_it_was_in_time(talk: Talk) -> None:
    with talk.turn() as turn:
        decision = STEPS["request_erasure"](turn)
    with talk.database.unit(MONDAY_MORNING + 40 * DAY) as unit:
        forget(unit, talk.case_id)
        unit.commit()
    with talk.database.unit() as unit:
        [erased] = [e.codes for e in read_entries(unit) if e.entry_type == "case_erased"]
    assert (erased["asked"], erased["in_time"]) == (True, False)
    assert decision is not None
