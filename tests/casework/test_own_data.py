"""A person gets all we hold of them, by the schema, and nothing of anybody else."""

from __future__ import annotations

import json

import pytest
from casework_promises import STEPS
from casework_talk import MONDAY_MORNING

import warmwijzer.tables
from bot.store import Address, Conversation, InboxRow, WebSession
from casework import intake
from casework.errors import BadRequest
from casework.whole_case.store import case_tables
from storage.types import new_id
from warmwijzer.person_commands import write_own_data


def talks(talk, name: str) -> None:
    with talk.turn() as turn:
        intake.record_contact(turn, name=name)
    for step in ("tell", "choose_fast", "complain", "hand_over"):
        with talk.turn() as turn:
            STEPS[step](turn)
    with talk.database.unit(MONDAY_MORNING) as unit:
        conversation = Conversation(
            id=new_id(), case_id=talk.case_id, dialogue_state={}, created_at=unit.now
        )
        unit.add(conversation)
        unit.session.flush()
        address = Address(conversation_id=conversation.id, channel="web", chat=f"chat {name}")
        session = WebSession(
            token_hash=f"secret {name}",
            chat=f"chat {name}",
            created_at=unit.now,
            seen_at=unit.now,
        )
        unit.add(address, session)
        unit.session.flush()
        unit.add(
            InboxRow(
                conversation_id=conversation.id,
                address_id=address.id,
                channel="web",
                update_key=name,
                message_key=name,
                kind="text",
                text=f"ik ben {name} =1+1 \u202e \U0001f622 مرحبا",
                received_at=unit.now,
            )
        )
        unit.commit()


def test_every_linked_table_is_in_it_and_nothing_of_another(talk, start_talk, tmp_path):
    other = start_talk()
    talks(talk, "Anna Voorbeeld")
    talks(other, "Bram Verzonnen")
    folder = tmp_path / "gegevens"
    tables = write_own_data(talk.database, talk.case_id, folder, "Voorbeeld")
    linked = {table.name for table in case_tables()}
    assert warmwijzer.tables.ALL is not None
    assert set(tables) == {"cases", "web_sessions", "evidence"} | linked
    for name in ("cases", "persons", "claims", "inbox", "web_sessions", "complaints", "evidence"):
        assert tables[name], name
    text = (folder / "gegevens.json").read_text("utf-8")
    page = (folder / "gegevens.html").read_text("utf-8")
    for shown in (text, page):
        assert "Anna Voorbeeld" in shown
        assert "Bram" not in shown
        assert "secret" not in shown
    assert set(json.loads(text)) == set(tables)
    assert (folder / "gegevens.pdf").stat().st_size > 1000
    assert other.case_ref not in text
    assert talk.evidence("known_facts_shown")


def test_an_unknown_case_writes_nothing(talk, tmp_path):
    with pytest.raises(BadRequest):
        write_own_data(talk.database, "nobody", tmp_path / "gegevens", "Voorbeeld")
    assert not (tmp_path / "gegevens").exists()
