"""Suggestions: where each comes from, what became of it, and what is learnt from it."""

from __future__ import annotations

import re
from datetime import date

import pytest
import yaml
from sqlalchemy import text

from bot.assisting import Assistance
from bot.errors import DialogueUnavailable
from casework.context import Turn
from casework.forget import forget
from casework.intake import set_audience
from casework.store import case_with
from evidence_log import read_entries
from staff_console.masking import masked
from staff_console.suggesting import offered_texts
from staff_console.training import kept_examples

WORDS = "ik kan niet betalen, bel 06 12345678 of mail jan@example.nl, ik heb 75 euro"


async def _taken(office, words=WORDS):
    office.desk.say("ik wil een mens spreken")
    talk = office.desk.conversation().id
    anna = await office.colleague("anna")
    await anna.open(f"/gesprek/{talk}")
    await anna.post(f"/gesprek/{talk}/nemen")
    office.desk.say(words)
    await anna.open(f"/gesprek/{talk}/suggesties")
    return anna, f"/gesprek/{talk}"


def _offered(page):
    message = re.search(r'name="message" value="([^"]+)"', page).group(1).replace("&#43;", "+")
    keys = re.findall(r'name="suggestion" value="([^"]+)"', page)
    return message, keys


def _candidates(office):
    with office.database.engine.connect() as connection:
        return connection.execute(text("SELECT * FROM staff_training_candidates")).mappings().all()


def _choices(office):
    with office.database.unit() as unit:
        return [
            dict(row.codes) for row in read_entries(unit) if row.entry_type == "suggestion_chosen"
        ]


async def test_at_most_three_suggestions_each_say_where_they_come_from(office):
    anna, _ = await _taken(office)
    _, keys = _offered(anna.page)
    assert 1 <= len(keys) <= 3
    assert "kan niet betalen (91%)" in anna.page
    assert re.fullmatch(r"utter_ask_intake_form_debt_cents@[0-9a-f]{8}", keys[0])
    assert "tool:calculator" in keys
    assert len(office.desk.asked) <= 1, "the dialogue is not asked while a colleague has it"


async def test_a_question_gets_its_explanation_first(office):
    anna, _ = await _taken(office, "wat is een deurwaarder eigenlijk?")
    _, keys = _offered(anna.page)
    assert keys[0].startswith("explanations:what_is_a_bailiff@")
    assert "lijkt op deze vraag" in anna.page


async def test_a_suggestion_that_is_sent_as_it_is_is_accepted_and_teaches_nothing(office):
    anna, at = await _taken(office)
    message, keys = _offered(anna.page)
    words = re.search(r'data-fill="([^"]+)"', anna.page).group(1)
    await anna.post(f"{at}/zeg", text=words, suggestion=keys[0], message=message)
    assert [each.text for each in office.desk.sent()] == [words]
    (choice,) = _choices(office)
    assert (choice["choice"], choice["intent"]) == ("accepted", "cannot_pay")
    assert choice["score_percent"] == 91
    assert _candidates(office) == []


async def test_an_edited_suggestion_becomes_a_masked_candidate(office):
    anna, at = await _taken(office)
    message, keys = _offered(anna.page)
    await anna.post(f"{at}/zeg", text="Hoeveel is het?", suggestion=keys[0], message=message)
    (row,) = _candidates(office)
    assert row["words"] == ("ik kan niet betalen, bel [telefoon] of mail [e-mail], ik heb 00 euro")
    assert (row["choice"], row["state"]) == ("edited", "new")


async def test_a_rejection_needs_a_reason_that_exists(office):
    anna, at = await _taken(office)
    message, keys = _offered(anna.page)
    fields = {"suggestion": keys[0], "message": message}
    await anna.post(f"{at}/suggestie-afwijzen", reason="because", **fields)
    assert anna.status == 404
    await anna.open(at)
    await anna.post(f"{at}/suggestie-afwijzen", reason="wrong_need", **fields)
    assert [each["reason"] for each in _choices(office)] == ["wrong_need"]
    assert len(_candidates(office)) == 1


async def test_a_suggestion_that_was_never_made_is_not_noted(office):
    anna, at = await _taken(office)
    message, _ = _offered(anna.page)
    await anna.post(f"{at}/zeg", text="hoi", suggestion="made:up", message=message)
    assert _choices(office) == []
    forged = {"suggestion": "made:up", "message": message}
    await anna.post(f"{at}/suggestie-afwijzen", reason="not_now", **forged)
    assert anna.status == 404


async def test_of_an_employee_nothing_is_kept_to_learn_from(office):
    office.desk.say("ik wil een mens spreken")
    talk = office.desk.conversation()
    with office.database.unit() as unit:
        case = case_with(unit, talk.case_id)
        set_audience(Turn(unit, case, talk.id, "test", office.desk.turns.organisation), "employee")
        unit.commit()
    anna = await office.colleague("anna", may_see_employees=True)
    at = f"/gesprek/{talk.id}"
    await anna.open(at)
    await anna.post(f"{at}/nemen")
    office.desk.say("ik kan niet betalen")
    await anna.open(f"{at}/suggesties")
    message, keys = _offered(anna.page)
    await anna.post(
        f"{at}/suggestie-afwijzen", reason="not_now", suggestion=keys[0], message=message
    )
    assert len(_choices(office)) == 1
    assert _candidates(office) == []


