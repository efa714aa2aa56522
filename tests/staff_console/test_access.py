"""Every route and every role, from the table and from the routes themselves."""

from __future__ import annotations

import re

import pytest

from staff_console.access import MAY_OPEN, OPEN, Role, may_open
from staff_console.app import page_modules
from staff_console.guard import page_of

ROUTES = [
    (method, path, page_of(handler))
    for module in page_modules()
    for handler in module.ROUTES
    for path in handler.paths
    for method in handler.http_methods
]
WRITES = [(path, page) for method, path, page in ROUTES if method == "POST"]


def _filled(path: str, value: str) -> str:
    return re.sub(r"\{\w+:str\}", value, path)


def test_every_route_stands_in_the_table():
    assert {page for _, _, page in ROUTES} <= set(MAY_OPEN) | OPEN


def test_a_page_that_is_not_in_the_table_is_closed():
    assert not any(may_open("new_page", role) for role in Role)


@pytest.mark.parametrize("role", list(Role))
async def test_a_role_opens_its_own_pages_and_no_others(office, role):
    browser = await office.colleague("anna", role)
    await browser.open("/mijn-account")
    body = None
    for method, path, page in ROUTES:
        if page in OPEN or page in ("home", "log_out"):
            continue
        answer = await browser.http.request(
            method, _filled(path, "unknown"), data={"form_token": browser.token}
        )
        if may_open(page, role):
            assert answer.status_code in (200, 303, 404, 409), path
        else:
            assert answer.status_code == 404, path
            text = re.sub(r'(nonce|value)="[^"]*"', "", answer.text)
            body = body or text
            assert text == body, "the same page for what is not yours and what is not there"


@pytest.mark.parametrize(("path", "page"), WRITES)
async def test_a_form_without_its_token_or_from_elsewhere_does_nothing(office, path, page):
    browser = await office.colleague(
        "anna", next(iter(MAY_OPEN[page])) if page in MAY_OPEN else "worker"
    )
    await browser.open("/mijn-account")
    before = office.evidence()
    target = _filled(path, "unknown")
    for data, headers in (
        ({"text": "x"}, {}),
        ({"form_token": "x" * 64}, {}),
        ({"form_token": browser.token}, {"origin": "https://evil.example"}),
        ({"form_token": browser.token}, {"sec-fetch-site": "cross-site"}),
    ):
        answer = await browser.http.post(target, data=data, headers=headers)
        assert answer.status_code == 403, (target, data)
    answer = await browser.http.post(
        target, content=b"form_token=x", headers={"content-type": "text/plain"}
    )
    assert answer.status_code == 415
    assert office.evidence() == before


@pytest.mark.parametrize("path", ["/inloggen", "/wachtrij", "/nergens", "/gesprek/x"])
async def test_every_answer_carries_the_security_headers(office, path):
    answer = await office.browser().http.get(path)
    policy = answer.headers["content-security-policy"]
    assert "script-src 'nonce-" in policy
    assert "unsafe" not in policy
    for part in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert part in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


async def test_nobody_changes_their_own_rights(office):
    browser = await office.colleague("boss", "admin")
    await browser.open("/collegas")
    own = office.ids["boss"]
    await browser.post(f"/collegas/{own}", role="worker", is_active="yes")
    assert browser.status == 409
    assert "een andere beheerder" in browser.page


async def test_an_administrator_makes_an_account_and_it_is_on_the_log(office):
    browser = await office.colleague("boss", "admin")
    await browser.open("/collegas")
    await browser.post(
        "/collegas",
        login_name="Bert",
        display_name="Bert",
        password="groene giraffe zwemt in soep",
        role="worker",
    )
    assert "Bert" in browser.page
    assert office.evidence().count("account_changed") == 2
