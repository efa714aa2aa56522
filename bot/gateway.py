"""Ties channels, inbox, turns and outbox together in one process."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from bot import inbox
from bot.inbox import Receipt
from bot.messages import Inbound
from bot.safeguards.danger import get_ready
from bot.sender import Channel, Sender
from bot.turn import TurnTaker
from storage.database import Database

log = logging.getLogger(__name__)
IDLE_SECONDS = 0.5


class Gateway:
    """Receives messages, takes turns in threads, and sends answers.

    One thread more than ``turn_threads`` takes urgent messages only, so that danger and the wish
    for a person are answered while every other thread waits for the dialogue service.
    """

    def __init__(
        self,
        database: Database,
        turns: TurnTaker,
        turn_threads: int,
        per_minute: int = inbox.PER_MINUTE,
    ) -> None:
        self._database = database
        self._per_minute = per_minute
        self._turns = turns
        self._threads = turn_threads
        self._pool = ThreadPoolExecutor(turn_threads + 1, thread_name_prefix="turn")
        self._something_came = threading.Event()
        self._stopping = False
        self._senders: dict[str, Sender] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    async def receive(self, inbound: Inbound) -> Receipt:
        """Keep ``inbound`` durably and start its turn; acknowledge it only after this returns."""
        receipt = await asyncio.to_thread(inbox.receive, self._database, inbound, self._per_minute)
        self.wake()
        return receipt

    def wake(self) -> None:
        """Let a turn thread look for messages at once."""
        self._something_came.set()

    async def run(self, channels: Sequence[Channel]) -> None:
        """Take turns and send over ``channels`` until cancelled; then end every thread."""
        self._loop = asyncio.get_running_loop()
        await asyncio.to_thread(inbox.resume_after_stop, self._database)
        await asyncio.to_thread(get_ready)
        self._senders = {each.name: Sender(self._database, each) for each in channels}
        threads = [
            self._loop.run_in_executor(self._pool, self._turn_loop, only_urgent)
            for only_urgent in (True, *[False] * self._threads)
        ]
        try:
            await asyncio.gather(*(sender.run() for sender in self._senders.values()))
        finally:
            self._stopping = True
            self.wake()
            await asyncio.gather(*threads, return_exceptions=True)
            self._pool.shutdown()

    def _turn_loop(self, only_urgent: bool) -> None:
        while not self._stopping:
            # Cleared before looking: what comes while this thread looks is not missed.
            self._something_came.clear()
            try:
                if self._take_one(only_urgent):
                    self.wake_senders()
                    continue
            except Exception as error:
                log.error("a turn waits: %s", type(error).__name__)
            self._something_came.wait(IDLE_SECONDS)

    def _take_one(self, only_urgent: bool) -> bool:
        lease = inbox.lease_next(self._database, only_urgent)
        if lease is None:
            return False
        self.wake()
        self._turns.take(lease)
        return True

    def wake_senders(self) -> None:
        """Let every channel look for something to send at once (call from any thread)."""
        if self._loop is None:
            return
        for sender in self._senders.values():
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(sender.wake)
