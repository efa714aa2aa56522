"""What a failure of the Bot API means: how sending ended, and how long to wait."""

from __future__ import annotations

import asyncio
import logging
import random
from datetime import timedelta

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    RetryAfter,
    TelegramError,
)

from bot.backoff import pause_after
from bot.errors import TelegramRefused
from bot.messages import RetryLater, SendResult, Sent

log = logging.getLogger(__name__)

REFUSED_FOR_GOOD = (BadRequest, Forbidden, ChatMigrated)
"""Telegram's answer will be the same each time."""
_LONGEST_PAUSE = 30.0
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


def outcome_of(error: TelegramError) -> SendResult:
    """Return how sending ended, or raise :class:`RetryLater` when it surely was not accepted."""
    cause = error.__cause__
    if isinstance(error, RetryAfter):
        raise RetryLater(_seconds(error)) from error
    if isinstance(error, REFUSED_FOR_GOOD):
        log.warning("Telegram refuses a message for good: %s", type(error).__name__)
        return SendResult(Sent.UNDELIVERABLE)
    if isinstance(cause, httpx.HTTPError) and not isinstance(cause, _NOT_SENT):
        return SendResult(Sent.UNCERTAIN)
    log.warning("Telegram did not take a message: %s", type(error).__name__)
    raise RetryLater(1) from error


async def wait_after(error: TelegramError, failures: int) -> None:
    """Wait as long as ``error`` asks, or longer after each failure in a row."""
    if isinstance(error, RetryAfter):
        return await asyncio.sleep(_seconds(error))
    if isinstance(error, Conflict):
        log.error(
            "Telegram gives this bot's messages to somebody else, so none comes in here: a webhook "
            "is set, or another process polls with the same token. Stop that one, or set "
            "WARMWIJZER_TELEGRAM_MODE=webhook."
        )
        failures = max(failures, 5)
    else:
        log.warning("Telegram cannot be reached: %s", type(error).__name__)
    return await pause(failures)


async def pause(failures: int) -> None:
    """Wait 1, 2, 4 … seconds, at most half a minute, and never at the same moment as others."""
    longest = pause_after(failures, _LONGEST_PAUSE)
    await asyncio.sleep(random.uniform(longest / 2, longest))  # noqa: S311


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def token_refused() -> TelegramRefused:
    """Return the error for a token that Telegram does not know."""
    return TelegramRefused(
        "Telegram does not know this bot token, so no message comes in. Copy the token that "
        "@BotFather gave to WARMWIJZER_TELEGRAM_TOKEN."
    )
