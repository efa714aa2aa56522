"""The table of who may open what, and accounts. Every address is tried in test_every_address."""

from __future__ import annotations

from staff_console.access import Role, may_open


def test_a_page_that_is_not_in_the_table_is_closed():
    assert not any(may_open("new_page", role) for role in Role)


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
