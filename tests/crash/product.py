"""The product as one process that a test may kill: Telegram polling, turns and sending.

``python product.py <database url> <bot api url> [<model>]``: with a model the real dialogue
workers answer, without one the two-question form does.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from pathlib import Path

from fakes.fake_bot_api import TOKEN
from fakes.two_question_form import two_question_form

import warmwijzer.tables
from actions.executor import build_action_runner
from bot.dialogue_client import DialoguePool
from bot.gateway import Gateway
from bot.safeguards.danger import get_ready
from bot.telegram_channel import TelegramChannel
from bot.turn import TurnTaker
from casework.organisation import load_organisation
from storage.database import open_database

ROOT = Path(__file__).parents[2]
READY = "ready"


async def run(database_url: str, api_url: str, model: str | None) -> None:
    """Run until killed."""
    database = open_database(database_url)
    warmwijzer.tables.ALL.create_all(database.engine)
    pool = DialoguePool(model, 2) if model else None
    turns = TurnTaker(
        database,
        load_organisation(ROOT / "organisation" / "example.yml"),
        pool.turn if pool else two_question_form,
        build_action_runner() if pool else lambda call: {"events": [], "responses": []},
        lambda unit, conversation: "http://127.0.0.1/verder/x",
    )
    gateway = Gateway(database, turns, 4, per_minute=100_000)
    channel = TelegramChannel(TOKEN, gateway, database, base_url=f"{api_url}/bot")
    get_ready()  # the kills are counted from here, and must fall in the work
    print(READY, flush=True)
    await asyncio.gather(gateway.run([channel]), channel.poll())


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    database_url, api_url, *model = sys.argv[1:]
    asyncio.run(run(database_url, api_url, model[0] if model else None))
