"""Who comes in, and who does not."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine

from staff_console import log_in, store
from staff_console.accounts import change_member
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
                log_in.note_attempt(unit, "anna")
                unit.commit()
        for _ in range(3):
            with database.unit() as unit, pytest.raises(LogInRefused):
                log_in.note_attempt(unit, "anna")
        with database.unit() as unit:
            assert store.all_members(unit) == []
