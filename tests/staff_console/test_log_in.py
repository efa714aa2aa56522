"""Who comes in, and who does not."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine
from argon2 import PasswordHasher
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from staff_console import log_in, store
from staff_console.accounts import add_member, change_member
from staff_console.attempts import Visitor, note_attempt
from staff_console.errors import AccountRefused, LogInRefused
from staff_console.passwords import new_hash

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
PASSWORD = "paarse olifant fietst naar zee"


async def test_the_first_time_the_second_factor_is_set_up_and_recovery_codes_shown(office):
    office.hire("anna")
    browser = office.browser()
    await browser.log_in("anna")
    assert browser.page.count('<code class="secret">') == 8
    assert await browser.open("/") == "/wachtrij"


async def test_the_second_time_only_the_code_is_asked(office):
    with time_machine.travel(NOON) as traveller:
        browser = await office.colleague("anna")
        await browser.open("/mijn-account")
        await browser.post("/uitloggen")
        assert await browser.open("/wachtrij") == "/inloggen"
        traveller.shift(60)
        assert await browser.log_in("anna") == "/wachtrij"


async def test_a_code_works_once(office):
    with time_machine.travel(NOON) as traveller:
        browser = await office.colleague("anna")
        traveller.shift(60)
        code = pyotp.TOTP(browser.secret).now()
        answers = []
        for _ in range(2):
            other = office.browser()
            await other.open("/inloggen")
            await other.post("/inloggen", name="anna", password=PASSWORD)
            answers.append(await other.post("/inloggen/code", code=code))
        assert answers == ["/wachtrij", "/inloggen/code"]


async def test_one_code_at_the_same_moment_lets_one_in(office):
    with time_machine.travel(NOON) as traveller:
        browser = await office.colleague("anna")
        traveller.shift(60)
        code = pyotp.TOTP(browser.secret).now()
        others = [office.browser() for _ in range(4)]
        for other in others:
            await other.open("/inloggen")
            await other.post("/inloggen", name="anna", password=PASSWORD)
        ends = await asyncio.gather(*(each.post("/inloggen/code", code=code) for each in others))
        assert sorted(ends) == ["/inloggen/code"] * 3 + ["/wachtrij"]


async def test_a_recovery_code_works_once_instead_of_the_phone(office):
    office.hire("anna")
    browser = office.browser()
    await browser.log_in("anna")
    code = browser.page.split('<code class="secret">')[1].partition("<")[0]
    ends = []
    for _ in range(2):
        other = office.browser()
        await other.open("/inloggen")
        await other.post("/inloggen", name="anna", password=PASSWORD)
        ends.append(await other.post("/inloggen/code", code=code))
    assert ends == ["/wachtrij", "/inloggen/code"]


async def test_half_a_log_in_opens_nothing(office):
    office.hire("anna")
    browser = office.browser()
    await browser.open("/inloggen")
    await browser.post("/inloggen", name="anna", password=PASSWORD)
    assert await browser.open("/wachtrij") == "/inloggen/code"


async def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(office):
    office.hire("anna")
    pages = []
    for name in ("anna", "nobody"):
        browser = office.browser()
        await browser.open("/inloggen")
        await browser.post("/inloggen", name=name, password="x" * 14)
        pages.append(browser.page.replace(name, "").replace(browser.token, ""))
    assert pages[0].partition("<main")[2] == pages[1].partition("<main")[2]


async def test_after_ten_attempts_a_name_waits_ten_minutes_even_with_the_right_password(office):
    office.hire("anna")
    with time_machine.travel(NOON) as traveller:
        browsers = [office.browser() for _ in range(14)]
        for each in browsers:
            await each.open("/inloggen")
        await asyncio.gather(
            *(each.post("/inloggen", name="anna", password="wrong one here") for each in browsers)
        )
        refused = sum("te vaak" in each.page for each in browsers)
        assert refused == 4
        late = office.browser()
        await late.open("/inloggen")
        assert await late.post("/inloggen", name="anna", password=PASSWORD) == "/inloggen"
        traveller.shift(timedelta(minutes=10, seconds=1))
        assert await late.post("/inloggen", name="anna", password=PASSWORD) == "/inloggen/code"


async def test_a_session_ends_after_half_an_hour_and_looking_by_itself_does_not_keep_it(office):
    with time_machine.travel(NOON) as traveller:
        browser = await office.colleague("anna")
        for _ in range(4):
            traveller.shift(timedelta(minutes=9))
            end = await browser.open("/wachtrij/deel")
        assert end == "/inloggen"


async def test_a_session_ends_after_ten_hours_however_busy(office):
    with time_machine.travel(NOON) as traveller:
        browser = await office.colleague("anna")
        ends = []
        for _ in range(25):
            traveller.shift(timedelta(minutes=25))
            ends.append(await browser.open("/wachtrij"))
        assert ends[:23] == ["/wachtrij"] * 23
        assert ends[-1] == "/inloggen"


async def test_a_colleague_who_leaves_is_out_at_once(office):
    browser = await office.colleague("anna")
    with office.database.unit() as unit:
        change_member(
            unit,
            office.ids["anna"],
            role="worker",
            may_see_employees=False,
            is_active=False,
            by="boss",
        )
        unit.commit()
    assert await browser.open("/wachtrij") == "/inloggen"
    assert await browser.log_in("anna") == "/inloggen"


async def test_the_token_changes_at_log_in_and_stands_nowhere_in_the_database(office):
    office.hire("anna")
    browser = office.browser()
    await browser.open("/inloggen")
    before = browser.http.cookies["console"]
    await browser.log_in("anna")
    after = browser.http.cookies["console"]
    assert before != after
    with office.database.unit() as unit:
        assert store.session_with(unit, after) is None


@pytest.mark.parametrize(
    "password", ["short", "welkom123456", "123456789012", "annaannaanna", "qwertyuiop12", "x" * 129]
)
def test_a_weak_password_is_refused_with_what_would_be_right(password):
    with pytest.raises(AccountRefused, match=r"words"):
        new_hash(password, "anna")


def test_a_refused_attempt_is_not_counted_so_the_wait_ends(database):
    with time_machine.travel(NOON):
        for _ in range(10):
            with database.unit() as unit:
                note_attempt(unit, "anna", Visitor())
                unit.commit()
        for _ in range(3):
            with database.unit() as unit, pytest.raises(LogInRefused):
                note_attempt(unit, "anna", Visitor())
        with database.unit() as unit:
            assert store.all_members(unit) == []


@pytest.mark.parametrize(
    ("minutes_off", "fits"), [(0, True), (0.5, True), (-0.5, True), (1, False)]
)
async def test_a_phones_clock_may_be_one_step_off(office, minutes_off, fits):
    with time_machine.travel(NOON) as traveller:
        browser = await office.colleague("anna")
        traveller.shift(timedelta(hours=1))
        code = pyotp.TOTP(browser.secret).at(NOON + timedelta(hours=1, minutes=minutes_off))
        other = office.browser()
        await other.open("/inloggen")
        await other.post("/inloggen", name="anna", password=PASSWORD)
        end = await other.post("/inloggen/code", code=code)
        assert end == ("/wachtrij" if fits else "/inloggen/code")


def test_none_of_the_most_used_passwords_is_accepted_however_it_is_doubled():
    most_used = list(FREQUENCY_LISTS["passwords"])[:3000]
    long_enough = [each for each in FREQUENCY_LISTS["passwords"] if len(each) >= 12]
    accepted = []
    for password in [*most_used, *long_enough, *(each * 2 for each in most_used[:100])]:
        try:
            new_hash(password, "anna")
        except AccountRefused:
            continue
        accepted.append(password)
    assert accepted == []


async def test_the_cookie_is_bound_to_host_and_https_and_closed_to_scripts(database, open_office):
    async with open_office(database, "https://werkplek.example.org") as office:
        browser = office.browser()
        answer = await browser.http.get("/inloggen")
        name, _, rest = answer.headers["set-cookie"].partition("=")
        flags = {each.strip().lower() for each in rest.split(";")[1:]}
        assert name == "__Host-console"
        assert {"httponly", "secure", "samesite=strict", "path=/"} <= flags
        assert not any(each.startswith(("domain", "max-age", "expires")) for each in flags)


async def test_after_log_out_the_session_is_gone_at_the_server(office):
    browser = await office.colleague("anna")
    await browser.open("/mijn-account")
    stolen = office.browser()
    stolen.http.cookies.update(browser.http.cookies)
    assert await stolen.open("/wachtrij") == "/wachtrij"
    await browser.post("/uitloggen")
    assert await stolen.open("/wachtrij") == "/inloggen"


async def test_a_role_that_changes_ends_every_session(office):
    browser = await office.colleague("anna")
    boss = await office.colleague("boss", "admin")
    await boss.open("/collegas")
    await boss.post(f"/collegas/{office.ids['anna']}", role="auditor", is_active="yes")
    assert await browser.open("/wachtrij") == "/inloggen"


def test_an_unknown_name_costs_the_same_work_as_a_wrong_password(database, monkeypatch):
    verified = []
    verify = PasswordHasher.verify

    def counted(*arguments):
        verified.append(arguments[1][:30])
        return verify(*arguments)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    with database.unit() as unit:
        add_member(unit, login_name="anna", display_name="A", password=PASSWORD, role="worker")
        unit.commit()
    for name in ("anna", "nobody"):
        with database.unit() as unit, pytest.raises(LogInRefused):
            log_in.give_password(unit, name, "wrong one here")
    assert len(verified) == 2
    assert verified[0] == verified[1], "the same cost of argon2id"
    assert verified[0].startswith("$argon2id$v=19$m=65536,t=3")


async def test_a_link_on_another_site_leads_in_without_ending_the_session(office):
    browser = await office.colleague("anna")
    elsewhere = office.browser()  # a strict cookie is not sent along from another site
    headers = {"sec-fetch-site": "cross-site"}
    arrived = await elsewhere.http.get("/wachtrij?a=1&b=2", headers=headers)
    assert 'content="0; url=/wachtrij?a=1&amp;b=2"' in arrived.text
    assert "set-cookie" not in arrived.headers
    assert await browser.open("/wachtrij?a=1&b=2") == "/wachtrij"
    stranger = office.browser()
    assert await stranger.open("/wachtrij") == "/inloggen"


async def test_a_part_of_a_page_sends_the_whole_page_to_log_in(office):
    browser = office.browser()
    answer = await browser.http.get("/wachtrij/deel", headers={"hx-request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/inloggen")
    assert answer.text == ""
    answer = await browser.http.get("/wachtrij/deel")
    assert (answer.status_code, answer.headers["location"]) == (303, "/inloggen")
