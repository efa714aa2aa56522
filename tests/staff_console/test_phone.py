"""Telephone mode: the same engine and the same evidence, and nothing is sent to a channel."""

from __future__ import annotations

import io
import re
import shutil
import subprocess

import pytest
from sqlalchemy import text


async def _call(office):
    anna = await office.colleague("anna")
    await anna.open("/wachtrij")
    return anna, await anna.post("/telefoon")


async def test_a_call_begins_with_what_the_caller_must_know(office):
    anna, path = await _call(office)
    assert re.fullmatch(r"/telefoon/[0-9a-f]{32}", path)
    assert "Een computer rekent met ons mee" in anna.page
    assert "ai_notice_shown" in office.evidence()


async def test_what_the_caller_says_is_answered_on_the_screen_and_never_sent(office):
    anna, path = await _call(office)
    await anna.post(f"{path}/beller", text="ik kan de huur niet betalen")
    assert "Wat is uw vraag?" in anna.page.partition("aloud")[2].partition("<form")[0]
    assert [each.text for each in office.desk.asked] == ["ik kan de huur niet betalen"]
    with office.database.engine.connect() as connection:
        channels = (
            connection.execute(text("SELECT DISTINCT channel FROM addresses")).scalars().all()
        )
    assert channels == ["phone"]


async def test_a_choice_that_the_caller_makes_is_pressed(office):
    anna, path = await _call(office)
    token = re.search(r'name="choice" value="(\d+\.\d+)"', anna.page).group(1)
    await anna.post(f"{path}/beller", choice=token)
    assert office.desk.asked[-1].payload == "/cannot_pay"


async def test_a_bsn_that_was_typed_is_masked_before_it_is_kept(office):
    anna, path = await _call(office)
    await anna.post(f"{path}/beller", text="mijn bsn is 111222333")
    assert "111222333" not in anna.page


async def test_danger_on_the_phone_is_read_aloud_first(office):
    anna, path = await _call(office)
    await anna.post(f"{path}/beller", text="ik wil dood")
    assert "0800-0113" in anna.page.partition("aloud")[2]
    assert "Gevaar gemeld" in anna.page
    assert "danger_flagged" in office.evidence()


async def test_a_chat_is_not_a_call(office):
    office.desk.say("hallo")
    talk = office.desk.conversation().id
    anna = await office.colleague("anna")
    await anna.open(f"/telefoon/{talk}")
    assert anna.status == 404


async def test_the_link_goes_on_in_the_web_chat(office):
    anna, path = await _call(office)
    await anna.post(f"{path}/link")
    assert "https://example.org/verder/" in anna.page


async def test_the_letter_holds_the_sentences_of_the_decisions(office):
    anna, path = await _call(office)
    await anna.post(f"{path}/beller", text="ik wil een mens spreken")
    said = re.search(r"uiterlijk op ([^.<]+)\.", anna.page).group(1)
    answer = await anna.http.get(f"{path}/brief")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed: the letter's words are not read")
    words = subprocess.run(
        ["pdftotext", "-", "-"], input=io.BytesIO(answer.content).read(), capture_output=True
    ).stdout.decode()
    assert said in " ".join(words.split())


async def test_an_answer_that_comes_late_appears_by_itself_and_leaves_no_trace_of_looking(office):
    anna, path = await _call(office)
    looked = office.evidence().count("viewed")
    await anna.open(f"{path}/deel")
    assert "Een computer rekent met ons mee" in anna.page
    assert "<html" not in anna.page
    assert office.evidence().count("viewed") == looked


async def test_what_was_not_kept_is_told_and_never_lost_in_silence(office):
    anna, path = await _call(office)
    statuses = []
    for number in range(21):
        await anna.post(f"{path}/beller", text=f"regel {number}")
        statuses.append(anna.status)
    assert 409 in statuses
    assert "Dit ging niet" in anna.page


async def test_a_colleague_on_the_phone_calculates_without_taking_the_conversation(office):
    anna, path = await _call(office)
    assert 'id="calculator-tool"' in anna.page
    at = path.replace("/telefoon/", "/gesprek/") + "/rekenen"
    budget = {
        "debt": "450",
        "claim_kind": "rent",
        "representation": "none",
        "household": "single",
        "income": "2.600",
        "costs_band": "from_900",
        "other_creditors": "0",
        "wage_garnishment": "no",
        "income_day": "25",
    }
    await anna.post(at, **budget)
    assert "per maand" in anna.page
    assert "Leg dit voor" not in anna.page, "only who has the conversation lays a plan before"
    await anna.open(path)
    assert "450,00" not in anna.page, "nothing of it is kept"
