"""Sends what waits in the outbox over one channel."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from functools import partial
from typing import Protocol

from bot import outbox
from bot.messages import Outbound, RetryLater, SendResult, Sent
from bot.outbox import Delivery
from storage.crash_points import reached
from storage.database import Database

log = logging.getLogger(__name__)
IDLE_SECONDS = 0.5


class Channel(Protocol):
    """A way to reach people. It keeps no state: two processes can serve one person."""

    name: str

    async def send(self, chat: str, message: Outbound) -> SendResult:
        """Send ``message`` to ``chat`` and return how it ended; raise RetryLater to wait."""
        ...


class Sender:
    """Sends one channel's messages, one at a time and in order per conversation.

    One at a time, because a channel cannot tell after a stop whether the last message arrived: so
    at most one message is ever repeated.
    """

    def __init__(self, database: Database, channel: Channel) -> None:
        self._database = database
        self._channel = channel
        self._woken = asyncio.Event()
        self._is_resumed = False

    def wake(self) -> None:
        """Look at once for something to send (call from the event loop)."""
        self._woken.set()

    async def run(self) -> None:
        """Send until cancelled."""
        while True:
            self._woken.clear()
            waiting = await self._take_waiting()
            for delivery in waiting:
                await self._deliver(delivery)
            if waiting:
                continue
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), IDLE_SECONDS)

    async def _take_waiting(self) -> list[Delivery]:
        name = self._channel.name
        try:
            if not self._is_resumed:
                await asyncio.to_thread(outbox.resume_after_stop, self._database, name)
                self._is_resumed = True
            return await asyncio.to_thread(outbox.take_waiting, self._database, name)
        except Exception as error:
            log.error("nothing can be sent now: %s", type(error).__name__)
            return []

    async def _deliver(self, delivery: Delivery) -> None:
        message_id = delivery.message.id
        reached("send_before")
        try:
            result = await self._channel.send(delivery.chat, delivery.message)
        except RetryLater as later:
            await self._keep(partial(outbox.put_back, self._database, message_id, later.seconds))
            return
        except Exception as error:
            log.error("sending message %s broke: %s", message_id, type(error).__name__)
            result = SendResult(Sent.UNCERTAIN)
        reached("send_after")
        if result.outcome is not Sent.SENT:
            log.warning("message %s is %s", message_id, result.outcome)
        await self._keep(partial(outbox.settle, self._database, message_id, result))
        reached("send_marked")

    async def _keep(self, write: Callable[[], None]) -> None:
        """Keep how sending ended, however long the database is away: else it is sent again."""
        while True:
            try:
                return await asyncio.to_thread(write)
            except Exception as error:
                log.error("how sending ended is not kept yet: %s", type(error).__name__)
                await asyncio.sleep(IDLE_SECONDS)
