"""A running product with one Telegram bot, as the tests look at it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from fakes.fake_bot_api import FakeBotApi
from fakes.two_question_form import two_question_form
from sqlalchemy import select

from bot.gateway import Gateway
from bot.store import Conversation, InboxRow, OutboxRow
from bot.telegram_channel import TelegramChannel
from bot.turn import Dialogue
from storage.database import Database

SECRET = "a-secret-of-the-webhook"


@dataclass
class Running:
    """A running product with one Telegram bot. ``dialogue`` may be replaced while it runs."""

    fake: FakeBotApi
    database: Database
    channel: TelegramChannel
    gateway: Gateway
    answer: list[Dialogue] = field(default_factory=lambda: [two_question_form])

    async def until(self, is_so: Callable[[], bool], seconds: float = 20) -> None:
        """Return as soon as ``is_so()``; raise ``TimeoutError`` when it never is."""
        async with asyncio.timeout(seconds):
            while not is_so():
                await asyncio.sleep(0.02)

    async def until_heard(self, chat: int, *texts: str, seconds: float = 20) -> None:
        """Return when ``chat`` got an answer to each of ``texts``."""
        wanted = [f"gehoord: {text}" for text in texts]
        try:
            await self.until(lambda: set(wanted) <= set(self.fake.texts(chat)), seconds)
        except TimeoutError:
            raise AssertionError(f"{wanted} not all in {self.fake.texts(chat)}") from None

    def heard(self, chat: int) -> list[str]:
        """Return the messages of ``chat`` that were answered, in the order of the answers."""
        mark = "gehoord: "
        return [each.removeprefix(mark) for each in self.fake.texts(chat) if mark in each]

    def inbox(self) -> list[InboxRow]:
        """Return every message that was kept."""
        with self.database.unit() as unit:
            return list(unit.session.scalars(select(InboxRow).order_by(InboxRow.id)))

    def outbox(self) -> list[OutboxRow]:
        """Return every answer."""
        with self.database.unit() as unit:
            return list(unit.session.scalars(select(OutboxRow).order_by(OutboxRow.id)))

    def conversations(self) -> list[Conversation]:
        """Return every conversation."""
        with self.database.unit() as unit:
            return list(unit.session.scalars(select(Conversation)))