async def test_a_sentence_of_who_turns_out_to_be_an_employee_is_shown_to_nobody(office):
    anna, at = await _taken(office)
    message, keys = _offered(anna.page)
    await anna.post(f"{at}/zeg", text="Anders", suggestion=keys[0], message=message)
    with office.database.unit() as unit:
        talk = office.desk.conversation()
        case = case_with(unit, talk.case_id)
        set_audience(Turn(unit, case, talk.id, "test", office.desk.turns.organisation), "employee")
        unit.commit()
    await anna.open("/bijleren")
    assert "ik kan niet betalen" not in anna.page
    candidate = _candidates(office)[0]["id"]
    await anna.post(f"/bijleren/{candidate}", words="x", intent="cannot_pay", what="keep")
    assert anna.status == 404


async def test_a_reviewed_sentence_is_exported_as_an_example_and_goes_with_the_case(office):
    anna, at = await _taken(office)
    message, keys = _offered(anna.page)
    await anna.post(f"{at}/zeg", text="Anders", suggestion=keys[0], message=message)
    await anna.open("/bijleren")
    candidate = re.search(r'action="/bijleren/(\w+)"', anna.page).group(1)
    review = {"words": "ik kan nie betale", "intent": "cannot_pay", "what": "keep"}
    await anna.post(f"/bijleren/{candidate}", **{**review, "intent": "no_such_need"})
    assert anna.status == 409
    await anna.post(f"/bijleren/{candidate}", **review)
    await anna.open("/bijleren/bestand")
    assert yaml.safe_load(anna.page) == {
        "version": "3.1",
        "nlu": [{"intent": "cannot_pay", "examples": "- ik kan nie betale\n"}],
    }
    with office.database.unit() as unit:
        forget(unit, office.desk.conversation().case_id)
        unit.commit()
    with office.database.unit() as unit:
        assert "betale" not in kept_examples(unit)


async def test_texts_are_found_by_their_words_with_how_plain_they_are(office):
    anna, at = await _taken(office)
    await anna.open(f"{at}/teksten?zoek=deurwaarder rechter")
    assert "explanations:what_is_a_bailiff@" in anna.page
    assert "Leesbaarheid" in anna.page
    await anna.open(f"{at}/teksten?zoek=xyzzy")
    assert "Geen tekst" in anna.page


async def test_help_near_a_postcode_is_looked_up_with_its_reason_and_nothing_is_kept(office):
    anna, at = await _taken(office)
    before = office.evidence()
    await anna.open(f"{at}/hulp?plaats=3011 AB&nood=debts_and_arrears")
    assert "past bij de vraag" in anna.page
    assert "Rotterdam" in anna.page
    await anna.open(f"{at}/hulp?plaats=0000&nood=food")
    assert "postcode bestaat niet" in anna.page
    assert office.evidence() == before


async def test_to_who_talks_english_texts_and_suggestions_are_english(office):
    office.desk.say("I want to talk to a person")
    at = f"/gesprek/{office.desk.conversation().id}"
    anna = await office.colleague("anna")
    await anna.open("/wachtrij")
    assert "Praat Engels" in anna.page
    await anna.open(at)
    await anna.post(f"{at}/nemen")
    office.desk.say("what is a bailiff?")
    await anna.open(f"{at}/suggesties")
    _, keys = _offered(anna.page)
    assert keys[0].startswith("explanations:what_is_a_bailiff@")
    assert '<p class="message__text" lang="en">A deurwaarder (bailiff) brings' in anna.page
    office.desk.say("ik kan niet betalen")
    await anna.open(at)
    assert "Praat Engels" in anna.page
    said = dict(
        re.findall(r'<p class="message__text" lang="(\w+)" dir="auto">([^<]+)</p>', anna.page)
    )
    assert said == {"nl": "ik kan niet betalen", "en": "what is a bailiff?"}, "the last of each"
    await anna.open(f"{at}/teksten?zoek=deurwaarder rechter")
    assert "letters from the judge" in anna.page, "found by its Dutch words, shown in English"
    assert "niet de taal van deze persoon" not in anna.page


async def test_a_text_in_another_language_than_the_person_says_so(office):
    anna, at = await _taken(office)
    await anna.open(f"{at}/teksten?zoek=suicide_tr")
    assert "niet de taal van deze persoon: Turks" in anna.page
    await anna.open(f"{at}/teksten?zoek=emergency")
    assert "niet de taal van deze persoon" not in anna.page


def test_without_the_understanding_there_is_no_guess():
    def down(words, as_of):
        raise DialogueUnavailable("down")

    assert Assistance(down).understood("ik kan niet betalen", date(2026, 11, 22)) is None


def test_every_text_that_can_be_suggested_exists_and_asks_for_no_values():
    assistance = Assistance(lambda words, as_of: {})
    missing = [key for key in offered_texts() if not assistance.text(key, date(2026, 11, 22))]
    assert missing == []


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("bel +31 6 12345678", "bel [telefoon]"),
        ("mijn iban NL91 ABNA 0417 1643 00", "mijn iban [rekeningnummer]"),
        ("ik woon op 3011 AB 12", "ik woon op [postcode] 00"),
        ("€ 1.250,50 per maand", "€ 0.000,00 per maand"),
    ],
)
def test_what_points_at_one_person_is_masked(words, kept):
    assert masked(words) == kept
