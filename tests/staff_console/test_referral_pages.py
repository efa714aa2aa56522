"""Referrals at the desk: find, ask, pass on by a link, and close the loop."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine

from casework.context import Turn
from casework.errors import LinkNotUsable
from casework.intake import set_audience
from casework.referrals.note import read_link
from casework.store import case_with
from evidence_log import read_entries
from referral_directory.store import fill_when_empty

NAMED = {"name": "Jo Voorbeeld", "phone": "0612345678"}


async def _found(office):
    """A colleague has a conversation and looked for help with food."""
    with office.database.unit() as unit:
        fill_when_empty(unit, office.desk.turns.organisation.directory.register)
        unit.commit()
    office.desk.say("ik wil een mens spreken")
    at = f"/gesprek/{office.desk.conversation().id}"
    anna = await office.colleague("anna")
    await anna.open(at)
    await anna.post(f"{at}/nemen")
    await anna.post(f"{at}/verwijzing-zoeken", need="food", postcode="3011 AB")
    await anna.open(f"{at}/verwijzingen")
    return anna, at, re.search(r'name="referral" value="([0-9a-f]{32})"', anna.page).group(1)


async def _do(browser, at, referral, what, **fields):
    await browser.open(at)
    await browser.post(f"{at}/verwijzing", referral=referral, what=what, **fields)
    status = browser.status
    await browser.open(f"{at}/verwijzingen")
    return status


def _codes(office, entry_type):
    with office.database.unit() as unit:
        return [row.codes for row in read_entries(unit) if row.entry_type == entry_type]


async def test_what_was_found_shows_the_note_that_would_be_passed_on_and_asks_first(office):
    anna, at, referral = await _found(office)
    assert "Dit zou worden doorgegeven" in anna.page and "Mag ik uw naam" in anna.page
    assert "Maak een link" not in anna.page
    await anna.open(at)
    await anna.post(f"{at}/verwijzing-link", referral=referral)
    assert anna.status == 409 and "nog geen ja" in anna.page
    assert _codes(office, "referral_link_made") == []


async def test_after_a_yes_a_link_is_made_once_and_the_receiver_reads_only_what_was_asked(office):
    anna, at, referral = await _found(office)
    assert await _do(anna, at, referral, "agree", **NAMED) == 200
    assert "Dit mag worden doorgegeven" in anna.page and "Jo Voorbeeld" in anna.page
    (given,) = _codes(office, "consent_given")
    assert set(given["fields"]) == {"name", "needs", "phone"}
    assert given["colleague"] == office.ids["anna"]
    assert re.fullmatch(r"console\.referrals\.ask@[0-9a-f]{8}", given["text_version"])
    await anna.open(at)
    await anna.post(f"{at}/verwijzing-link", referral=referral)
    token = re.search(r"https://hulp.example.org/doorverwijzing/([\w-]+)", anna.page).group(1)
    with office.database.unit() as unit:
        note = read_link(unit, token)
    assert dict(note.fields) == NAMED and note.needs == ("food",)
    assert token not in str(_codes(office, "referral_link_made"))


async def test_contact_outcome_and_what_it_waits_for_are_told(office):
    anna, at, referral = await _found(office)
    await _do(anna, at, referral, "agree", **NAMED)
    await anna.open("/verwijzingen")
    assert "Wacht op een collega die contact maakt" in anna.page
    await _do(anna, at, referral, "sent")
    await anna.open("/verwijzingen")
    assert "Wacht op antwoord van de hulp" in anna.page and "vraag aan de persoon op" in anna.page
    assert await _do(anna, at, referral, "close", outcome="got_help", said_by="provider") == 200
    await anna.open("/verwijzingen")
    assert "Kreeg hulp (de hulp)" in anna.page and "vraag aan de persoon op" not in anna.page
    (closed,) = _codes(office, "referral_closed")
    assert (closed["outcome"], closed["closed_by"]) == ("got_help", "provider")
    assert await _do(anna, at, referral, "close", outcome="no_capacity", said_by="person") == 409


async def test_what_cannot_be_is_refused_and_changes_nothing(office):
    anna, at, referral = await _found(office)
    for what, fields, status in (
        ("close", {"outcome": "got_help", "said_by": "person"}, 409),
        ("sent", {}, 409),
        ("dance", {}, 404),
        ("agree", {"referral": "0" * 32}, 409),
    ):
        got = await _do(anna, at, fields.pop("referral", referral), what, **fields)
        assert got == status, what
    await anna.open(at)
    await anna.post(f"{at}/verwijzing-zoeken", need="food", postcode="0000 XX")
    assert anna.status == 409
    assert _codes(office, "consent_given") == _codes(office, "referral_closed") == []


async def test_only_who_has_the_conversation_keeps_a_yes(office):
    _, at, referral = await _found(office)
    bert = await office.colleague("bert")
    assert await _do(bert, at, referral, "agree", **NAMED) == 409
    assert "De persoon zei ja" not in bert.page
    assert _codes(office, "consent_given") == []


async def test_a_link_lapses(office):
    anna, at, referral = await _found(office)
    await _do(anna, at, referral, "agree", **NAMED)
    await anna.open(at)
    await anna.post(f"{at}/verwijzing-link", referral=referral)
    token = re.search(r"/doorverwijzing/([\w-]+)", anna.page).group(1)
    with office.database.unit() as unit:
        later = unit.now + timedelta(days=15)
    travel, open_unit = time_machine.travel(later), office.database.unit
    with travel, open_unit() as unit, pytest.raises(LinkNotUsable):
        read_link(unit, token)


async def test_referrals_of_employees_are_for_who_was_appointed(office):
    anna, at, referral = await _found(office)
    await _do(anna, at, referral, "agree", **NAMED)
    with office.database.unit() as unit:
        case = case_with(unit, office.desk.conversation().case_id)
        turn = Turn(unit, case, "", "test", office.desk.turns.organisation)
        set_audience(turn, "employee")
        unit.commit()
    await anna.open("/verwijzingen")
    assert "Nog niemand koos hulp" in anna.page
    await anna.open(f"{at}/verwijzingen")
    assert anna.status == 404
    carla = await office.colleague("carla", may_see_employees=True)
    await carla.open("/verwijzingen")
    assert "Wacht op een collega" in carla.page
