"""Log in by way of the organisation, at a certified provider that was not written here."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import AsyncIterator, Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fakes.npm_packages import installed

from staff_console.accounts import reset_second_factor
from staff_console.store import member_named
from staff_console.ways_in.identity_provider import IdentityProvider, ProviderSettings, WaysIn

HERE = Path(__file__).parent
LOCK = HERE.parent / "identity_provider"
URL = "http://localhost:8011"
BACK = f"{URL}/inloggen/organisatie/terug"
SECRET = "not-so-secret-but-long-enough"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The address of oidc-provider, in a process of its own."""
    command = ["node", str(LOCK / "provider.mjs"), BACK, f"{URL}/inloggen"]
    environment = os.environ | {"NODE_PATH": str(installed(LOCK, is_optional=True))}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    assert process.stdout is not None
    try:
        address = process.stdout.readline().strip()
        assert address, process.communicate()[1]
        yield address
    finally:
        process.terminate()
        process.communicate()


def ways_in(issuer: str, has_own: bool = True, **options) -> WaysIn:
    """The organisation's log-in at ``issuer``, and perhaps keys of our own."""
    settings = ProviderSettings(issuer, "console", SECRET, **options)
    return WaysIn(IdentityProvider(settings, BACK), has_own)


@pytest.fixture
async def office(database, issuer, open_office) -> AsyncIterator:
    """An office whose colleagues come in both ways."""
    async with open_office(database, ways_in=ways_in(issuer)) as opened:
        yield opened


async def at_provider(browser, issuer: str, sub: str, **recognised: str) -> str:
    """Log in at the provider as ``sub``; return where it sends the browser back to."""
    async with httpx.AsyncClient() as http:
        await http.get(f"{issuer}/next", params={"sub": sub, **recognised})
        answer = await browser.http.get("/inloggen/organisatie")
        assert answer.status_code == 303
        address = answer.headers["location"]
        for _ in range(6):
            answer = await http.get(address)
            address = str(answer.next_request.url) if answer.next_request else ""
            if address.startswith(URL):
                return address.removeprefix(URL)
    raise AssertionError(answer.text)


async def go_on(browser, address: str) -> str:
    """Arrive from the provider as a browser does: from elsewhere without our cookie, then on."""
    kept, browser.http.cookies = browser.http.cookies, httpx.Cookies()
    arrived = await browser.http.get(address, headers={"sec-fetch-site": "cross-site"})
    assert "set-cookie" not in arrived.headers, "the cookie that is there already must stay"
    browser.http.cookies = kept
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', arrived.text)
    assert found, arrived.text
    return await browser.open(unescape(found.group(1)))


async def test_a_known_colleague_comes_in_with_the_role_of_our_own_table(office, issuer):
    office.hire("anna@example.org", "auditor")
    browser = office.browser()
    await browser.open("/inloggen")
    before = browser.http.cookies["console"]
    assert await go_on(browser, await at_provider(browser, issuer, "anna")) not in ("/inloggen",)
    assert browser.http.cookies["console"] != before
    await browser.open("/mijn-account")
    assert "Auditor" in browser.page
    assert "U logt in via uw organisatie" in browser.page


async def test_an_unknown_or_closed_person_is_refused_kindly_and_gets_no_account(office, issuer):
    browser = office.browser()
    await browser.open("/inloggen")
    await go_on(browser, await at_provider(browser, issuer, "nobody"))
    assert (browser.status, "u hebt hier geen account" in browser.page) == (403, True)
    with office.database.unit() as unit:
        assert member_named(unit, "nobody@example.org") is None


async def test_a_name_given_to_somebody_else_at_the_provider_opens_nothing(office, issuer):
    office.hire("anna@example.org")
    with office.database.unit() as unit:
        member_named(unit, "anna@example.org").provider_subject = "earlier-anna"
        unit.commit()
    browser = office.browser()
    await browser.open("/inloggen")
    await go_on(browser, await at_provider(browser, issuer, "anna"))
    assert browser.status == 403
    with office.database.unit() as unit:
        reset_second_factor(unit, office.ids["anna@example.org"], by="boss")
        unit.commit()
    await go_on(browser, await at_provider(browser, issuer, "anna"))
    assert await browser.open("/wachtrij") == "/wachtrij"


