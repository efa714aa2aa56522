"""The console speaks two languages, from two files with the same keys."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

import pytest
import yaml

from casework.decide import outcomes
from casework.overview import Fact
from casework.states import MOVES
from staff_console.desk_work import outcomes_of
from staff_console.preferences import LANGUAGES, hold_preferences
from staff_console.shortcuts import keyed, shortcuts
from staff_console.texts import texts_in
from staff_console.values_shown import in_percent

DUTCH = texts_in("nl")
ROOT = Path(__file__).parents[2]


def _flat(texts, path=()):
    for key, words in texts.items():
        if isinstance(words, dict):
            yield from _flat(words, (*path, key))
        else:
            yield (*path, key), words


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_text_stands_in_both_files_with_the_same_places_to_fill(language):
    other, dutch = dict(_flat(texts_in(language))), dict(_flat(DUTCH))
    assert other.keys() == dutch.keys()
    assert {type(words) for words in (*other.values(), *dutch.values())} == {str}, "No is false"
    for name, words in dutch.items():
        assert _fields(words) == _fields(other[name]), name


def test_everything_that_can_be_understood_has_words():
    intents = {file.stem for file in (ROOT / "nlu" / "intents").glob("*.yml")}
    assert DUTCH["intents"].keys() == intents, "add it to texts_nl.yml and texts_en.yml"


def test_every_state_route_and_outcome_has_words():
    states = {state for kind, moves in MOVES.items() if kind != "conversation" for state in moves}
    file = ROOT / "referral_directory" / "routes.yml"
    routes = set(yaml.safe_load(file.read_text("utf-8"))["routes"])
    assert states | routes <= DUTCH["codes"].keys()
    at = datetime(2026, 11, 22, tzinfo=UTC)
    forms = [
        Fact(kind, "", {}, "", at, outcomes(kind, state)) for kind in MOVES for state in MOVES[kind]
    ]
    decided = {outcome for fact in forms for outcome in outcomes_of(fact)}
    assert decided <= DUTCH["outcomes"].keys()


def test_a_share_has_the_point_or_comma_of_the_language():
    shown = {}
    for language in LANGUAGES:
        hold_preferences({"cookie": f"console_language={language}"})
        shown[language] = (in_percent(987), in_percent(1000), in_percent(0))
    hold_preferences({})
    assert shown == {"nl": ("98,7", "100,0", "0,0"), "en": ("98.7", "100.0", "0.0")}


def _fields(words):
    return {field for _, field, _, _ in Formatter().parse(words) if field is not None}


async def test_a_colleague_chooses_english_and_dutch_comes_back(office):
    anna = await office.colleague("anna")
    await anna.open("/wachtrij")
    assert '<html lang="nl">' in anna.page
    where = await anna.post("/voorkeur", name="console_language", value="en", back="/wachtrij")
    assert where == "/wachtrij"
    assert '<html lang="en">' in anna.page
    assert "Nobody is waiting" in anna.page
    await anna.post("/voorkeur", name="console_language", value="nl", back="/wachtrij")
    assert "Niemand wacht" in anna.page


async def test_what_a_person_said_is_marked_dutch_on_an_english_page(office):
    office.desk.say("ik wil een mens spreken")
    anna = await office.colleague("anna")
    await anna.open("/wachtrij")
    await anna.post("/voorkeur", name="console_language", value="en", back="/")
    await anna.open(f"/gesprek/{office.desk.conversation().id}")
    assert re.search(r'<p class="message__text" lang="nl"[^>]*>ik wil een mens spreken', anna.page)
    assert "The person is waiting" in anna.page


async def test_an_unknown_choice_is_refused_and_nobody_is_sent_to_another_site(office):
    anna = await office.colleague("anna")
    await anna.open("/wachtrij")
    await anna.post("/voorkeur", name="console_language", value="fr", back="/")
    assert anna.status == 404
    for elsewhere in ("//evil.example", "https://evil.example", "/\\evil.example"):
        data = {"form_token": anna.token, "name": "console_keys", "value": "off"}
        answer = await anna.http.post("/voorkeur", data=data | {"back": elsewhere})
        assert answer.headers["location"] == "/", elsewhere


async def test_single_keys_can_be_turned_off_and_the_list_says_so(office):
    anna = await office.colleague("anna")
    await anna.open("/sneltoetsen")
    assert 'data-single-keys="on"' in anna.page
    await anna.post("/voorkeur", name="console_keys", value="off", back="/sneltoetsen")
    assert 'data-single-keys="off"' in anna.page
    assert DUTCH["page"]["single_keys_off"] in anna.page


async def test_the_page_of_shortcuts_lists_every_key_that_is_defined(office):
    anna = await office.colleague("anna")
    await anna.open("/sneltoetsen")
    for keys in shortcuts().values():
        for name, key in keys.items():
            assert DUTCH["shortcuts"][name] in anna.page
            for part in key.split("+"):
                assert f"<kbd>{part}</kbd>" in anna.page


def test_no_key_does_two_things():
    keys = [key for each in shortcuts().values() for key in each.values()]
    assert len(keys) == len(set(keys))


def test_a_button_cannot_name_a_key_that_is_not_defined():
    with pytest.raises(KeyError):
        keyed("fly")
