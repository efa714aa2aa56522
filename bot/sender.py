"""Sends what waits in the outbox over one channel."""

from __future__ import annotations

import asyncio
import logging
from typing import Protocol

from bot import outbox
from bot.messages import Outbound, RetryLater, SendResult
from bot.outbox import Delivery
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
    """Sends one channel's messages, in order per conversation, many conversations at a time."""

    def __init__(self, database: Database, channel: Channel) -> None:
        self._database = database
        self._channel = channel
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Look at once for something to send (call from the event loop)."""
        self._woken.set()

    async def run(self) -> None:
        """Send until cancelled."""
        await asyncio.to_thread(outbox.resume_after_stop, self._database, self._channel.name)
        while True:
            self._woken.clear()
            waiting = await asyncio.to_thread(
                outbox.take_waiting, self._database, self._channel.name
            )
            if waiting:
                await asyncio.gather(*(self._deliver(each) for each in waiting))
                continue
            try:
                await asyncio.wait_for(self._woken.wait(), IDLE_SECONDS)
            except TimeoutError:
                continue

    async def _deliver(self, delivery: Delivery) -> None:
        message_id = delivery.message.id
        try:
            result = await self._channel.send(delivery.chat, delivery.message)
        except RetryLater as later:
            await asyncio.to_thread(
                outbox.put_back, self._database, message_id, max(later.seconds, 0.1)
            )
            return
        if result.outcome is not result.outcome.SENT:
            log.warning("message %s is %s", message_id, result.outcome)
        await asyncio.to_thread(outbox.settle, self._database, message_id, result)
