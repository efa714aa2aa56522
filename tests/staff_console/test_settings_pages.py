"""Settings that colleagues change: who may, what is refused, and that everything follows."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import time_machine

from casework.current_organisation import CurrentOrganisation
from casework.desk import open_questions
from casework.opening import is_open
from casework.settings.values import settings_of
from evidence_log import read_entries
from staff_console import settings_form
from staff_console.texts import texts
from warmwijzer.watchdog import look

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


async def _keep(browser, part, **fields):
    """Post one form of the page as it stands, with other values in it."""
    await browser.open("/instellingen")
    form = re.search(rf'name="part" value="{part}".*?</form>', browser.page, re.S).group()
    there = {
        name: value.replace("&#39;", "'")
        for name, value in re.findall(r'name="([\w.]+)" maxlength.*? value="([^"]*)"', form)
    }
    return await browser.post(
        "/instellingen", **there | {"part": part, "reason": "afgesproken"} | fields
    )


def _changes(office):
    with office.database.unit() as unit:
        rows = read_entries(unit)
        return [row.codes for row in rows if row.entry_type == "settings_changed"]


def _now(office):
    with office.database.unit() as unit:
        return CurrentOrganisation(office.desk.turns.organisation).with_settings(unit)


async def test_every_setting_has_a_name_and_says_what_is_right(office):
    admin = await office.colleague("ada", "admin")
    await admin.open("/instellingen")
    words = texts()
    for name in settings_of(office.desk.turns.organisation):
        short = settings_form.short_name(name)
        assert short in words["settings_names"] and short in words["settings_right"], name
    assert admin.status == 200 and "Nog niets veranderd" in admin.page


async def test_a_change_counts_at_once_and_shows_who_when_and_why(office):
    admin = await office.colleague("ada", "admin")
    await _keep(admin, "people", assistant_name="Wegwijzer", reason="zo heet het op de site")
    assert _now(office).assistant_name == "Wegwijzer"
    history = admin.page.split('id="geschiedenis"')[1]
    for words in ("1. Geldt", "Wegwijzer", "was Wijzer", "zo heet het op de site", "door Ada"):
        assert words in history, words
    (codes,) = _changes(office)
    assert codes["settings"] == ["assistant_name"] and codes["colleague"] == office.ids["ada"]
    assert "Wegwijzer" not in str(codes)


async def test_the_assistant_and_the_console_say_the_new_name(office):
    office.desk.turns = _following(office.desk.turns)
    admin = await office.colleague("ada", "admin")
    await _keep(admin, "people", assistant_name="Wegwijzer")
    said = " ".join(each.text for each in office.desk.say("hallo"))
    assert "Wegwijzer" in said
    talk = f"/gesprek/{office.desk.conversation().id}"
    worker = await office.colleague("bert")
    await worker.open(talk)
    await worker.post(f"{talk}/nemen")
    await worker.post(f"{talk}/teruggeven")
    assert "Wegwijzer" in office.desk.sent()[-1].text


WRONG = (
    ("waiting", {"alarm_after_minutes": "500"}, "een heel getal van 1 tot 120"),
    ("waiting", {"alarm_after_minutes": ""}, "een heel getal van 1 tot 120"),
    ("waiting", {"callback_working_days": "morgen"}, "een heel getal van 0 tot 10"),
    ("people", {"assistant_name": ""}, "een naam van 1 tot 200 tekens"),
    ("hours", {"opening_hours.monday": "17:00-09:00"}, "van vroeg naar laat"),
    ("hours", {"opening_hours.monday": "9-17"}, "van vroeg naar laat"),
    ("hours", {"closed_days": "30-02-2026"}, "dagen zoals"),
    (
        "hours",
        {f"opening_hours.{day}": "" for day in settings_form.WEEKDAYS},
        "Op één dag bent u er",
    ),
    ("limits", {"stated_amount_limit_euro": "veel"}, "een bedrag zoals 500"),
    ("policy", {"policy.staff.max_months": "3"}, "past niet bij een andere grens"),
    ("policy", {"policy.staff.max_total_euro": "-1"}, "een bedrag zoals 1.500"),
    ("people", {}, "schrijf op waarom"),
    ("people", {"assistant_name": "Wegwijzer", "reason": "  "}, "schrijf op waarom"),
    ("people", {"assistant_name": "Wegwijzer", "valid_from": "ooit"}, "Dit is geen dag"),
)


async def test_a_wrong_value_is_refused_with_what_is_right_and_changes_nothing(office):
    admin = await office.colleague("ada", "admin")
    before = _now(office)
    for part, fields, words in WRONG:
        await _keep(admin, part, **fields)
        assert admin.status == 409, fields
        assert words in admin.page, fields
    assert _now(office) == before and _changes(office) == []


async def test_a_limit_changes_only_when_somebody_else_agrees(office):
    admin = await office.colleague("ada", "admin")
    await _keep(admin, "policy", **{"policy.staff.max_total_euro": "12.500"})
    assert _now(office).policy.staff.max_total_cents == 1_000_000
    await admin.post("/instellingen/1", what="accept")
    assert admin.status == 409
    assert _now(office).policy.staff.max_total_cents == 1_000_000
    lead = await office.colleague("lea", "team_lead")
    await lead.open("/instellingen")
    await lead.post("/instellingen/1", what="accept")
    policy = _now(office).policy
    assert (policy.staff.max_total_cents, policy.version) == (1_250_000, "2+1")
    assert [codes["state"] for codes in _changes(office)] == ["waiting", "in_force"]
    await lead.post("/instellingen/1", what="refuse")
    assert lead.status == 409, "what was decided stays"


async def test_a_change_that_is_refused_or_taken_back_never_counts(office):
    admin = await office.colleague("ada", "admin")
    lead = await office.colleague("lea", "team_lead")
    await _keep(admin, "limits", concessions_per_year="6")
    await admin.post("/instellingen/1", what="refuse")
    await _keep(admin, "limits", concessions_per_year="7")
    await lead.open("/instellingen")
    await lead.post("/instellingen/2", what="refuse")
    assert _now(office).concessions_per_year == 2
    assert "Afgekeurd" in lead.page


async def test_two_changes_that_cannot_stand_together_are_refused_at_the_second_approval(office):
    admin = await office.colleague("ada", "admin")
    lead = await office.colleague("lea", "team_lead")
    await _keep(admin, "policy", **{"policy.assistant.pause_max_days": "90"})
    await _keep(admin, "policy", **{"policy.staff.pause_max_days": "60"})
    await lead.open("/instellingen")
    await lead.post("/instellingen/1", what="accept")
    await lead.post("/instellingen/2", what="accept")
    assert lead.status == 409
    policy = _now(office).policy
    assert (policy.assistant.pause_max_days, policy.staff.pause_max_days) == (90, 180)


async def test_a_change_for_later_counts_from_its_day(office):
    with time_machine.travel(NOON, tick=False) as traveller:
        admin = await office.colleague("ada", "admin")
        await _keep(admin, "hours", closed_days="27-11-2026", valid_from="26-11-2026")
        assert "geldt later" in admin.page
        friday = datetime(2026, 11, 27, 11, tzinfo=UTC)
        assert is_open(_now(office).opening_hours, friday)
        traveller.shift(timedelta(days=2))
        assert not is_open(_now(office).opening_hours, friday)


async def test_the_watchdog_follows_the_setting_without_a_restart(office):
    with time_machine.travel(NOON, tick=False) as traveller:
        current = CurrentOrganisation(office.desk.turns.organisation)
        admin = await office.colleague("ada", "admin")
        office.desk.say("ik wil een mens spreken")
        await _keep(admin, "waiting", alarm_after_minutes="30")
        traveller.shift(timedelta(minutes=29))
        look(office.database, current)
        assert not _is_alarmed(office)
        traveller.shift(timedelta(minutes=1))
        look(office.database, current)
        assert _is_alarmed(office)


async def test_closed_hours_are_told_to_who_asks_for_a_person(office):
    with time_machine.travel(NOON, tick=False):
        office.desk.turns = _following(office.desk.turns)
        admin = await office.colleague("ada", "admin")
        await _keep(admin, "hours", closed_days="24-11-2026")
        office.desk.say("ik wil een mens spreken")
        with office.database.unit() as unit:
            (question,) = open_questions(unit)
        assert question.callback_on.isoformat() == "2026-11-25"


async def test_a_worker_has_no_settings_and_a_team_lead_only_reads(office):
    worker = await office.colleague("bert")
    await worker.open("/instellingen")
    assert worker.status == 404
    lead = await office.colleague("lea", "team_lead")
    await lead.open("/instellingen")
    assert lead.status == 200 and 'name="part"' not in lead.page
    await lead.post("/instellingen", part="people", assistant_name="X", reason="x")
    assert lead.status == 404


def _is_alarmed(office):
    with office.database.unit() as unit:
        return any(each.is_alarmed for each in open_questions(unit))


def _following(turns):
    return replace(turns, current=CurrentOrganisation(turns.organisation))
