"""Every page is in the language of the conversation, and each message says in which it is."""

from __future__ import annotations

import re

import pytest
from running_web import ORGANISATION, WebChat, WebSettings, running_chat
from sqlalchemy import select

from bot.store import Conversation
from bot.web.texts import web_words
from storage.database import Database

IN_ENGLISH = {"accept-language": "en-GB,en;q=0.9,nl;q=0.8"}
WORDS = web_words("en")
SAID = {
    "ik kan de huur niet betalen": "nl",
    "English": "en",
    "I cannot pay my rent": "en",
    "450": "nl",  # what stands before it is the Dutch echo
    "لا أستطيع الدفع الآن": "ar",
}
MARKED = re.compile(r' lang="[a-z]{2}" dir="(ltr|rtl|auto)"')
MESSAGE = re.compile(r'<p class="message__text"([^>]*)>')


async def test_an_error_page_is_in_the_language_of_the_conversation(chat: WebChat) -> None:
    visitor = chat.visitor()
    await visitor.open("/?lang=en")
    await visitor.post("/begin", lang="en")
    problem = WORDS["problem"]
    cases = (
        (await visitor.open("/bestaat-niet"), 404),
        (await visitor.post("/bericht", text="hello", form_token="old"), 403),
        (await visitor.http.put("/bericht"), 405),
        (await visitor.post("/bericht", text="long " * 100_000), 413),
        (await visitor.http.post("/bericht", json={"text": "hello"}), 415),
        (await visitor.open("/agenda/abcdefgh"), 404),
    )
    for answer, status in cases:
        assert answer.status_code == status
        assert problem[f"text_{status}"] in answer.text, status
        assert '<html lang="en">' in answer.text, status
        assert problem["home"] in answer.text, status


async def test_without_a_conversation_the_browser_says_which_language(chat: WebChat) -> None:
    visitor = chat.visitor()
    for path in ("/bestaat-niet", "/agenda/abcdefgh", "/verder/abcdefgh"):
        assert '<html lang="nl">' in (await visitor.http.get(path)).text, path
        answer = await visitor.http.get(path, headers=IN_ENGLISH)
        assert '<html lang="en">' in answer.text, path


async def test_a_used_link_is_told_in_the_language_of_its_conversation(chat: WebChat) -> None:
    first = chat.visitor()
    await first.open("/?lang=en")
    await first.post("/begin", lang="en")
    with chat.database.unit() as unit:
        token = chat.link(unit.session.scalars(select(Conversation.id)).one())
    link = f"/verder/{token}"
    second = chat.visitor()
    await second.open(link)
    assert WORDS["continue"]["title"] in second.page
    await second.post("/verder")
    third = chat.visitor()
    await third.open(link)
    answer = await third.post("/verder")
    assert answer.status_code == 410
    assert "This link was used already" in answer.text


async def test_too_many_new_conversations_are_told_in_english(database: Database) -> None:
    settings = WebSettings(new_chats_per_hour=1)
    async with running_chat(database, settings) as chat:
        await chat.visitor().begin()
        visitor = chat.visitor()
        await visitor.open("/?lang=en")
        answer = await visitor.post("/begin", lang="en")
    assert answer.status_code == 429
    assert WORDS["limit"]["title"] in answer.text
    assert ">112</a>" in answer.text


@pytest.mark.parametrize("path", ["/doorverwijzing/abcdefgh?lang=en", "/privacy?lang=en"])
async def test_a_page_beside_the_chat_is_in_the_language_asked_for(
    chat: WebChat, path: str
) -> None:
    visitor = chat.visitor()
    await visitor.open(path)
    assert '<html lang="en">' in visitor.page
    assert ORGANISATION.name in visitor.page


async def test_every_message_says_its_own_language(chat: WebChat) -> None:
    visitor = chat.visitor()
    await visitor.begin()
    for text in SAID:
        await visitor.say(text)
    marks = MESSAGE.findall(visitor.page.partition('class="composer"')[0])
    languages = [re.findall(r' lang="(\w+)"', mark) for mark in marks]
    assert [mark for mark in marks if not MARKED.fullmatch(mark)] == []
    by_text = dict(zip(visitor.said, [found[0] for found in languages], strict=True))
    assert {text: by_text[text] for text in SAID} == SAID
    numbers = re.findall(r'<a [^>]*dir="ltr"[^>]*>(0800-0113)</a>', visitor.page)
    assert numbers, "a number runs from left to right in an Arabic sentence too"
    assert '<html lang="en">' in visitor.page
