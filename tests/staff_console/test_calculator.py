"""The calculator beside the chat: work out, lay before the person, agree, correct."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from staff_console.calculating import NumberRefused, cents_in

BUDGET = {
    "claim_kind": "rent",
    "debt": "450",
    "representation": "none",
    "household": "single",
    "income": "2.600",
    "costs_band": "from_900",
    "other_creditors": "0",
    "wage_garnishment": "no",
    "frequency": "month",
    "income_day": "25",
}


async def _taken(office, name="anna", role="worker"):
    office.desk.say("hallo")
    office.desk.say("ik wil een mens spreken")
    talk = office.desk.conversation().id
    browser = await office.colleague(name, role)
    await browser.open(f"/gesprek/{talk}")
    await browser.post(f"/gesprek/{talk}/nemen")
    office.desk.sent()
    return browser, f"/gesprek/{talk}"


def _rows(office, table):
    with office.database.engine.connect() as connection:
        return connection.execute(text(f"SELECT count(*) FROM {table}")).scalar()


async def _laid_down(browser, at):
    await browser.open(f"{at}/rekenen")
    return re.search(r'name="proposal" value="(\w+)"', browser.page).group(1)


async def test_working_out_shows_plans_with_sources_and_keeps_nothing(office):
    anna, at = await _taken(office)
    before = office.evidence()
    await anna.post(f"{at}/rekenen", **BUDGET)
    assert "per maand" in anna.page
    assert "475da" in anna.page, "the source of the free part of the income"
    assert _rows(office, "proposals") == 0
    assert _rows(office, "claims") == 0
    assert office.evidence() == before


async def test_a_missing_fact_is_named_instead_of_guessed(office):
    anna, at = await _taken(office)
    await anna.post(f"{at}/rekenen", **{**BUDGET, "household": ""})
    assert "het huishouden" in anna.page


async def test_what_is_laid_before_the_person_is_the_text_of_the_assistant(office):
    anna, at = await _taken(office)
    await anna.post(f"{at}/rekenen", **BUDGET)
    await anna.post(f"{at}/voorleggen", plan="0", **BUDGET)
    (said,) = office.desk.sent()
    assert re.match(r"(Snel klaar|Ertussenin|Rustig aan): € \d+ per maand", said.text)
    assert (said.author, said.by) == ("colleague", "Anna")
    assert "plan_laid_before" in office.evidence()


async def test_an_agreed_plan_is_told_in_the_sentence_of_its_row(office):
    anna, at = await _taken(office)
    await anna.post(f"{at}/voorleggen", plan="0", **BUDGET)
    plan = await _laid_down(anna, at)
    await anna.post(f"{at}/vastleggen", proposal=plan, reason="fits_budget")
    assert [each.key for each in office.desk.sent()][-1] == "decision:arrangement_accepted"
    await anna.open(at)
    assert "afgesproken" in anna.page


async def test_above_the_limits_of_staff_another_team_lead_decides(office):
    lead, at = await _taken(office, "lead", "team_lead")
    large = {**BUDGET, "debt": "12.000", "income": "2.900"}
    await lead.post(f"{at}/voorleggen", plan="0", **large)
    await lead.post(f"{at}/vastleggen", proposal=await _laid_down(lead, at))
    assert [each.key for each in office.desk.sent()][-1] == "decision:arrangement_with_colleague"
    await lead.open(at)
    about = re.search(r'value="(arrangement:\w+)"', lead.page).group(1)
    choice = {"about": about, "outcome": "accepted", "reason": "fits_budget"}
    await lead.post(f"{at}/besluit", **choice)
    assert lead.status == 409
    assert "zelf klaargezet" in lead.page
    worker = await office.colleague("bert")
    await worker.open(at)
    await worker.post(f"{at}/besluit", **choice)
    assert worker.status == 409
    assert "meer dan u zelf mag geven" in worker.page
    assert office.desk.sent() == []
    other = await office.colleague("mia", "team_lead")
    await other.open(at)
    await other.post(f"{at}/besluit", **choice)
    assert [each.key for each in office.desk.sent()] == ["decision:arrangement_accepted"]


async def test_a_corrected_amount_shows_what_it_was(office):
    anna, at = await _taken(office)
    await anna.post(f"{at}/voorleggen", plan="0", **BUDGET)
    await anna.open(at)
    claim = re.search(r'name="claim" value="(\w+)"', anna.page).group(1)
    await anna.post(f"{at}/rekening", claim=claim, debt="4o0")
    assert anna.status == 409
    await anna.post(f"{at}/rekening", claim=claim, debt="400,50")
    assert "€ 400,50" in anna.page
    assert re.search(r"Eerst € 450,00 \(de persoon", anna.page)
    plan = await _laid_down(anna, at)
    await anna.post(f"{at}/vastleggen", proposal=plan)
    assert anna.status == 409, "a plan for the old amount is not agreed"
    assert _rows(office, "arrangements") == 0


async def test_who_does_not_have_the_conversation_cannot_calculate_in_it(office):
    _, at = await _taken(office)
    bert = await office.colleague("bert")
    await bert.open(at)
    assert "calculator" not in bert.page
    await bert.open(f"{at}/rekenen")
    assert bert.status == 404
    await bert.open(at)
    for path in ("voorleggen", "vastleggen", "rekening"):
        await bert.post(f"{at}/{path}", plan="0", **BUDGET)
        assert bert.status == 409
    assert office.desk.sent() == []
    assert _rows(office, "proposals") == 0


@pytest.mark.parametrize("words", ["vijftig", "1.2.3", "-5", "1,005", "99999999999", "1250.50"])
def test_what_is_no_amount_is_refused(words):
    with pytest.raises(NumberRefused):
        cents_in(words)
