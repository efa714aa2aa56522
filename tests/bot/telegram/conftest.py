"""The Telegram channel with a fake Bot API on the other side, and a gateway behind it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fakes.fake_bot_api import TOKEN, FakeBotApi, serving
from fakes.two_question_form import two_question_form
from running_telegram import SECRET, Running

from bot.gateway import Gateway
from bot.telegram_channel import TelegramChannel
from bot.turn import Dialogue, TurnTaker
from casework.organisation import load_organisation
from storage.database import Database

ROOT = Path(__file__).parents[3]
NO_ACTION = {"events": [], "responses": []}


@pytest.fixture
def fake() -> FakeBotApi:
    return FakeBotApi()


@pytest.fixture
async def api_url(fake: FakeBotApi) -> AsyncIterator[str]:
    async with serving(fake) as url:
        yield url


@pytest.fixture
def running(fake: FakeBotApi, api_url: str, database: Database) -> Running:
    """The parts, not yet running."""
    organisation = load_organisation(ROOT / "organisation" / "example.yml")
    answer: list[Dialogue] = [two_question_form]
    turns = TurnTaker(
        database,
        organisation,
        lambda request, run_action: answer[0](request, run_action),
        lambda call: NO_ACTION,
        lambda unit, conversation: "http://127.0.0.1/verder/x",
    )
    gateway = Gateway(database, turns, 4, per_minute=1_000)
    channel = TelegramChannel(
        TOKEN, gateway, database, base_url=f"{api_url}/bot", webhook_secret=SECRET
    )
    return Running(fake, database, channel, gateway, answer)


@pytest.fixture
async def polling(running: Running) -> AsyncIterator[Running]:
    """The product, polling and answering."""
    tasks = [
        asyncio.create_task(running.gateway.run([running.channel])),
        asyncio.create_task(running.channel.poll()),
    ]
    yield running
    for task in tasks:
        task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.gather(*tasks)
