"""Passkeys: as second factor, as the only step, and what an attacker tries with them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from fakes.software_passkey import SoftwarePasskey

from staff_console.ways_in.store import passkeys_of

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
URL, HOST = "http://localhost:8011", "localhost"
PASSWORD = "paarse olifant fietst naar zee"


def device(**options) -> SoftwarePasskey:
    """A device at the right address."""
    return SoftwarePasskey(**{"origin": URL, "rp_id": HOST} | options)


async def options_from(browser, path, **fields):
    """Ask the options of a ceremony with the form that is open."""
    answer = await browser.http.post(path, data={"form_token": browser.token} | fields)
    return answer.status_code, answer.json()


async def make(browser, passkey, name="Sleutelbos", **fields):
    """Make a passkey on the page that is open; return where one ends up."""
    status, options = await options_from(browser, "/passkeys/vraag", **fields)
    assert status == 200, options
    return await browser.post("/passkeys", credential=passkey.make(options), passkey_name=name)


async def use(browser, passkey):
    """Use a passkey on the page that is open; return where one ends up."""
    _, options = await options_from(browser, "/inloggen/passkey/vraag")
    return await browser.post("/inloggen/passkey", credential=passkey.use(options))


async def with_passkey(office, passkey, name="anna"):
    """A new colleague who set up a passkey as second factor at the first log-in."""
    office.hire(name)
    browser = office.browser()
    await browser.open("/inloggen")
    await browser.post("/inloggen", name=name, password=PASSWORD)
    await make(browser, passkey)
    return browser


async def half_way(office, name="anna"):
    """A browser that gave the password of ``name``."""
    browser = office.browser()
    await browser.open("/inloggen")
    await browser.post("/inloggen", name=name, password=PASSWORD)
    return browser


async def fresh(office):
    """A browser on the log-in page."""
    browser = office.browser()
    await browser.open("/inloggen")
    return browser


async def test_a_passkey_is_the_second_factor_from_the_first_time_with_recovery_codes(office):
    passkey = device()
    browser = await with_passkey(office, passkey)
    assert browser.page.count('<code class="secret">') == 8
    code = browser.page.split('<code class="secret">')[1].partition("<")[0]
    assert await browser.open("/") == "/wachtrij"
    assert await use(await half_way(office), passkey) == "/wachtrij"
    other = await half_way(office)
    assert await other.post("/inloggen/code", code=code) == "/wachtrij"


async def test_a_passkey_is_enough_alone(office):
    passkey = device()
    await with_passkey(office, passkey)
    browser = await fresh(office)
    assert await use(browser, passkey) == "/wachtrij"
    await browser.open("/mijn-account")
    assert "Laatst gebruikt op" in browser.page


async def test_passkeys_are_named_listed_and_removed_with_the_password(office):
    browser = await office.colleague("anna")
    await browser.open("/mijn-account")
    status, refused = await options_from(browser, "/passkeys/vraag", password="not it at all")
    assert (status, "klopt niet" in refused["problem"]) == (409, True)
    passkey = device()
    assert await make(browser, passkey, "  Mijn <b>telefoon</b> ", password=PASSWORD)
    assert "Mijn &lt;b&gt;telefoon&lt;/b&gt;" in browser.page
    address = browser.page.split('action="/mijn-account/passkeys/')[1].partition('"')[0]
    await browser.post(f"/mijn-account/passkeys/{address}", password="not it at all")
    assert browser.status == 409
    await browser.post(f"/mijn-account/passkeys/{address}", password=PASSWORD)
    assert "Sleutelbos" not in browser.page
    assert "werkt niet meer" in browser.page
    assert await use(await fresh(office), passkey) == "/inloggen/passkey"
    assert office.evidence().count("account_changed") == 3


async def test_the_only_second_factor_stays(office):
    browser = await with_passkey(office, device())
    await browser.open("/mijn-account")
    address = browser.page.split('action="/mijn-account/passkeys/')[1].partition('"')[0]
    await browser.post(f"/mijn-account/passkeys/{address}", password=PASSWORD)
    assert "enige tweede sleutel" in browser.page


async def test_nobody_removes_the_passkey_of_another(office):
    await with_passkey(office, device())
    with office.database.unit() as unit:
        address = passkeys_of(unit, office.ids["anna"])[0].id
    bert = await office.colleague("bert")
    await bert.open("/mijn-account")
    await bert.post(f"/mijn-account/passkeys/{address}", password=PASSWORD)
    assert bert.status == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://werkplek.evil.example"},
        {"origin": "http://localhost:9999"},
        {"rp_id": "evil.example"},
        {"is_verified": False},
    ],
    ids=str,
)
async def test_a_passkey_of_another_site_or_without_verification_is_refused(office, wrong):
    office.hire("anna")
    browser = await half_way(office)
    await make(browser, device(**wrong))
    assert browser.status == 403
    good = device()
    await with_passkey(office, good, "bert")
    for name, value in wrong.items():
        setattr(good, name, value)
    other = await fresh(office)
    await use(other, good)
    assert (other.status, await other.open("/wachtrij")) == (403, "/inloggen")


async def test_an_answer_works_once_in_its_own_browser_and_within_five_minutes(office):
    with time_machine.travel(NOON) as traveller:
        passkey = device()
        await with_passkey(office, passkey)
        one, other = await fresh(office), await fresh(office)
        _, options = await options_from(one, "/inloggen/passkey/vraag")
        answer = passkey.use(options)
        assert await other.post("/inloggen/passkey", credential=answer) == "/inloggen/passkey"
        assert await one.post("/inloggen/passkey", credential=answer) == "/wachtrij"
        one.http.cookies.clear()
        again = await fresh(office)
        assert await again.post("/inloggen/passkey", credential=answer) == "/inloggen/passkey"
        _, options = await options_from(again, "/inloggen/passkey/vraag")
        traveller.shift(timedelta(minutes=5, seconds=1))
        late = await again.post("/inloggen/passkey", credential=passkey.use(options))
        assert (late, "duurde te lang" in again.page) == ("/inloggen/passkey", True)


async def test_an_answer_replayed_in_the_same_browser_is_refused(office):
    passkey = device()
    await with_passkey(office, passkey)
    browser = await half_way(office)
    half = dict(browser.http.cookies)
    _, options = await options_from(browser, "/inloggen/passkey/vraag")
    answer = passkey.use(options)
    await browser.post("/inloggen/passkey", credential="{}")
    assert await browser.post("/inloggen/passkey", credential=answer) == "/wachtrij"
    browser.http.cookies.clear()
    browser.http.cookies.update(half)
    await browser.open("/inloggen")
    assert await browser.post("/inloggen/passkey", credential=answer) == "/inloggen/passkey"


async def test_a_copied_device_is_noticed_by_its_counter(office, caplog):
    passkey = device(sign_count=5)
    await with_passkey(office, passkey)
    assert await use(await fresh(office), passkey) == "/wachtrij"
    passkey.sign_count = 2
    browser = await fresh(office)
    assert await use(browser, passkey) == "/inloggen/passkey"
    assert "counter went back" in caplog.text
    passkey.sign_count, passkey.step = 0, 0
    other = device(step=0)
    await with_passkey(office, other, "bert")
    assert await use(await fresh(office), other) == "/wachtrij", "some devices do not count"


async def test_a_passkey_does_not_finish_the_log_in_of_another(office):
    passkey = device()
    await with_passkey(office, passkey)
    await with_passkey(office, device(), "bert")
    browser = await half_way(office, "bert")
    assert await use(browser, passkey) == "/inloggen/passkey"
    assert await browser.open("/wachtrij") == "/inloggen/code"


async def test_an_answer_to_one_question_is_no_answer_to_another(office):
    office.hire("anna")
    browser = await half_way(office)
    passkey = device()
    _, options = await options_from(browser, "/inloggen/passkey/vraag")
    made = passkey.make(options | {"user": {"id": "x"}})
    await browser.post("/passkeys", credential=made, passkey_name="x")
    assert (browser.status, await browser.open("/wachtrij")) == (403, "/inloggen/code")


async def test_nonsense_is_refused_without_an_error(office):
    office.hire("anna")
    browser = await half_way(office)
    named = {"id": "YQ", "rawId": "YQ", "type": "public-key"}
    empty = {"clientDataJSON": "e30", "authenticatorData": "", "signature": ""}
    wrong = {"clientDataJSON": 5, "attestationObject": 5}
    nonsense = ["", "x", "[]", "{}", "null", json.dumps({"id": "a", "rawId": "a", "response": {}})]
    nonsense += [json.dumps(named | {"response": each}) for each in ("x", None, empty, wrong)]
    for credential in nonsense:
        for path in ("/inloggen/passkey", "/passkeys"):
            await browser.post(path, credential=credential)
            assert browser.status == 403, (path, credential)


async def test_a_colleague_who_left_does_not_come_in_with_a_passkey(office):
    passkey = device()
    await with_passkey(office, passkey)
    boss = await office.colleague("boss", "admin")
    await boss.open("/collegas")
    await boss.post(f"/collegas/{office.ids['anna']}", role="worker")
    assert await use(await fresh(office), passkey) == "/inloggen/passkey"


async def test_a_reset_of_the_second_factor_takes_the_passkeys(office):
    passkey = device()
    await with_passkey(office, passkey)
    boss = await office.colleague("boss", "admin")
    await boss.open("/collegas")
    await boss.post(f"/collegas/{office.ids['anna']}", what="second_factor")
    assert await use(await fresh(office), passkey) == "/inloggen/passkey"
    browser = await half_way(office)
    assert "Uw tweede sleutel" in browser.page
