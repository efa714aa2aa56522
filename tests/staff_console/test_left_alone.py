"""A chat whose colleague is not there any more: another can take it, and it is seen."""

from __future__ import annotations

import asyncio
import re

import pytest
from sqlalchemy import select

from casework.context import Turn
from casework.current_organisation import CurrentOrganisation
from casework.intake import set_audience
from casework.store import Handover, case_with
from evidence_log import read_entries
from staff_console.accounts import change_member, end_member
from staff_console.store import end_sessions, member_named
from warmwijzer.watchdog import look

GONE = "Anna is er niet meer."


async def _anna_has(office, words="ik wil een mens", **options):
    """Return the conversation that Anna has; ``words`` are what the person asked with."""
    office.desk.say("hallo")
    office.desk.say(words)
    talk = office.desk.conversation().id
    anna = await office.colleague("anna", **options)
    await anna.open(f"/gesprek/{talk}")
    await anna.post(f"/gesprek/{talk}/nemen")
    office.desk.sent()
    return talk, anna


def _ended(office, unit):
    end_member(unit, "anna")


def _moved(office, unit):
    change_member(
        unit,
        office.ids["anna"],
        role="auditor",
        may_see_employees=False,
        is_active=True,
        by="staff_admin",
    )


def _logged_out(office, unit):
    end_sessions(unit, office.ids["anna"])


def _leave(office, how=_ended):
    with office.database.unit() as unit:
        how(office, unit)
        unit.commit()


async def _log_in_again(office, browser):
    """Log Anna in within the half minute of the code that she used."""
    with office.database.unit() as unit:
        member_named(unit, "anna").totp_step = None
        unit.commit()
    await browser.log_in("anna")
    assert await browser.open("/wachtrij") == "/wachtrij"


def _entries(office, entry_type):
    with office.database.unit() as unit:
        entries = [row.entry() for row in read_entries(unit)]
    return [each.codes for each in entries if each.entry_type == entry_type]


def _row(office):
    with office.database.unit() as unit:
        return unit.session.scalars(select(Handover)).one()


@pytest.mark.parametrize("how", [_ended, _moved, _logged_out])
async def test_another_takes_what_a_colleague_left_and_the_person_and_the_log_know_of_both(
    office, how
):
    talk, _ = await _anna_has(office)
    bert = await office.colleague("bert")
    await bert.open("/wachtrij")
    assert GONE not in bert.page
    _leave(office, how)
    await bert.open("/wachtrij")
    assert GONE in bert.page
    await bert.open(f"/gesprek/{talk}")
    assert GONE in bert.page
    await bert.post(f"/gesprek/{talk}/nemen")
    assert "U hebt dit gesprek" in bert.page
    assert [each.text.partition("\n")[0] for each in office.desk.sent()] == [
        "Anna is niet meer in dit gesprek.",
        "U praat nu met Bert, een collega van Voorbeeld Wonen. Dat is een mens.",
    ]
    row = _row(office)
    assert (row.state, row.left_by, row.taken_by) == (
        "taken",
        office.ids["anna"],
        office.ids["bert"],
    )
    before, after = _entries(office, "conversation_taken")
    assert (before.get("before"), before["colleague"]) == (None, office.ids["anna"])
    assert (after["before"], after["colleague"]) == (office.ids["anna"], office.ids["bert"])
    assert after["handover"] == row.id
    await bert.post(f"/gesprek/{talk}/zeg", text="Dag, ik neem het over.")
    assert [each.by for each in office.desk.sent()] == ["Bert"]


async def test_while_the_colleague_is_logged_in_taking_is_refused(office):
    talk, _ = await _anna_has(office)
    bert = await office.colleague("bert")
    await bert.open(f"/gesprek/{talk}")
    assert 'id="take"' not in bert.page
    await bert.post(f"/gesprek/{talk}/nemen")
    assert bert.status == 409
    assert office.desk.sent() == []
    assert office.desk.conversation().colleague == office.ids["anna"]


