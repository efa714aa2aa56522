"""Which tables hold a person follows from the schema, so a new table is covered by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from casework_promises import STEPS
from casework_talk import MONDAY_MORNING, Talk
from sqlalchemy import text

from bot.store import Address, Conversation, InboxRow
from casework import forget, intake
from casework.store import Case, committed
from casework.whole_case.store import case_tables
from storage.base import Base
from storage.types import new_id


def test_every_table_that_points_at_a_case_can_be_forgotten() -> None:
    names = {table.name for table in case_tables()}
    pointing = {
        table.name
        for table in Base.metadata.tables.values()
        if any(key.column.table.name == "cases" for key in table.foreign_keys)
    }
    assert pointing <= names


def test_no_table_has_a_column_for_a_bsn_and_only_the_person_has_names() -> None:
    personal = ("bsn", "burgerservicenummer", "phone", "email", "birth", "iban", "address")
    found = {
        (table.name, column.name)
        for table in case_tables()
        for column in table.columns
        if not column.foreign_keys and any(word in column.name for word in personal)
    }
    assert found <= {("persons", "phone"), ("persons", "email")}


def test_what_we_know_lists_every_table_and_every_row(talk: Talk) -> None:
    for step in STEPS.values():
        with talk.turn() as turn:
            step(turn)
    with talk.turn() as turn:
        known = forget.what_we_know(turn)
    assert set(known.tables) == {"cases", *(table.name for table in case_tables())}
    counted = {name: len(rows) for name, rows in known.tables.items()}
    assert counted == {"cases": 1} | {name: len(rows) for name, rows in talk.rows().items()}
    assert all(counted[table.name] for table in case_tables() if table.name in OWN_TABLES)


OWN_TABLES = {
    "persons",
    "claims",
    "proposals",
    "arrangements",
    "concessions",
    "handovers",
    "referrals",
    "consents",
    "complaints",
    "disputes",
    "erasure_requests",
}


def test_forgetting_leaves_no_row_of_the_case_and_all_of_another(talk: Talk, start_talk) -> None:
    other = start_talk()
    for one in (talk, other):
        for step in STEPS.values():
            with one.turn() as turn:
                step(turn)
    kept = other.rows()
    with talk.database.unit(MONDAY_MORNING) as unit:
        erased = forget.forget(unit, talk.case_id)
        unit.commit()
    assert all(rows == [] for rows in talk.rows().values())
    assert erased.counts["cases"] == 1
    assert other.rows() == kept
    with talk.database.unit(MONDAY_MORNING) as unit:
        assert committed(unit, Case, talk.case_id) is None


def test_messages_of_the_conversation_are_known_and_forgotten_with_the_case(talk: Talk) -> None:
    with talk.database.unit(MONDAY_MORNING) as unit:
        conversation = Conversation(
            id=new_id(), case_id=talk.case_id, dialogue_state={}, created_at=unit.now
        )
        unit.add(conversation)
        unit.session.flush()
        address = Address(conversation_id=conversation.id, channel="web", chat="made-up")
        unit.add(address)
        unit.session.flush()
        unit.add(
            InboxRow(
                conversation_id=conversation.id,
                address_id=address.id,
                channel="web",
                update_key="1",
                message_key="1",
                kind="text",
                text="ik kan niet betalen",
                received_at=unit.now,
            )
        )
        unit.commit()
    with talk.turn() as turn:
        [message] = forget.what_we_know(turn).tables["inbox"]
    assert message["text"] == "ik kan niet betalen"
    with talk.database.unit(MONDAY_MORNING) as unit:
        erased = forget.forget(unit, talk.case_id)
        unit.commit()
    assert (erased.counts["inbox"], erased.counts["conversations"]) == (1, 1)
    assert all(rows == [] for rows in talk.rows().values())


def test_the_log_keeps_its_leaves_and_says_that_the_case_was_erased(talk: Talk) -> None:
    with talk.owes().turn() as turn:
        intake.record_contact(turn, name="Anna Voorbeeld")
    before = [(row.sequence, row.leaf_hash) for row in talk.log()]
    facts = len(talk.evidence())
    with talk.database.unit(MONDAY_MORNING) as unit:
        erased = forget.forget(unit, talk.case_id)
        unit.commit()
    assert talk.evidence() == []
    assert [(row.sequence, row.leaf_hash) for row in talk.log()][: len(before)] == before
    assert [row.codes for row in talk.log()[len(before) :]] == [
        {"entries": facts, "reason": "person"},
        {"rows": sum(erased.counts.values()), "asked": False},
    ]


def test_forgetting_again_deletes_and_writes_nothing(talk: Talk) -> None:
    for _ in range(2):
        with talk.database.unit(MONDAY_MORNING) as unit:
            erased = forget.forget(unit, talk.case_id)
            unit.commit()
    assert set(erased.counts.values()) == {0}
    assert [row.entry_type for row in talk.log()].count("case_erased") == 1
    assert [row.entry_type for row in talk.log()].count("bodies_erased") <= 1


def test_rows_without_a_case_id_go_through_a_registered_eraser(talk: Talk, monkeypatch) -> None:
    monkeypatch.setattr(forget, "_erasers", [])
    asked = []

    @forget.register_eraser
    def erase_notes(unit, case_id):
        asked.append((case_id, unit.session.scalar(text("SELECT count(*) FROM cases"))))
        return {"notes": 3}

    forget.register_eraser(erase_notes)
    with talk.database.unit(MONDAY_MORNING) as unit:
        erased = forget.forget(unit, talk.case_id)
        unit.commit()
    assert erased.counts["notes"] == 3
    assert asked == [(talk.case_id, 1)]


@pytest.mark.parametrize("planted", ["Anna Voorbeeld", "anna@example.org"])
def test_no_trace_of_a_name_stays_in_the_file(talk: Talk, planted: str) -> None:
    if not talk.database.is_sqlite:
        pytest.skip("PostgreSQL's vacuum does this; there is no file to search")
    with talk.turn() as turn:
        intake.record_contact(turn, name="Anna Voorbeeld", email="anna@example.org")
    with talk.database.unit(MONDAY_MORNING) as unit:
        forget.forget(unit, talk.case_id)
        unit.commit()
    talk.database.wipe_traces()
    with talk.database.unit(MONDAY_MORNING) as unit:
        file = unit.session.scalar(text("SELECT file FROM pragma_database_list LIMIT 1"))
    on_disk = [path.read_bytes() for path in Path(file).parent.glob(f"{Path(file).name}*")]
    assert not any(planted.encode() in content for content in on_disk)
