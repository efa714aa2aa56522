"""The same two-question form on python-telegram-bot's own ``Application`` and ``Updater``.

The test of the test: its update loop acknowledges what it only holds in memory, so the harness must
see messages lost. ``python updater_bot.py - <bot api url>``.
"""

from __future__ import annotations

import asyncio
import logging
import sys

from fakes.fake_bot_api import TOKEN
from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def answer(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer after a moment of work, as a turn takes."""
    await asyncio.sleep(0.1)
    if update.effective_message is not None:
        await update.effective_message.reply_text(f"gehoord: {update.effective_message.text}")


async def announce(_: Application) -> None:  # type: ignore[type-arg]
    """Say that the bot is about to poll."""
    print("ready", flush=True)


if __name__ == "__main__":
    logging.basicConfig(level=logging.ERROR)
    api = f"{sys.argv[2]}/bot"
    built = Application.builder().token(TOKEN).base_url(api).post_init(announce).build()
    built.add_handler(MessageHandler(filters.TEXT, answer))
    built.run_polling(timeout=5)
