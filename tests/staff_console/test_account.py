"""What colleagues change about their own log-in, and what that costs a thief."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import time_machine

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
OLD, NEW = "paarse olifant fietst naar zee", "vier gele treinen zoeken honing"


async def _change(browser, **fields):
    await browser.open("/mijn-account")
    asked = {"password": OLD, "new": NEW, "again": NEW} | fields
    return await browser.post("/mijn-account/wachtwoord", **asked)


async def test_a_password_is_changed_with_the_old_one_and_other_browsers_are_out(office):
    with time_machine.travel(NOON) as traveller:
        browser = await office.colleague("anna")
        traveller.shift(60)
        other = office.browser()
        other.secret = browser.secret
        await other.log_in("anna")
        before = browser.http.cookies["console"]
        assert await _change(browser) == "/mijn-account"
        assert "Uw wachtwoord is gewijzigd" in browser.page
        assert browser.http.cookies["console"] != before
        assert await browser.open("/wachtrij") == "/wachtrij"
        assert await other.open("/wachtrij") == "/inloggen"
        traveller.shift(60)
        other.secret = browser.secret
        await other.post("/inloggen", name="anna", password=OLD)
        assert "horen niet bij elkaar" in other.page
        assert await other.log_in("anna", NEW) == "/wachtrij"
    assert office.evidence().count("account_changed") == 2


async def test_a_password_stays_when_the_old_one_is_wrong_or_the_new_one_will_not_do(office):
    browser = await office.colleague("anna")
    for fields, said in (
        ({"password": NEW}, "klopt niet"),
        ({"again": OLD}, "niet gelijk"),
        ({"new": "welkom123456", "again": "welkom123456"}, "makkelijk te raden"),
        ({"new": "kort", "again": "kort"}, "12 tot 128"),
    ):
        await _change(browser, **fields)
        assert (browser.status, said in browser.page) == (409, True), fields
    assert await browser.open("/wachtrij") == "/wachtrij"
    other = office.browser()
    await other.open("/inloggen")
    assert await other.post("/inloggen", name="anna", password=OLD) == "/inloggen/code"


async def test_guessing_the_old_password_from_an_open_page_stops_after_ten(office):
    browser = await office.colleague("anna")
    await browser.open("/mijn-account")
    said = []
    for _ in range(12):
        await browser.post("/mijn-account/wachtwoord", password="guess", new=NEW, again=NEW)
        said.append("te vaak" in browser.page)
    assert said == [False] * 10 + [True] * 2


async def test_new_recovery_codes_replace_the_old_ones(office):
    office.hire("anna")
    browser = office.browser()
    await browser.log_in("anna")
    old = re.findall(r'<code class="secret">([^<]+)', browser.page)
    await browser.open("/mijn-account")
    await browser.post("/mijn-account/herstelcodes", password="not it at all")
    assert "klopt niet" in browser.page
    await browser.post("/mijn-account/herstelcodes", password=OLD)
    new = re.findall(r'<code class="secret">([^<]+)', browser.page)
    assert len(old) == len(new) == 8
    ends = []
    for code in (old[1], new[1], new[1]):
        other = office.browser()
        await other.open("/inloggen")
        await other.post("/inloggen", name="anna", password=OLD)
        ends.append(await other.post("/inloggen/code", code=code))
    assert ends == ["/inloggen/code", "/wachtrij", "/inloggen/code"]
