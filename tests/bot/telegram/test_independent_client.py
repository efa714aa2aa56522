"""A Telegram client that was not written here, ``tg-auto-test``, has whole conversations with us.

It brings its own fake Bot API, its own updates and its own reading of what we send; we bring the
webhook, the gateway, the real model and the sender. What it cannot do: poll, groups, edited
messages, several people, faults. Those are tested against our own fake.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import sys
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from dialogue_script import is_dutch
from PIL import Image
from sqlalchemy import func, select
from telegram import Update
from telegram.ext import Application, ContextTypes, TypeHandler

from bot.gateway import Gateway
from bot.store import InboxRow, OutboxRow
from bot.telegram_channel import TelegramChannel
from evidence_log import read_entries
from storage.database import Database
from warmwijzer.product import Product

if sys.version_info < (3, 12):
    pytest.skip("tg-auto-test needs Python 3.12", allow_module_level=True)
clients = pytest.importorskip("tg_auto_test.test_utils.serverless_telegram_client")

SECRET = "the-secret-of-the-webhook"
CHAT = 9001


class Person:
    """Somebody with Telegram on their phone."""

    def __init__(self, client: clients.ServerlessTelegramClient) -> None:
        self._client = client
        self._last: list[clients.ServerlessMessage] = []

    @property
    def screen(self) -> str:
        """What the last answers say."""
        return "\n".join(message.text for message in self._last)

    @property
    def buttons(self) -> list[str]:
        """The buttons under the last answers."""
        rows = [row for message in self._last for row in message.buttons or []]
        return [button.text for row in rows for button in row]

    async def say(self, text: str) -> str:
        """Write ``text`` and return what comes back."""
        await self._client.send_message(CHAT, text)
        return self._read()

    async def press(self, title: str) -> str:
        """Press the button ``title`` and return what comes back."""
        for message in self._last:
            if any(button.text == title for row in message.buttons or [] for button in row):
                await message.click(text=title)
                return self._read()
        raise AssertionError(f"no button {title!r} in {self.buttons}")

    async def send_file(self, content: bytes, **options: object) -> str:
        """Send a file and return what comes back."""
        await self._client.send_file(CHAT, content, **options)
        return self._read()

    def _read(self) -> str:
        self._last = []
        with contextlib.suppress(RuntimeError):
            while True:
                self._last.append(self._client._pop_response())
        return self.screen


async def wait_until_all_is_said(database: Database) -> None:
    """Return when every message is handled and every answer is sent."""
    waiting = select(func.count()).where(InboxRow.state == "pending")
    unsent = select(func.count()).where(OutboxRow.state.in_(["pending", "sending"]))
    async with asyncio.timeout(30):
        while True:
            with database.unit() as unit:
                if not unit.session.scalar(waiting) and not unit.session.scalar(unsent):
                    return
            await asyncio.sleep(0.02)


@pytest.fixture
async def person(product: Product, request: pytest.FixtureRequest) -> AsyncIterator[Person]:
    """A person on Telegram in front of the running product, with amounts allowed there."""
    on_web_only = bool(getattr(request, "param", False))
    organisation = replace(product.organisation, amounts_on_web_only=on_web_only)
    gateway = Gateway(product.database, replace(product.turns, organisation=organisation), 2)
    channels: list[TelegramChannel] = []

    async def arrived(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert await channels[0].webhook(SECRET, update.to_json().encode()) == 200
        await wait_until_all_is_said(product.database)

    def build(builder: clients.Application) -> Application:  # type: ignore[type-arg]
        application = builder.build()
        wire = application.bot.request
        token = application.bot.token
        channels.append(
            TelegramChannel(token, gateway, product.database, webhook_secret=SECRET, request=wire)
        )
        application.add_handler(TypeHandler(Update, arrived))
        return application

    client = clients.ServerlessTelegramClient(build_application=build, user_id=CHAT)
    await client.connect()
    answering = asyncio.create_task(gateway.run(channels))
    yield Person(client)
    answering.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await answering
    await client.disconnect()


async def test_a_whole_arrangement_with_buttons(person: Person, product: Product) -> None:
    screen = await person.say("/start")
    assert "Ik ben een computer (AI), geen mens" in screen
    assert "Telegram" in screen
    await person.press("Ik kan niet betalen")
    await person.press("Ik ben klant")
    await person.press("Ja")
    await person.press("Huur")
    await person.say("450 euro")
    await person.press("Nee, dit is alles")
    await person.press("In delen betalen")
    await person.press("Nee, niemand")
    await person.say("ik woon alleen")
    await person.say("1500 euro")
    await person.say("1100")
    await person.press("Geen")
    screen = await person.press("Nee")
    assert "€ 56 per maand, 9 keer" in screen
    screen = await person.press("Kies € 56")
    assert "€ 56 per maand, 9 keer" in screen
    with product.database.unit() as unit:
        kept = {row.entry_type for row in read_entries(unit)}
    assert {"telegram_notice_shown", "arrangement_accepted"} <= kept


@pytest.mark.parametrize("person", [True], indirect=True)
async def test_where_amounts_belong_on_the_web_a_link_comes_instead(person: Person) -> None:
    await person.say("ik kan de huur niet betalen")
    for title in ("Ik ben klant", "Ja"):
        await person.press(title)
    await person.say("450 euro")
    for title in ("Nee, dit is alles", "In delen betalen", "Nee, niemand"):
        await person.press(title)
    for words in ("ik woon alleen", "1500 euro", "1100"):
        await person.say(words)
    await person.press("Geen")
    screen = await person.press("Nee")
    assert "/verder/" in screen
    assert "€" not in screen


async def test_a_person_is_asked_for_and_danger_is_answered(person: Person) -> None:
    await person.say("hallo")
    assert "collega" in await person.say("ik wil een mens spreken")
    assert "0800-0113" in await person.say("ik wil niet meer leven")


async def test_a_photo_and_a_voice_message_get_a_polite_answer(person: Person) -> None:
    await person.say("hallo")
    picture = io.BytesIO()
    Image.new("RGB", (2, 2)).save(picture, "PNG")
    assert "foto" in await person.send_file(picture.getvalue(), caption="mijn brief")
    one_second = b"OggS\0\0" + (48_000).to_bytes(8, "little") + bytes(13)
    assert "ingesproken" in await person.send_file(one_second, voice_note=True)


async def test_a_whole_arrangement_in_english(person: Person) -> None:
    screens = [await person.say("hello I cannot pay my rent this month")]
    assert "Shall I go on in English?" in screens[0]
    assert "goes through the computers of Telegram" in screens[0]
    screens += [await person.say("please, I do not speak Dutch")]
    assert "I will go on in English" in screens[-1]
    for title in ("I am a customer", "Yes"):
        screens += [await person.press(title)]
    screens += [await person.say("€ 450.00")]
    for title in ("No, this is all", "Pay in parts", "No, nobody", "Alone"):
        screens += [await person.press(title)]
    screens += [await person.say("1,500"), await person.say("1100")]
    for title in ("None", "No"):
        screens += [await person.press(title)]
    choice = next(title for title in person.buttons if title.startswith("Choose €"))
    agreed = await person.press(choice)
    assert "We have agreed this" in agreed
    assert "€ 450.00" in agreed
    assert [each for each in [*screens, agreed] if is_dutch(each)] == []


async def test_danger_in_english_and_the_commands(person: Person) -> None:
    await person.say("/start")
    screen = await person.say("my husband hits me and I have no money")
    assert "Call 112" in screen
    assert "A colleague has received your question" in screen
    assert not is_dutch(screen)
    for said in ("ok", "/start", "400 euros"):
        again = await person.say(said)
        assert "First you must be safe" in again, said
        assert not is_dutch(again), said
