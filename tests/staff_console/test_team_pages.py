"""The team's page over HTTP: figures, periods, what is late, and who may see it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from casework.store import case_with, unfinished_handovers
from evidence_log import read_entries, record

NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)
QUERY = "/team?van=2026-11-01&tot=2026-11-20"


@pytest.fixture
def questions(office):
    """Twelve people who asked on 3 November, ten of whom were helped after 30 minutes."""
    for place in range(12):
        asked = {
            "handover": f"h{place}",
            "reason": "dispute",
            "urgency": "asked",
            "is_open_now": True,
            "callback_on": "2026-11-04",
        }
        with office.database.unit(NOON) as unit:
            record(unit, "handover_opened", f"case{place}", asked)
            unit.commit()
        if place < 10:
            with office.database.unit(NOON + timedelta(minutes=30)) as unit:
                record(unit, "handover_closed", f"case{place}", {"handover": f"h{place}"})
                unit.commit()


def rows(page: str, code: str) -> dict[str, list[str]]:
    """Return the table under the chart ``code``: first cell → the others."""
    part = page.partition(f'id="{code}-heading"')[2].partition("</table>")[0]
    found = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', part, re.DOTALL)
    return {name: re.findall(r">([^<]*)</td>", cells) for name, cells in found}


async def test_the_page_shows_the_figures_counted_by_hand(office, questions):
    lead = await office.colleague("lies", "team_lead")
    await lead.open(QUERY)
    assert lead.status == 200
    assert "zo 1 nov 2026 tot en met vr 20 nov 2026" in lead.page
    assert rows(lead.page, "hours") == {"13 tot 14 uur": ["12", "30 minuten"]}
    assert rows(lead.page, "weekdays") == {"dinsdag": ["12", "30 minuten"]}
    in_time = rows(lead.page, "in_time")
    assert in_time["Binnen drie werkdagen"] == ["83,3 % van 12", "0"]
    assert in_time["Binnen zeven kalenderdagen"] == ["geen gegevens", "0"]
    assert "<dd>minder dan 10</dd>" in lead.page, "two who still wait are hidden"


async def test_seven_days_are_calendar_days_from_question_to_reaction_as_the_page_says(office):
    """Asked on Friday 6 November: six are answered on the next Friday, four on Saturday."""
    for place in range(10):
        case_ref, handover = f"case{place}", {"handover": f"h{place}"}
        asked = {"reason": "asked_for_person", "urgency": "asked", "callback_on": "2026-11-09"}
        with office.database.unit(datetime(2026, 11, 6, 10, tzinfo=UTC)) as unit:
            record(unit, "handover_opened", case_ref, asked | handover | {"is_open_now": True})
            unit.commit()
    for place in range(10):
        answered_on = 13 if place < 6 else 14
        with office.database.unit(datetime(2026, 11, answered_on, 20, tzinfo=UTC)) as unit:
            record(unit, "handover_closed", f"case{place}", {"handover": f"h{place}"})
            unit.commit()
    lead = await office.colleague("lies", "team_lead")
    await lead.open(QUERY)
    in_time = rows(lead.page, "in_time")
    assert in_time["Binnen zeven kalenderdagen"] == ["60,0 % van 10", "0"]
    assert "zeven kalenderdagen, dus met weekend en feestdagen" in lead.page
    assert "Er gaat niets af" in lead.page


async def test_every_chart_has_a_name_a_description_and_a_table(office, questions):
    lead = await office.colleague("lies", "team_lead")
    await lead.open(QUERY)
    charts = re.findall(r'<svg class="chart" role="img" aria-labelledby="(\S+) (\S+)"', lead.page)
    assert len(charts) == 9
    for title, desc in charts:
        assert re.search(rf'<title id="{title}">\S', lead.page)
        assert re.search(rf'<desc id="{desc}">\S', lead.page)
    assert "style=" not in lead.page


async def test_what_is_no_period_is_said_and_four_weeks_are_shown(office):
    lead = await office.colleague("lies", "team_lead")
    for query in (
        "van=2026-11-20&tot=2026-11-01",
        "van=2026-11-01&tot=2999-01-01",
        "van=x&tot=y",
        "van=2026-11-01",
        "van=2001-01-01&tot=2026-11-01",
        "periode=nonsense",
    ):
        await lead.open(f"/team?{query}")
        assert lead.status == 409, query
        assert "Dit is geen periode" in lead.page
        assert "<h1" in lead.page


async def test_what_is_late_now_has_a_link_for_whoever_has_the_desk_and_no_one_else(office):
    asked_at = datetime.now(UTC) - timedelta(days=30)
    office.desk.say("Ik wil een mens spreken")
    talk = office.desk.conversation().id
    with office.database.unit(asked_at) as unit:
        (row,) = unfinished_handovers(unit)
        row.created_at = asked_at
        unit.commit()
    lead = await office.colleague("lies", "team_lead")
    await lead.open("/team")
    assert "Nu te laat: 1" in lead.page
    assert f'href="/gesprek/{talk}"' in lead.page
    for role in ("admin", "auditor"):
        other = await office.colleague(role, role)
        await other.open("/team")
        assert other.status == 200
        assert "Nu te laat" not in other.page
        assert "/gesprek/" not in other.page


async def test_a_late_question_of_an_employee_is_for_those_appointed_only(office):
    office.desk.say("Ik wil een mens spreken")
    with office.database.unit() as unit:
        (row,) = unfinished_handovers(unit)
        row.created_at = datetime.now(UTC) - timedelta(days=30)
        case = case_with(unit, row.case_id)
        assert case is not None
        case.audience = "employee"
        unit.commit()
    lead = await office.colleague("lies", "team_lead")
    await lead.open("/team")
    assert "Nu te laat: 0" in lead.page
    appointed = await office.colleague("app", "team_lead", may_see_employees=True)
    await appointed.open("/team")
    assert "Nu te laat: 1" in appointed.page


async def test_looking_at_the_figures_is_on_the_log(office):
    lead = await office.colleague("lies", "team_lead")
    await lead.open("/team")
    with office.database.unit() as unit:
        seen = [row.codes for row in read_entries(unit, entry_types=["viewed"])]
    assert seen == [{"what": "team", "by": office.ids["lies"]}]
