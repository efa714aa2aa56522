"""Guessing is slowed down, and keeps nobody out of their own work."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from staff_console.attempts import MOST_FROM_ADDRESS, Visitor, note_attempt
from staff_console.errors import LogInRefused

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
PASSWORD = "paarse olifant fietst naar zee"


def _try(database, name: str, address: str) -> bool:
    with database.unit() as unit:
        try:
            note_attempt(unit, name, Visitor(address))
        except LogInRefused:
            return False
        unit.commit()
        return True


def test_a_hundred_tries_on_one_name_from_ten_addresses_are_ten_tries(database, caplog):
    with time_machine.travel(NOON), caplog.at_level(logging.WARNING):
        judged = sum(_try(database, "anna", f"192.0.2.{n % 10}") for n in range(100))
    assert judged == 10
    assert "one name now waits" in caplog.text
    assert "anna" not in caplog.text


def test_spraying_a_hundred_names_from_one_address_stops_and_other_addresses_go_on(database):
    with time_machine.travel(NOON) as traveller:
        judged = sum(_try(database, f"name{n}", "192.0.2.1") for n in range(100))
        assert judged == MOST_FROM_ADDRESS
        assert _try(database, "name99", "192.0.2.2")
        traveller.shift(timedelta(minutes=10, seconds=1))
        assert _try(database, "name99", "192.0.2.1"), "no address is locked out for good"


async def test_whoever_keeps_guessing_does_not_keep_a_colleague_out_of_a_known_browser(office):
    with time_machine.travel(NOON) as traveller:
        anna = await office.colleague("anna")
        await anna.open("/mijn-account")
        await anna.post("/uitloggen")
        for _ in range(4):
            traveller.shift(timedelta(minutes=8))
            while _try(office.database, "anna", "192.0.2.1"):
                pass
            assert await anna.log_in("anna") == "/wachtrij"
            await anna.open("/mijn-account")
            await anna.post("/uitloggen")
        stranger = office.browser()
        await stranger.open("/inloggen")
        await stranger.post("/inloggen", name="anna", password=PASSWORD)
        assert "te vaak" in stranger.page


async def test_guessing_in_a_known_browser_is_counted_too(office):
    with time_machine.travel(NOON):
        anna = await office.colleague("anna")
        await anna.open("/mijn-account")
        await anna.post("/uitloggen")
        await anna.open("/inloggen")
        said = []
        for _ in range(12):
            await anna.post("/inloggen", name="anna", password="wrong one here")
            said.append("te vaak" in anna.page)
        assert said == [False] * 10 + [True] * 2


async def test_a_browser_is_known_for_its_own_colleague_only_and_not_after_a_reset(office):
    with time_machine.travel(NOON):
        anna = await office.colleague("anna")
        office.hire("bert")
        known = anna.http.cookies["console-known"]
        for name, is_reset in (("bert", False), ("anna", True)):
            if is_reset:
                boss = await office.colleague("boss", "admin")
                await boss.open("/collegas")
                await boss.post(f"/collegas/{office.ids['anna']}", what="second_factor")
            while _try(office.database, name, "192.0.2.1"):
                pass
            with office.database.unit() as unit, pytest.raises(LogInRefused):
                note_attempt(unit, name, Visitor("192.0.2.9", known))
