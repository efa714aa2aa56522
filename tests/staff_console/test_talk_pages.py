"""One conversation, two hands: what a colleague does, and what the person sees of it."""

from __future__ import annotations

import asyncio
import re

import pytest
from sqlalchemy import text

from casework.intake import set_audience
from casework.store import case_with


async def _waiting(office, words="ik wil een mens spreken", chat="c1"):
    office.desk.say("hallo", chat=chat)
    office.desk.say(words, chat=chat)
    return office.desk.conversation(chat).id


async def test_what_waits_stands_in_the_queue_and_the_most_urgent_first(office):
    await _waiting(office)
    office.desk.say("ik wil dood", chat="c2")
    danger = office.desk.conversation("c2").id
    anna = await office.colleague("anna")
    await anna.open("/wachtrij")
    assert anna.page.index("Gevaar") < anna.page.index("Vraagt om een mens")
    assert f"/gesprek/{danger}" in anna.page


async def test_a_colleague_takes_talks_and_gives_back_and_the_person_is_told(office):
    talk = await _waiting(office)
    anna = await office.colleague("anna")
    await anna.open(f"/gesprek/{talk}")
    await anna.post(f"/gesprek/{talk}/nemen")
    joined = office.desk.sent()
    assert "Anna, een collega" in joined[0].text
    await anna.post(f"/gesprek/{talk}/zeg", text="Goedemiddag, wat is er gebeurd?")
    said = office.desk.sent()
    assert [(each.text, each.author, each.by) for each in said] == [
        ("Goedemiddag, wat is er gebeurd?", "colleague", "Anna")
    ]
    assert office.desk.say("mijn uren zijn minder") == []
    await anna.open(f"/gesprek/{talk}")
    assert "mijn uren zijn minder" in anna.page
    await anna.post(f"/gesprek/{talk}/teruggeven", text="Belt morgen terug.")
    assert "de computer" in office.desk.sent()[0].text
    assert "Belt morgen terug." in anna.page
    assert office.desk.say("hallo")
    log = office.evidence()
    for entry in ("conversation_taken", "colleague_spoke", "conversation_given_back", "viewed"):
        assert entry in log
    await anna.open("/wachtrij")
    assert "Niemand wacht" in anna.page


async def test_two_colleagues_cannot_take_the_same_conversation(office):
    talk = await _waiting(office)
    anna, bert = await office.colleague("anna"), await office.colleague("bert")
    for each in (anna, bert):
        await each.open(f"/gesprek/{talk}")
    await asyncio.gather(*(each.post(f"/gesprek/{talk}/nemen") for each in (anna, bert)))
    assert sorted((anna.status, bert.status)) == [200, 409]
    assert [each.key for each in office.desk.sent()] == ["notices:colleague_joined"]
    loser = anna if anna.status == 409 else bert
    await loser.post(f"/gesprek/{talk}/zeg", text="ik ook")
    assert loser.status == 409
    assert office.desk.sent() == []


async def test_who_does_not_have_the_conversation_cannot_speak_in_it(office):
    talk = await _waiting(office)
    anna = await office.colleague("anna")
    await anna.open(f"/gesprek/{talk}")
    await anna.post(f"/gesprek/{talk}/zeg", text="hoi")
    assert anna.status == 409
    assert "hoi" in anna.page, "what was typed stays"
    assert office.desk.sent() == []


async def test_danger_is_answered_while_a_colleague_has_it_and_only_a_colleague_clears_it(office):
    talk = await _waiting(office)
    anna = await office.colleague("anna")
    await anna.open(f"/gesprek/{talk}")
    await anna.post(f"/gesprek/{talk}/nemen")
    office.desk.sent()
    assert "113" in office.desk.say("ik maak er een einde aan")[0].text
    await anna.open(f"/gesprek/{talk}")
    assert "Gevaar gemeld" in anna.page
    await anna.post(f"/gesprek/{talk}/gevaar-voorbij")
    assert "Gevaar gemeld" not in anna.page
    assert "danger_cleared" in office.evidence()


async def test_an_employees_case_is_for_those_appointed_to_it_and_invisible_to_others(office):
    talk = await _waiting(office)
    with office.database.unit() as unit:
        case = case_with(unit, office.desk.conversation().case_id)
        from casework.context import Turn

        set_audience(Turn(unit, case, talk, "test", office.desk.turns.organisation), "employee")
        unit.commit()
    anna = await office.colleague("anna")
    bert = await office.colleague("bert", may_see_employees=True)
    lead = await office.colleague("lead", "team_lead")
    for each in (anna, lead):
        await each.open("/wachtrij")
        assert talk not in each.page
        await each.open(f"/gesprek/{talk}")
        hidden = each.page
        await each.open("/gesprek/0000")
        assert hidden == each.page.replace("0000", talk) or each.status == 404
        await each.post(f"/gesprek/{talk}/nemen")
        assert each.status == 404
    await bert.open("/wachtrij")
    assert talk in bert.page


