"""The work list of the directory, and what a call changes in the register."""

from __future__ import annotations

import re

from evidence_log import read_entries
from referral_directory.register import hsds_id
from referral_directory.store import fill_when_empty, history_of

MAIL = "anna@example.org"


async def _editor(office):
    with office.database.unit() as unit:
        fill_when_empty(unit, office.desk.turns.organisation.directory.register)
        unit.commit()
    return await office.colleague("anna", "directory_editor")


def _asked(page, value):
    number = re.search(rf'name="fact-(\d+)" value="{re.escape(value)}"', page).group(1)
    return {f"fact-{number}": value}, f"said-{number}"


def _version(page):
    return re.search(r'name="version" value="([0-9a-f]+)"', page).group(1)


def _history(office, entry):
    with office.database.unit() as unit:
        return [
            (row.change, row.changed_by, row.content) for row in history_of(unit, hsds_id(entry))
        ]


async def _note(browser, entry, **fields):
    return await browser.post(f"/sociale-kaart/{entry}", **{"by": MAIL} | fields)


async def test_an_editor_comes_in_at_what_must_be_phoned_most_urgent_first(office):
    editor = await _editor(office)
    assert await editor.open("/") == "/sociale-kaart"
    named = re.findall(r'href="/sociale-kaart/([\w-]+)"', editor.page)
    assert len(named) > 20
    urgency = [editor.page.index(words) for words in ("contact tonen", "dan een jaar niet")]
    assert urgency == sorted(urgency)


async def test_searching_finds_a_service_by_a_word_of_its_name(office):
    editor = await _editor(office)
    await editor.open("/sociale-kaart?zoek=voedselbank")
    found = editor.page.split("Wat u nu moet bellen")[0]
    assert 'href="/sociale-kaart/rdam-vb"' in found
    await editor.open("/sociale-kaart?zoek=%3Cscript%3Ex")
    assert "Niets gevonden" in editor.page and "<script>x" not in editor.page


async def test_an_entry_shows_the_script_for_the_call(office):
    editor = await _editor(office)
    await editor.open("/sociale-kaart/rdam-vb")
    assert "Is 010-4254358 het nummer voor mensen zelf?" in editor.page
    assert "Voorbeeld Wonen" in editor.page


async def test_all_right_confirms_every_fact_as_a_new_version_with_who_and_when(office):
    editor = await _editor(office)
    await editor.open("/sociale-kaart/rdam-vb")
    assert await _note(editor, "rdam-vb", outcome="right", version=_version(editor.page))
    change, by, content = _history(office, "rdam-vb")[-1]
    assert (change, by, content["assurer_email"]) == ("changed", MAIL, MAIL)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", content["assured_date"])
    assert "hoeft nu niet gebeld" in editor.page
    assert "2. Gewijzigd" in editor.page and MAIL in editor.page
    with office.database.unit() as unit:
        (entry,) = [row for row in read_entries(unit) if row.entry_type == "directory_phoned"]
    assert entry.codes["service"] == "rdam-vb" and entry.codes["colleague"] == office.ids["anna"]
    assert MAIL not in str(entry.codes)


async def test_a_wrong_number_goes_and_a_new_one_comes(office):
    editor = await _editor(office)
    await editor.open("/sociale-kaart/rdam-vb")
    fact, said = _asked(editor.page, "010-4254358")
    fields = {**fact, said: "wrong", "new_phone": "0800-8115", "version": _version(editor.page)}
    await _note(editor, "rdam-vb", outcome="changed", **fields)
    assert editor.status == 200
    content = str(_history(office, "rdam-vb")[-1][2])
    assert "010-4254358" not in content and "0800-8115" in content


async def test_what_is_no_more_leaves_the_directory_and_keeps_its_history(office):
    editor = await _editor(office)
    await editor.open("/sociale-kaart/rdam-vb")
    await _note(editor, "rdam-vb", outcome="gone", version=_version(editor.page))
    assert "staat niet meer in de kaart" in editor.page and "Weggehaald" in editor.page
    assert _history(office, "rdam-vb")[-1][0] == "retired"
    await editor.open("/sociale-kaart?zoek=rdam-vb")
    assert 'href="/sociale-kaart/rdam-vb"' not in editor.page


REFUSED = (
    ({"outcome": "right", "by": "anna"}, "Vul uw e-mailadres in"),
    ({"outcome": "changed"}, "Geef bij één gegeven aan"),
    ({"outcome": "changed", "new_phone": "bel mij"}, "geen telefoonnummer"),
    ({"outcome": "right", "new_phone": "0800-8115"}, "Kies dan"),
    ({"outcome": "right", "version": "0" * 16}, "Iemand anders heeft"),
    ({"outcome": "right", "fact-1": "iets", "said-1": "wrong"}, "Kies dan"),
    ({"outcome": "changed", "fact-1": "iets", "said-1": "wrong"}, "kan niet worden bewaard"),
    ({"outcome": "perhaps"}, "kan niet worden bewaard"),
)


async def test_what_cannot_be_right_is_refused_and_changes_nothing(office):
    editor = await _editor(office)
    await editor.open("/sociale-kaart/rdam-vb")
    version = _version(editor.page)
    for fields, words in REFUSED:
        await _note(editor, "rdam-vb", **{"version": version} | fields)
        assert editor.status == 409, fields
        assert words in editor.page, fields
    assert len(_history(office, "rdam-vb")) == 1


async def test_a_team_lead_reads_and_only_an_editor_writes(office):
    await _editor(office)
    lead = await office.colleague("lea", "team_lead")
    await lead.open("/sociale-kaart/rdam-vb")
    assert lead.status == 200 and "alles klopt" not in lead.page
    await _note(lead, "rdam-vb", outcome="right", version="x")
    assert lead.status == 404
    worker = await office.colleague("bert")
    await worker.open("/sociale-kaart")
    assert worker.status == 404


async def test_a_colleague_in_a_talk_finds_what_the_call_changed(office):
    editor = await _editor(office)
    await editor.open("/sociale-kaart/rdam-vb")
    await _note(editor, "rdam-vb", outcome="right", version=_version(editor.page))
    office.desk.say("ik wil een mens spreken")
    talk = f"/gesprek/{office.desk.conversation().id}"
    worker = await office.colleague("bert")
    await worker.open(talk)
    await worker.post(f"{talk}/nemen")
    await worker.open(f"{talk}/hulp?nood=food&plaats=3011+AB")
    assert "010-4254358" in worker.page
