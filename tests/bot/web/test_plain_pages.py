"""The chat as pages and forms, as a browser without JavaScript plays it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from running_web import WebChat, WebSettings, running_chat
from sqlalchemy import select

from bot.messages import Inbound, Kind
from bot.store import Address, Conversation, InboxRow, OutboxRow
from bot.web.site import BUTTON_PREFIX
from storage.database import Database


async def test_who_it_is_is_told_before_the_conversation_begins(chat: WebChat) -> None:
    visitor = chat.visitor()
    await visitor.open()
    for needed in ("computer (AI)", "medewerker", "90 dagen", "BSN", "Ik heb nu hulp nodig"):
        assert needed in visitor.page


async def test_the_page_that_follows_a_message_holds_the_answer(chat: WebChat) -> None:
    visitor = chat.visitor()
    await visitor.begin()
    assert "Waar kan ik u mee helpen?" in visitor.said
    await visitor.say("Ik kan 12.50 betalen")
    assert visitor.said[-2:] == ["Ik kan 12.50 betalen", "U zei: Ik kan 12.50 betalen"]


async def test_a_typed_number_is_never_taken_for_a_button(chat: WebChat) -> None:
    visitor = chat.visitor()
    await visitor.begin()
    token = next(iter(visitor.buttons.values())).removeprefix(BUTTON_PREFIX)
    await visitor.say(token)
    assert visitor.said[-1] == f"U zei: {token}"


async def test_a_pressed_button_shows_its_title_and_is_answered(chat: WebChat) -> None:
    visitor = chat.visitor()
    await visitor.begin()
    await visitor.say("hallo")
    await visitor.post("/bericht", button=visitor.buttons["Nee"])
    assert visitor.said[-2:] == ["Nee", "U koos: /deny"]


async def test_only_the_last_question_has_buttons(chat: WebChat) -> None:
    visitor = chat.visitor()
    await visitor.begin()
    await visitor.say("hallo")
    assert list(visitor.buttons) == ["Ja, dat klopt", "Nee"]


async def test_a_form_sent_twice_is_one_message(chat: WebChat) -> None:
    visitor = chat.visitor()
    await visitor.begin()
    form = dict(visitor.form)
    await visitor.say("een keer")
    await visitor.post("/bericht", text="een keer", message_id=form["message_id"])
    assert visitor.said.count("een keer") == 1


async def test_another_text_from_an_old_page_is_not_lost(chat: WebChat) -> None:
    visitor = chat.visitor()
    await visitor.begin()
    form = dict(visitor.form)
    await visitor.say("eerst dit")
    await visitor.post("/bericht", text="en ook dit", message_id=form["message_id"])
    assert visitor.said[-1] == "U zei: en ook dit"


async def test_a_reload_shows_the_same_conversation(chat: WebChat) -> None:
    visitor = chat.visitor()
    await visitor.begin()
    await visitor.say("hallo")
    before = visitor.said
    await visitor.open()
    assert visitor.said == before


async def test_beginning_again_goes_on_with_the_conversation_that_is_there(chat: WebChat) -> None:
    visitor = chat.visitor()
    await visitor.begin()
    form = dict(visitor.form)
    await visitor.say("hallo")
    await visitor.post("/begin", **form)
    assert "U zei: hallo" in visitor.said


async def test_help_now_begins_with_the_answer_to_danger(chat: WebChat) -> None:
    visitor = chat.visitor()
    await visitor.begin(text="Ik heb nu hulp nodig")
    assert any("112" in text for text in visitor.said)
    assert 'href="tel:112"' in visitor.page


async def test_nothing_typed_is_told_at_the_field(chat: WebChat) -> None:
    visitor = chat.visitor()
    await visitor.begin()
    answer = await visitor.say("   ")
    assert answer.status_code == 422
    assert 'aria-describedby="error hint"' in visitor.page
    assert "autofocus" in visitor.page
    assert "Typ eerst een bericht" in visitor.page


async def test_what_was_typed_stays_when_it_is_too_long(chat: WebChat) -> None:
    visitor = chat.visitor()
    await visitor.begin()
    text = "veel te lang " * 1300
    answer = await visitor.say(text)
    assert answer.status_code == 422
    assert text in visitor.page
    assert "te lang" in visitor.page


async def test_danger_in_a_text_that_is_too_long_is_answered(chat: WebChat) -> None:
    visitor = chat.visitor()
    await visitor.begin()
    await visitor.say("ik wil dood " + "veel te lang " * 1300)
    assert any("0800-0113" in text for text in visitor.said)


async def test_too_many_messages_are_told_and_kept_in_the_field(chat: WebChat) -> None:
    visitor = chat.visitor()
    await visitor.begin()
    with time_machine.travel(datetime.now(UTC), tick=False):
        for number in range(30):
            answer = await visitor.say(f"bericht {number}")
            if answer.status_code == 429:
                break
    assert answer.status_code == 429
    assert "veel berichten" in visitor.page
    assert f">\nbericht {number}</textarea>" in visitor.page


async def test_typed_text_is_shown_when_the_conversation_is_closed_elsewhere(chat: WebChat) -> None:
    visitor = chat.visitor()
    await visitor.begin()
    form = dict(visitor.form)
    cookie = visitor.http.cookies["warmwijzer"]
    await visitor.post("/sluiten")
    visitor.http.cookies.set("warmwijzer", cookie)
    answer = await visitor.post("/bericht", text="een lang verhaal", **form)
    assert answer.status_code == 403
    assert "een lang verhaal" in visitor.page


async def test_after_closing_nobody_finds_the_conversation_here(chat: WebChat) -> None:
    visitor = chat.visitor()
    await visitor.begin()
    await visitor.say("geheim")
    cookie = visitor.http.cookies["warmwijzer"]
    await visitor.post("/sluiten")
    await visitor.open()
    assert "geheim" not in visitor.page
    visitor.http.cookies.set("warmwijzer", cookie)
    await visitor.open()
    assert "geheim" not in visitor.page


async def test_a_colleague_is_named_as_a_person(chat: WebChat) -> None:
    visitor = chat.visitor()
    await visitor.begin()
    with chat.database.unit() as unit:
        address = unit.session.scalars(select(Address)).one()
        content = {"text": "Ik lees met u mee.", "buttons": [], "key": "colleague"}
        unit.add(
            OutboxRow(
                conversation_id=address.conversation_id,
                address_id=address.id,
                content=content,
                author="colleague",
                created_at=unit.now,
            )
        )
        unit.commit()
    await visitor.open()
    assert "message--colleague" in visitor.page
    assert "collega van Voorbeeld Wonen (mens)" in visitor.page


async def test_a_message_that_a_colleague_reads_is_told_as_such(chat: WebChat) -> None:
    visitor = chat.visitor()
    await visitor.begin()
    with chat.database.unit() as unit:
        unit.session.scalars(select(Conversation)).one().owner = "colleague"
        unit.commit()
    await visitor.say("bent u daar?")
    assert "Een collega leest het." in visitor.page.partition('role="status"')[2][:80]


async def test_a_cookie_without_a_conversation_goes_with_the_browser(chat: WebChat) -> None:
    visitor = chat.visitor()
    answer = await visitor.open()
    assert "Max-Age" not in answer.headers["set-cookie"]
    await visitor.begin()
    answer = await visitor.open()
    assert f"Max-Age={90 * 86_400}" in answer.headers["set-cookie"]


async def test_a_preview_of_a_continue_link_does_not_use_it_up(chat: WebChat) -> None:
    token = chat.link(await _telegram_conversation(chat))
    await chat.visitor(**{"sec-fetch-site": "none"}).open(f"/verder/{token}")
    visitor = chat.visitor()
    await visitor.open(f"/verder/{token}")
    await visitor.post("/verder")
    assert "hallo uit Telegram" in visitor.said


async def test_a_continue_link_works_once(chat: WebChat) -> None:
    conversation_id = await _telegram_conversation(chat)
    token = chat.link(conversation_id)
    visitor = chat.visitor()
    await visitor.open(f"/verder/{token}")
    await visitor.post("/verder")
    await visitor.say("nu op het web")
    with chat.database.unit() as unit:
        query = select(Address.channel).where(Address.conversation_id == conversation_id)
        assert sorted(unit.session.scalars(query)) == ["telegram", "web"]
    second = chat.visitor()
    await second.open(f"/verder/{token}")
    answer = await second.post("/verder")
    assert answer.status_code == 410
    assert "al gebruikt of te oud" in second.page
    assert "hallo uit Telegram" not in second.page


async def test_opening_a_personal_link_begins_nothing(chat: WebChat) -> None:
    await chat.visitor().open("/k/een-token-uit-een-brief")
    with chat.database.unit() as unit:
        assert unit.session.scalars(select(Conversation)).all() == []


async def test_a_personal_link_begins_a_conversation_and_its_token_is_not_kept(
    chat: WebChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens: list[str] = []
    monkeypatch.setattr(
        "bot.first_contact.claims_for_token", lambda _turn, token: tokens.append(token)
    )
    visitor = chat.visitor()
    await visitor.open("/k/een-token-uit-een-brief")
    await visitor.post("/begin")
    assert tokens == ["een-token-uit-een-brief"]
    with chat.database.unit() as unit:
        row = unit.session.scalars(select(InboxRow)).one()
        assert (row.kind, row.text) == (Kind.START, "")
    assert "een-token-uit-een-brief" not in visitor.page


async def test_new_chats_are_limited_by_address_and_running_ones_never(database: Database) -> None:
    async with running_chat(database, WebSettings(new_chats_per_hour=2)) as chat:
        running = chat.visitor()
        await running.begin()
        await chat.visitor().begin()
        refused = chat.visitor()
        answer = await refused.begin()
        assert answer.status_code == 429
        assert "112" in refused.page and "0800-0113" in refused.page
        assert (await chat.visitor("192.0.2.2").begin()).status_code == 200
        assert (await running.say("ik was er al")).status_code == 200
        assert running.said[-1] == "U zei: ik was er al"


@pytest.mark.parametrize("path", ["/privacy", "/toegankelijkheid"])
async def test_the_pages_beside_the_chat_are_there(chat: WebChat, path: str) -> None:
    assert (await chat.visitor().open(path)).status_code == 200


async def test_health_tells_of_the_parts(chat: WebChat) -> None:
    answer = await chat.visitor().open("/health")
    assert answer.json() == {"database": "ok", "dialogue": "unknown", "outbox_waiting": 0}


async def _telegram_conversation(chat: WebChat) -> str:
    await chat.gateway.receive(
        Inbound("telegram", "chat-1", "u1", "m1", Kind.TEXT, "hallo uit Telegram")
    )
    with chat.database.unit() as unit:
        return unit.session.scalars(select(Address.conversation_id)).one()
