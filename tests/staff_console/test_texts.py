"""The console speaks two languages, from two files with the same keys."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from staff_console.preferences import LANGUAGES
from staff_console.shortcuts import keyed, shortcuts
from staff_console.texts import texts_in

DUTCH = texts_in("nl")


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
