"""Telegram: the Bot API as a wire. What arrives is durable before Telegram hears that it did.

python-telegram-bot's own loop acknowledges what it only holds in memory: only ``Bot`` is used here.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import warnings
from collections.abc import Coroutine
from typing import Any, NoReturn, Protocol

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
)
from telegram.error import InvalidToken, TelegramError
from telegram.request import BaseRequest, HTTPXRequest

from bot import outbox
from bot.errors import BadMessage, TelegramRefused
from bot.inbox import Receipt
from bot.messages import Inbound, Outbound, SendResult, Sent
from bot.telegram_failures import REFUSED_FOR_GOOD, outcome_of, pause, token_refused, wait_after
from bot.telegram_updates import CHANNEL, WANTED_UPDATES, Update, read_update
from bot.texts.texts import render
from storage.crash_points import reached
from storage.database import Database

log = logging.getLogger(__name__)

BOT_API = "https://api.telegram.org/bot"
LONG_POLL_SECONDS = 25
MAX_BODY_BYTES = 1_048_576
MAX_GROUPS_REMEMBERED = 1_000
RETRY_SECONDS = 2

# The raw updates are wanted: Bot.get_updates logs the whole batch when one of them is unreadable.
warnings.filterwarnings("ignore", message=r"Please use 'Bot\.getUpdates'")


class Receiver(Protocol):
    """Keeps a message durably, and returns only then: the gateway."""

    async def receive(self, inbound: Inbound) -> Receipt:  # noqa: D102
        ...


class TelegramChannel:
    """One Telegram bot; ``base_url`` is another Bot API server than Telegram's own."""

    name = CHANNEL

    def __init__(
        self,
        bot_token: str,
        receiver: Receiver,
        database: Database,
        base_url: str | None = None,
        webhook_secret: str | None = None,
        request: BaseRequest | None = None,
    ) -> None:
        _keep_token_out_of_logs()
        sending = request or HTTPXRequest(read_timeout=10, connect_timeout=5)
        address = base_url or BOT_API
        self._bot = Bot(bot_token, address, request=sending, get_updates_request=request)
        self._bot_id = bot_token.partition(":")[0]
        self._receiver = receiver
        self._database = database
        self._secret = webhook_secret
        self._groups: set[int] = set()
        self._errands: set[asyncio.Task[None]] = set()

    async def send(self, chat: str, message: Outbound) -> SendResult:
        """Send ``message``: plain text with its buttons.

        Raises :class:`RetryLater` when Telegram surely did not take it. UNCERTAIN: the connection
        broke while waiting for the answer. UNDELIVERABLE: Telegram refuses it (blocked, deleted).
        """
        try:
            sent = await self._bot.send_message(
                int(chat),
                _signed(message),
                reply_markup=_keyboard(message),
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        except TelegramError as error:
            return outcome_of(error)
        return SendResult(Sent.SENT, str(sent.message_id))

    async def poll(self) -> NoReturn:
        """Fetch messages until cancelled; each is kept before Telegram is told to forget it.

        The acknowledgement is sent once, with the next question. Telegram keeps what was not
        acknowledged, so there is no position of our own: update ids jump, also downwards, after a
        silent week. Raises :class:`TelegramRefused` when Telegram does not know the token.
        """
        acknowledged: int | None = None
        failures = 0
        while True:
            try:
                batch = await self._fetch(acknowledged)
            except InvalidToken as error:
                raise token_refused() from error
            except TelegramError as error:
                failures += 1
                await wait_after(error, failures)
                continue
            failures = 0
            for raw in batch:
                reached("telegram_fetched")
                await self._keep_surely(raw)
            reached("telegram_batch_kept")
            acknowledged = batch[-1]["update_id"] + 1 if batch else None

    async def webhook(self, secret: str | None, body: bytes) -> int:
        """Return the HTTP status for one webhook call: 200 only after the message is durable.

        ``secret`` is the header ``X-Telegram-Bot-Api-Secret-Token``. 403: wrong or missing secret;
        413: too large; 400: no update; 503: not kept, and Telegram sends it again (tell it after
        how long with ``Retry-After``, :data:`RETRY_SECONDS`).
        """
        if not self._secret or not hmac.compare_digest(
            (secret or "").encode(), self._secret.encode()
        ):
            return 403
        if len(body) > MAX_BODY_BYTES:
            return 413
        try:
            update = read_update(json.loads(body), self._bot_id)
        except (BadMessage, ValueError, RecursionError):
            return 400
        try:
            await self._keep(update)
        except Exception as error:
            log.error("a message was not kept: %s", type(error).__name__)
            return 503
        return 200

    async def set_webhook(self, url: str, secret: str) -> None:
        """Ask Telegram to post updates to ``url`` with ``secret``; tries until it is accepted.

        Raises :class:`TelegramRefused` when Telegram does not accept the token or the address.
        """
        self._secret = secret
        failures = 0
        while True:
            try:
                await self._bot.set_webhook(
                    url, secret_token=secret, allowed_updates=list(WANTED_UPDATES)
                )
                return
            except InvalidToken as error:
                raise token_refused() from error
            except REFUSED_FOR_GOOD as error:
                raise TelegramRefused(
                    "Telegram does not accept the webhook's address, so no message comes in. "
                    "WARMWIJZER_PUBLIC_URL must be https, on port 443, 80, 88 or 8443."
                ) from error
            except TelegramError as error:
                failures += 1
                await wait_after(error, failures)

    async def delete_webhook(self) -> None:
        """Ask Telegram to keep updates for polling again; those that wait are not dropped."""
        await self._bot.delete_webhook(drop_pending_updates=False)

    async def _fetch(self, acknowledged: int | None) -> list[dict[str, Any]]:
        arguments = {
            "offset": acknowledged,
            "timeout": LONG_POLL_SECONDS if acknowledged is None else 0,
            "allowed_updates": list(WANTED_UPDATES),
        }
        updates: list[dict[str, Any]] = await self._bot.do_api_request(
            "getUpdates", arguments, read_timeout=LONG_POLL_SECONDS + 10
        )
        return updates

    async def _keep_surely(self, raw: dict[str, Any]) -> None:
        """Keep one fetched update, however long the database is away."""
        failures = 0
        while True:
            try:
                await self._keep(read_update(raw, self._bot_id))
                return
            except (BadMessage, ValueError, TypeError, LookupError) as error:
                log.error("update %s is passed over: %s", raw["update_id"], type(error).__name__)
                return
            except Exception as error:
                failures += 1
                log.error("a message is not kept yet: %s", type(error).__name__)
                await pause(failures)

    async def _keep(self, update: Update) -> None:
        if update.group is not None:
            self._run_errand(self._refuse_group(update.group))
        if update.inbound is not None:
            receipt = await self._receiver.receive(update.inbound)
            if receipt is Receipt.TOO_MANY:
                told = (CHANNEL, update.inbound.chat, "notices:too_many")
                await asyncio.to_thread(outbox.notify, self._database, *told)
        if update.callback_id is not None:
            self._run_errand(self._bot.answer_callback_query(update.callback_id))

    async def _refuse_group(self, chat: int) -> None:
        if chat in self._groups:
            return
        if len(self._groups) >= MAX_GROUPS_REMEMBERED:
            self._groups.clear()
        self._groups.add(chat)
        await self._bot.send_message(chat, render("notices:private_chat_only").text)

    def _run_errand(self, request: Coroutine[Any, Any, object]) -> None:
        """Do what nobody waits for; when it fails, nothing of a person is lost."""

        async def run() -> None:
            try:
                await request
            except TelegramError as error:
                log.info("a courtesy to Telegram failed: %s", type(error).__name__)

        errand = asyncio.create_task(run())
        self._errands.add(errand)
        errand.add_done_callback(self._errands.discard)


def _signed(message: Outbound) -> str:
    """Return the words of ``message``; those of a colleague begin with who says them."""
    if message.by is None:
        return message.text
    values = {"name": message.by, "text": message.text}
    return render("notices:colleague_says", values, message.language).text


def _keyboard(message: Outbound) -> InlineKeyboardMarkup | ReplyKeyboardMarkup:
    """Return the buttons under a message; without any, the way to help at once stays in sight."""
    if not message.buttons:
        help_now = render("notices:help_now", language=message.language).text
        return ReplyKeyboardMarkup([[help_now]], resize_keyboard=True, is_persistent=True)
    rows = [
        [InlineKeyboardButton(each.title, callback_data=each.token)] for each in message.buttons
    ]
    return InlineKeyboardMarkup(rows)


def _keep_token_out_of_logs() -> None:
    """The token is part of every address: the HTTP client logs addresses, and telegram bodies."""
    for logger in ("httpx", "httpcore"):
        logging.getLogger(logger).setLevel(logging.WARNING)
    logging.getLogger("telegram").setLevel(logging.CRITICAL + 1)