async def test_a_complaint_is_decided_with_a_reason_and_told_from_its_row(office):
    from casework.complain import file_complaint
    from casework.context import Turn

    talk = await _waiting(office)
    with office.database.unit() as unit:
        case = case_with(unit, office.desk.conversation().case_id)
        turn = Turn(unit, case, talk, "test", office.desk.turns.organisation)
        complaint = file_complaint(turn, "treatment").decision
        unit.commit()
    anna = await office.colleague("anna")
    await anna.open(f"/gesprek/{talk}")
    assert "Ontvangst bevestigd" in anna.page
    about = f"complaint:{complaint.id}"
    await anna.post(
        f"/gesprek/{talk}/besluit", about=about, outcome="acknowledged", reason="facts_checked"
    )
    assert [each.key for each in office.desk.sent()] == ["decision:complaint_acknowledged"]
    assert "colleague_decided" in office.evidence()
    await anna.post(f"/gesprek/{talk}/besluit", about=about, outcome="received", reason="x")
    assert anna.status == 404


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "{{ 7*7 }}", "'\"><b>"]
)
async def test_what_a_person_writes_is_shown_as_words(office, words):
    talk = await _waiting(office)
    office.desk.say(words)
    anna = await office.colleague("anna")
    await anna.open(f"/gesprek/{talk}")
    assert words not in anna.page or words == "{{ 7*7 }}"
    await anna.open(f"/gesprek/{talk}/berichten")
    assert "<script>alert" not in anna.page
    assert "<img src=x" not in anna.page


async def test_too_much_text_is_refused_and_nothing_is_sent(office):
    talk = await _waiting(office)
    anna = await office.colleague("anna")
    await anna.open(f"/gesprek/{talk}")
    await anna.post(f"/gesprek/{talk}/nemen")
    office.desk.sent()
    await anna.post(f"/gesprek/{talk}/zeg", text="x" * 4001)
    assert anna.status == 409
    await anna.post(f"/gesprek/{talk}/zeg", text="x" * 1_000_000)
    assert anna.status == 413
    await anna.post(f"/gesprek/{talk}/zeg", text="   ")
    assert anna.status == 409
    assert office.desk.sent() == []


async def test_a_note_goes_when_the_case_is_forgotten(office):
    from casework.forget import forget

    talk = await _waiting(office)
    anna = await office.colleague("anna")
    await anna.open(f"/gesprek/{talk}")
    await anna.post(f"/gesprek/{talk}/notitie", text="belde eerder")
    with office.database.unit() as unit:
        forget(unit, office.desk.conversation().case_id)
        unit.commit()
    with office.database.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM staff_notes")).scalar() == 0


async def test_the_page_sums_the_case_up_from_its_facts_with_consent_and_earlier_talks(office):
    from casework.context import Turn
    from casework.intake import record_claim, set_representation

    talk = await _waiting(office)
    case_id = office.desk.conversation().case_id
    office.desk.say("hallo", chat="c2")
    with office.database.unit() as unit:
        case = case_with(unit, case_id)
        turn = Turn(unit, case, talk, "test", office.desk.turns.organisation)
        set_representation(turn, "bewindvoerder")
        record_claim(turn, kind="rent", debt_cents=45_000, of_organisation=True)
        unit.session.execute(text("UPDATE conversations SET case_id = :case"), {"case": case_id})
        unit.commit()
    anna = await office.colleague("anna")
    await anna.open(f"/gesprek/{talk}")
    assert "Wie meebeslist over het geld: Bewindvoerder" in anna.page
    assert "Rekening: huur, € 450,00, open (de persoon" in anna.page
    assert "geen toestemming" in anna.page
    assert f'href="/gesprek/{office.desk.conversation("c2").id}"' in anna.page


async def test_a_colleague_corrects_a_fact_of_the_person_and_sees_what_it_was(office):
    talk = await _waiting(office)
    anna = await office.colleague("anna")
    await anna.open(f"/gesprek/{talk}")
    feit = f"/gesprek/{talk}/feit"
    await anna.post(feit, fact="phone", value="020 624 1111", reason="person_said")
    assert anna.status == 409, "only who has the conversation"
    await anna.post(f"/gesprek/{talk}/nemen")
    await anna.post(feit, fact="phone", value="020 624 1111", reason="person_said")
    await anna.post(feit, fact="phone", value="020 624 1112", reason="typed_wrongly")
    assert "<strong>+31206241112</strong>" in anna.page
    assert re.search(r"Eerst \+31206241111 \(een collega, tot .*Verkeerd getypt", anna.page)
    await anna.post(feit, fact="phone", value="12", reason="person_said")
    assert anna.status == 409
    assert "<strong>+31206241112</strong>" in anna.page
    assert office.evidence().count("fact_corrected") == 2
