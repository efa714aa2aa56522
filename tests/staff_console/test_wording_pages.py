"""Fixed texts: their figures, who approved which words, and better wordings."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import yaml

from bot.texts import plainness
from evidence_log import read_entries
from staff_console.wording.approving import listed, note_versions
from staff_console.wording.store import versions_of

KEY = "notices:how_can_i_help"
BETTER = "Waarmee kan ik u helpen?"
HARD = "Conform voornoemde sommatie dient u zich terstond te vervoegen bij ondergetekende."


@pytest.fixture
def texts(monkeypatch):
    """A few fixed texts, so that a page is small; a test may change the words of one."""
    chosen = [text for text in plainness.fixed_texts() if text.key.startswith("notices:")]
    monkeypatch.setattr(plainness, "fixed_texts", lambda: tuple(chosen))
    return chosen


def _version(page):
    return re.search(r'name="version" value="([0-9a-f]{64})"', page).group(1)


def _judged(office):
    with office.database.unit() as unit:
        return [
            row.codes["outcome"] for row in read_entries(unit) if row.entry_type == "wording_judged"
        ]


def _change(texts, words):
    place = next(place for place, text in enumerate(texts) if text.key == KEY)
    hashed, figures = plainness.hash_of(words), plainness.measure(KEY, words)
    texts[place] = replace(texts[place], words=words, text_hash=hashed, figures=figures)


async def _judge(browser, what):
    await browser.open(f"/teksten/{KEY}")
    return await browser.post(f"/teksten/{KEY}/oordeel", what=what, version=_version(browser.page))


def _state(page):
    return re.search(r"<p><strong>([^<]+)</strong></p>", page).group(1)


async def test_every_text_is_listed_with_its_figures_as_the_docs_have_them(office):
    lead = await office.colleague("lea", "team_lead")
    await lead.open("/teksten?zoek=how_can_i_help")
    text = next(each for each in plainness.fixed_texts() if each.key == KEY)
    assert f"{len(plainness.fixed_texts())} teksten" not in lead.page
    assert text.text_hash[:8] in lead.page and "Nog niet goedgekeurd" in lead.page
    docs = (plainness.ROOT / "docs" / "texts.md").read_text("utf-8")
    assert f"| `{KEY}` | {text.figures.mean:.1f} | {text.figures.longest} | " in docs
    assert f"<dd>{text.figures.longest}</dd>" in lead.page
    await lead.open("/teksten")
    assert f"{len(plainness.fixed_texts())} teksten" in lead.page and "1 / " in lead.page


async def test_the_keys_of_the_texts_are_all_different():
    keys = [text.key for text in plainness.fixed_texts()]
    assert len(keys) == len(set(keys))
    assert max(map(len, keys)) <= 64, "the evidence log takes codes of at most 64 characters"


async def test_an_approval_goes_from_new_to_approved_to_withdrawn_and_back(office, texts):
    lead = await office.colleague("lea", "team_lead")
    await lead.open(f"/teksten/{KEY}")
    assert _state(lead.page) == "Nog niet goedgekeurd"
    await _judge(lead, "approve")
    assert _state(lead.page) == "Goedgekeurd" and "Lea (Teamleider)" in lead.page
    await _judge(lead, "withdraw")
    assert _state(lead.page) == "Goedkeuring ingetrokken"
    await _judge(lead, "withdraw")
    await _judge(lead, "approve")
    await _judge(lead, "approve")
    assert _state(lead.page) == "Goedgekeurd"
    assert _judged(office) == ["approved", "withdrawn", "approved"], "again changes nothing"


async def test_other_words_lose_the_approval_and_the_old_words_have_it_again(office, texts):
    lead = await office.colleague("lea", "team_lead")
    before = next(text.words for text in texts if text.key == KEY)
    await _judge(lead, "approve")
    shown = _version(lead.page)
    _change(texts, BETTER)
    await lead.open(f"/teksten/{KEY}")
    assert _state(lead.page) == "Goedkeuring vervallen, de tekst is veranderd"
    await lead.post(f"/teksten/{KEY}/oordeel", what="approve", version=shown)
    assert lead.status == 409 and "net veranderd" in lead.page
    await lead.open("/teksten?welke=not_approved&zoek=how_can_i_help")
    assert KEY in lead.page
    _change(texts, before)
    await lead.open(f"/teksten/{KEY}")
    assert _state(lead.page) == "Goedgekeurd"


async def test_each_version_of_a_text_is_kept_once(office, texts):
    with office.database.unit() as unit:
        assert note_versions(unit, texts) == len(texts)
        unit.commit()
    _change(texts, BETTER)
    for new in (1, 0):
        with office.database.unit() as unit:
            assert note_versions(unit, texts) == new
            unit.commit()
    with office.database.unit() as unit:
        assert {row.words for row in versions_of(unit, KEY)} >= {BETTER}
        assert len(versions_of(unit, KEY)) == 2


async def test_the_filters_find_what_nobody_approved_and_what_is_hard(office, texts):
    lead = await office.colleague("lea", "team_lead")
    await _judge(lead, "approve")
    await lead.open("/teksten?welke=not_approved")
    assert f"{len(texts) - 1} teksten" in lead.page
    await lead.open("/teksten?welke=under_b1")
    assert "0 teksten" in lead.page, "no text that ships is hard"
    _change(texts, HARD)
    await lead.open("/teksten?welke=under_b1")
    assert "1 teksten" in lead.page and "zeldzame woorden zonder uitleg" in lead.page


async def test_a_better_wording_is_measured_and_lands_in_the_list(office, texts):
    worker = await office.colleague("bert")
    await worker.open(f"/teksten/{KEY}")
    await worker.post(f"/teksten/{KEY}/voorstel", what="measure", words=HARD)
    assert "Uw tekst, gemeten" in worker.page and "voornoemde" in worker.page
    assert _judged(office) == []
    await worker.post(f"/teksten/{KEY}/voorstel", what="keep", words=BETTER, why="korter")
    assert BETTER in worker.page and "korter" in worker.page
    lead = await office.colleague("lea", "team_lead")
    await lead.open("/teksten/bestand")
    (found,) = yaml.safe_load(lead.page)["wordings"]
    assert (found["text"], found["proposed"], found["is_current"]) == (KEY, BETTER, True)
    assert found["faults"] == [] and isinstance(found["flesch_douma"], int)
    await lead.open("/teksten?welke=proposed")
    assert "1 teksten" in lead.page
    await lead.open(f"/teksten/{KEY}")
    at = re.search(r'action="(/teksten/voorstel/[0-9a-f]+/weg)"', lead.page).group(1)
    await lead.post(at)
    await lead.open("/teksten/bestand")
    assert yaml.safe_load(lead.page) == {"wordings": []}
    assert next(text.words for text in texts if text.key == KEY) != BETTER


async def test_a_wording_that_is_none_is_refused(office, texts):
    worker = await office.colleague("bert")
    same = next(text.words for text in texts if text.key == KEY)
    for words, said in (
        ("  ", "geen andere woorden"),
        (same, "geen andere woorden"),
        ("a" * 2001, "geen andere woorden"),
        ("Hallo {name}", "tussen accolades"),
    ):
        await worker.open(f"/teksten/{KEY}")
        await worker.post(f"/teksten/{KEY}/voorstel", what="keep", words=words)
        assert worker.status == 409 and said in worker.page, words
    assert _judged(office) == []


async def test_only_a_team_lead_or_administrator_approves_and_an_auditor_reads(office, texts):
    for name, role in (("bert", "worker"), ("ed", "directory_editor"), ("audrey", "auditor")):
        browser = await office.colleague(name, role)
        await browser.open(f"/teksten/{KEY}")
        assert browser.status == 200 and "Keur deze tekst goed" not in browser.page
        await browser.post(f"/teksten/{KEY}/oordeel", what="approve", version="x")
        assert browser.status == 404
    await browser.post(f"/teksten/{KEY}/voorstel", what="keep", words=BETTER)
    assert browser.status == 404, "an auditor writes nothing"


async def test_a_text_in_another_language_is_listed_without_figures(office):
    with office.database.unit() as unit:
        found = listed(unit, _Measure(), "all", "")
    other = [each for each in found if each.text.language != "nl"]
    assert {each.text.language for each in other} >= {"en", "tr", "pl", "ar", "uk"}
    assert all(each.text.figures is None for each in other)


class _Measure:
    fixed_texts = staticmethod(plainness.fixed_texts)
    measure = staticmethod(plainness.measure)