async def test_what_comes_back_works_once_in_the_browser_that_left(office, issuer):
    office.hire("anna@example.org")
    browser, other = office.browser(), office.browser()
    await browser.open("/inloggen")
    await other.open("/inloggen")
    address = await at_provider(browser, issuer, "anna")
    await go_on(other, address)
    assert (other.status, await other.open("/wachtrij")) == (403, "/inloggen")
    given = parse_qs(urlsplit(address).query)
    for query in (f"code={given['code'][0]}", f"code={given['code'][0]}&state=x", "state=x", ""):
        await go_on(browser, f"/inloggen/organisatie/terug?{query}")
        assert browser.status == 403, query
    await go_on(browser, address)
    assert await browser.open("/wachtrij") == "/wachtrij"
    await go_on(other, address)
    assert other.status == 403


async def test_a_code_works_once_at_the_provider_and_needs_its_verifier(office, issuer):
    office.hire("anna@example.org")
    browser = office.browser()
    await browser.open("/inloggen")
    used = parse_qs(urlsplit(await at_provider(browser, issuer, "anna")).query)["code"][0]
    fresh = parse_qs(urlsplit(await at_provider(browser, issuer, "anna")).query)["state"][0]
    await go_on(browser, f"/inloggen/organisatie/terug?code={used}&state={fresh}")
    assert (browser.status, "niet gelukt" in browser.page) == (403, True)


async def test_another_issuer_in_the_answer_is_refused(office, issuer):
    office.hire("anna@example.org")
    browser = office.browser()
    await browser.open("/inloggen")
    given = parse_qs(urlsplit(await at_provider(browser, issuer, "anna")).query)
    code, state = given["code"][0], given["state"][0]
    path = f"/inloggen/organisatie/terug?code={code}&state={state}&iss=https://evil.example"
    await go_on(browser, path)
    assert browser.status == 403


async def test_after_log_out_here_one_reads_how_to_log_out_there(office, issuer):
    office.hire("anna@example.org")
    browser = office.browser()
    await browser.open("/inloggen")
    await go_on(browser, await at_provider(browser, issuer, "anna"))
    await browser.open("/mijn-account")
    assert await browser.post("/uitloggen") == "/uitgelogd"
    found = re.search(rf'href="({issuer}/session/end[^"]+)"', browser.page)
    assert found
    async with httpx.AsyncClient() as http:
        answer = await http.get(unescape(found.group(1)))
    assert answer.status_code == 200
    assert await browser.open("/wachtrij") == "/inloggen"


async def test_own_keys_can_be_closed_so_that_only_the_organisation_lets_in(
    office, issuer, database, open_office
):
    anna = await office.colleague("anna@example.org")
    async with open_office(database, ways_in=ways_in(issuer, has_own=False)) as closed:
        closed.ids = office.ids
        browser = closed.browser()
        browser.http.cookies = anna.http.cookies
        assert await browser.open("/wachtrij") == "/inloggen", "and ends sessions of own keys"
        assert 'name="password"' not in browser.page
        for path in ("/inloggen", "/inloggen/code", "/inloggen/passkey", "/passkeys/vraag"):
            await browser.post(path, name="anna@example.org", password="x")
            assert browser.status == 404, path
        await go_on(browser, await at_provider(browser, issuer, "anna"))
        assert await browser.open("/wachtrij") == "/wachtrij"
        await browser.open("/mijn-account")
        await browser.post("/mijn-account/wachtwoord", password="x")
        assert browser.status == 404


async def test_two_factors_are_asked_of_the_provider(issuer, database, open_office):
    ways = ways_in(issuer, acr=("strong",), amr=("mfa",))
    async with open_office(database, ways_in=ways) as office:
        office.hire("anna@example.org")
        browser = office.browser()
        await browser.open("/inloggen")
        await go_on(browser, await at_provider(browser, issuer, "anna", amr="pwd", acr="strong"))
        assert (browser.status, "twee sleutels" in browser.page) == (403, True)
        await go_on(browser, await at_provider(browser, issuer, "anna", amr="mfa", acr="strong"))
        assert await browser.open("/wachtrij") == "/wachtrij"