async def test_two_cannot_take_what_a_colleague_left_and_who_left_does_not_have_it(office):
    talk, anna = await _anna_has(office)
    bert, cees = await office.colleague("bert"), await office.colleague("cees")
    for each in (bert, cees):
        await each.open(f"/gesprek/{talk}")
    _leave(office, _logged_out)
    await asyncio.gather(*(each.post(f"/gesprek/{talk}/nemen") for each in (bert, cees)))
    assert sorted((bert.status, cees.status)) == [200, 409]
    told = [each.key for each in office.desk.sent()]
    assert told == ["notices:colleague_gone", "notices:colleague_joined"]
    await _log_in_again(office, anna)
    await anna.open(f"/gesprek/{talk}")
    await anna.post(f"/gesprek/{talk}/zeg", text="ik ben er weer")
    assert anna.status == 409


async def test_what_was_taken_without_a_question_waits_in_the_queue_too_at_its_urgency(office):
    for danger, words in ((None, "Gewoon"), ("suicide", "Gevaar")):
        chat = words
        office.desk.say("hallo", chat=chat)
        talk = office.desk.conversation(chat).id
        name = f"an{len(office.ids)}"
        anna = await office.colleague(name)
        await anna.open(f"/gesprek/{talk}")
        await anna.post(f"/gesprek/{talk}/nemen")
        with office.database.unit() as unit:
            unit.session.get_one(type(office.desk.conversation(chat)), talk).danger = danger
            end_sessions(unit, office.ids[name])
            unit.commit()
        bert = await office.colleague(f"bert{len(office.ids)}")
        await bert.open("/wachtrij")
        assert talk not in bert.page
        look(office.database, CurrentOrganisation(office.desk.turns.organisation))
        await bert.open("/wachtrij")
        (waiting,) = re.findall(
            rf"waiting__one(?:(?!</li>).)*{talk}(?:(?!</li>).)*", bert.page, re.S
        )
        assert words in waiting, danger
        assert "is er niet meer" in waiting
        assert {"handover", "colleague", "is_there"} == set(
            _entries(office, "colleague_presence")[-1]
        )


async def test_an_employees_chat_is_only_for_those_appointed_to_it_also_when_it_was_left(office):
    talk, anna = await _anna_has(office, may_see_employees=True)
    with office.database.unit() as unit:
        case = case_with(unit, office.desk.conversation().case_id)
        set_audience(Turn(unit, case, talk, "test", office.desk.turns.organisation), "employee")
        change_member(
            unit,
            office.ids["anna"],
            role="worker",
            may_see_employees=False,
            is_active=True,
            by="staff_admin",
        )
        unit.commit()
    await _log_in_again(office, anna)
    bert = await office.colleague("bert")
    await bert.open("/wachtrij")
    assert GONE not in bert.page
    await bert.post(f"/gesprek/{talk}/nemen")
    assert bert.status == 404
    cees = await office.colleague("cees", may_see_employees=True)
    await cees.open("/wachtrij")
    assert GONE in cees.page, "Anna is logged in, but may not see this chat any more"
    await cees.open(f"/gesprek/{talk}")
    await cees.post(f"/gesprek/{talk}/nemen")
    assert office.desk.conversation().colleague == office.ids["cees"]


async def test_who_ends_an_account_sees_how_many_chats_it_still_has(office):
    await _anna_has(office)
    admin = await office.colleague("beheer", "admin")
    await admin.open("/collegas")
    assert "Gesprekken die Anna nu heeft: 1." in admin.page
    assert "Gesprekken die Beheer" not in admin.page
    await admin.post(f"/collegas/{office.ids['anna']}", what="rights", role="worker")
    assert "Gesprekken die Anna nu heeft: 1." in admin.page
    await admin.post("/voorkeur", name="console_language", value="en", back="/collegas")
    assert "Conversations that Anna has now: 1." in admin.page
