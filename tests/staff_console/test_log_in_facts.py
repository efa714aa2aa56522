"""What the log says of colleagues who come in, go out or fail; and a code app added by oneself."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine
from fakes.software_passkey import SoftwarePasskey

from evidence_log import read_entries

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
PASSWORD = "paarse olifant fietst naar zee"
KINDS = ("staff_logged_in", "staff_logged_out", "staff_log_in_failed", "staff_log_in_locked")


def said(office, *kinds):
    """What the log says, as (type, codes), the oldest first."""
    with office.database.unit() as unit:
        entries = list(read_entries(unit, entry_types=kinds or KINDS))
    assert all(entry.case_ref is None for entry in entries)
    return [(entry.entry_type, entry.codes) for entry in entries]


async def passkey_post(browser, device, ask, to, **fields):
    """Use a passkey on the page that is open."""
    answer = await browser.http.post(ask, data={"form_token": browser.token})
    return await browser.post(to, credential=device.use(answer.json()), **fields)


async def with_passkey_only(office):
    """A colleague whose second factor is a passkey; the browser is in."""
    office.hire("anna")
    browser, device = office.browser(), SoftwarePasskey(origin=office_url(), rp_id="localhost")
    await browser.open("/inloggen")
    await browser.post("/inloggen", name="anna", password=PASSWORD)
    answer = await browser.http.post("/passkeys/vraag", data={"form_token": browser.token})
    await browser.post("/passkeys", credential=device.make(answer.json()), passkey_name="Laptop")
    await browser.open("/mijn-account")
    return browser, device


def office_url():
    return "http://localhost:8011"


async def test_coming_in_and_going_out_are_facts_with_the_key_that_was_used(office):
    browser, device = await with_passkey_only(office)
    await browser.post("/uitloggen")
    await passkey_post(browser, device, "/inloggen/passkey/vraag", "/inloggen/passkey")
    anna = office.ids["anna"]
    assert said(office) == [
        ("staff_logged_in", {"colleague": anna, "how": "passkey"}),
        ("staff_logged_out", {"colleague": anna}),
        ("staff_logged_in", {"colleague": anna, "how": "passkey_alone"}),
    ]


async def test_a_recovery_code_and_an_app_code_are_told_apart(office):
    with time_machine.travel(NOON) as traveller:
        anna = await office.colleague("anna")
        traveller.shift(60)
        await anna.open("/mijn-account")
        await anna.post("/mijn-account/herstelcodes", password=PASSWORD)
        code = anna.page.split('<code class="secret">')[1].partition("<")[0]
        other = office.browser()
        await other.open("/inloggen")
        await other.post("/inloggen", name="anna", password=PASSWORD)
        await other.post("/inloggen/code", code=code)
    assert [codes["how"] for _, codes in said(office)] == ["app_code", "recovery_code"]


async def test_what_is_wrong_is_a_fact_and_a_name_that_was_typed_is_nowhere(office):
    office.hire("anna")
    browser = office.browser()
    await browser.open("/inloggen")
    await browser.post("/inloggen", name="anna", password="secret-typed-wrong")
    await browser.post("/inloggen", name="typed-by-mistake", password="secret-typed-wrong")
    await browser.post("/inloggen", name="ANNA ", password=PASSWORD)
    await browser.post("/inloggen/code", secret="A" * 32, code="000000")
    await browser.post("/inloggen/code", secret="no base 32", code="000000")
    assert browser.status == 403
    anna = office.ids["anna"]
    assert said(office) == [
        ("staff_log_in_failed", {"colleague": anna, "step": "password"}),
        ("staff_log_in_failed", {"step": "password"}),
        ("staff_log_in_failed", {"colleague": anna, "step": "code"}),
        ("staff_log_in_failed", {"colleague": anna, "step": "code"}),
    ]
    assert "typed" not in json.dumps(said(office))


async def test_a_lock_is_told_once_in_ten_minutes_however_often_one_knocks(office):
    office.hire("anna")
    with time_machine.travel(NOON) as traveller:
        for _ in range(2):
            browser = office.browser()
            await browser.open("/inloggen")
            for _ in range(13):
                await browser.post("/inloggen", name="anna", password="wrong one here")
            traveller.shift(timedelta(minutes=11))
    locked = [codes for kind, codes in said(office) if kind == "staff_log_in_locked"]
    assert locked == [{"colleague": office.ids["anna"], "of": "name"}] * 2
    assert len(said(office, "staff_log_in_failed")) == 20


async def test_nobody_fills_the_log_with_passkeys_that_do_not_exist(office):
    browser = office.browser()
    await browser.open("/inloggen")
    for _ in range(15):
        await browser.post("/inloggen/passkey", credential="{}")
        assert browser.status == 403
    found = said(office)
    assert found == [("staff_log_in_failed", {"step": "passkey"})] * 10 + [
        ("staff_log_in_locked", {"of": "name"})
    ]


@pytest.mark.parametrize("proof", ["password", "passkey"])
async def test_who_has_a_passkey_only_adds_an_app_after_proving_anew(office, proof):
    with time_machine.travel(NOON) as traveller:
        browser, device = await with_passkey_only(office)
        assert "U hebt geen app" in browser.page
        other = office.browser()
        await other.open("/inloggen")
        await passkey_post(other, device, "/inloggen/passkey/vraag", "/inloggen/passkey")
        await browser.open("/mijn-account/code-app")
        secret = browser.page.split('name="secret" value="')[1].partition('"')[0]
        fields = {"secret": secret, "code": pyotp.TOTP(secret).now()}
        if proof == "password":
            await browser.post("/mijn-account/code-app", password="not it at all", **fields)
            assert browser.status == 409
            assert await browser.post("/mijn-account/code-app", password=PASSWORD, **fields)
        else:
            ask = "/mijn-account/code-app/vraag"
            await passkey_post(browser, device, ask, "/mijn-account/code-app", **fields)
        assert "Uw app voor inlogcodes is ingesteld" in browser.page
        assert await other.open("/wachtrij") == "/inloggen", "other browsers are out"
        traveller.shift(60)
        other.secret = secret
        assert await other.log_in("anna") == "/wachtrij"
    assert said(office, "account_changed")[-1][1]["change"] == "app_set"


async def test_an_app_is_not_kept_with_a_wrong_code_or_the_passkey_of_another(office):
    anna = await office.colleague("anna")
    _, device = None, SoftwarePasskey(origin=office_url(), rp_id="localhost")
    bert = await office.colleague("bert")
    await bert.open("/mijn-account")
    asked = {"form_token": bert.token, "password": PASSWORD}
    answer = await bert.http.post("/passkeys/vraag", data=asked)
    await bert.post("/passkeys", credential=device.make(answer.json()), passkey_name="Laptop")
    await anna.open("/mijn-account/code-app")
    secret = anna.page.split('name="secret" value="')[1].partition('"')[0]
    right = {"secret": secret, "code": pyotp.TOTP(secret).now()}
    await anna.post("/mijn-account/code-app", password=PASSWORD, secret=secret, code="12")
    assert "horen niet bij dit plaatje" in anna.page
    ask = "/mijn-account/code-app/vraag"
    await passkey_post(anna, device, ask, "/mijn-account/code-app", **right)
    assert "Deze passkey werkte niet" in anna.page
    await anna.post("/mijn-account/code-app", credential="nonsense", **right)
    assert (anna.status, "Deze passkey werkte niet" in anna.page) == (409, True)
    assert [codes["change"] for _, codes in said(office, "account_changed")][-1] == "passkey_added"
    assert [codes["step"] for _, codes in said(office, "staff_log_in_failed")] == ["again"] * 3
