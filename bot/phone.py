"""The telephone: a colleague types what a caller says and reads the answers aloud.

The same inbox, turn and outbox as every channel, so the same questions, rules and evidence.
Nothing is sent anywhere: what was said counts as sent once it stands on the colleague's screen.
"""

from __future__ import annotations

import asyncio
import secrets
from typing import Protocol

from sqlalchemy import select

from bot.addresses import conversation_at
from bot.errors import BotError
from bot.history import waits_for_answer
from bot.inbox import Receipt
from bot.messages import Inbound, Kind, Outbound, SendResult, Sent
from bot.store import Address
from casework.errors import BadRequest
from storage.database import Database
from storage.types import new_id
from storage.unit_of_work import UnitOfWork

CHANNEL = "phone"
WAIT_SECONDS = 3.0
_LOOK_AGAIN_SECONDS = 0.05


class NoCall(BotError):
    """This conversation is not held on the telephone."""


class Receiver(Protocol):
    """Keeps a message durably: the gateway."""

    async def receive(self, inbound: Inbound) -> Receipt:
        """Keep ``inbound``."""
        ...


class Telephone:
    """Calls as a channel."""

    name = CHANNEL

    def __init__(self, database: Database, receiver: Receiver) -> None:
        self._database = database
        self._receiver = receiver

    async def send(self, chat: str, message: Outbound) -> SendResult:
        """Send nothing: the colleague sees it and reads it aloud."""
        return SendResult(Sent.SENT)

    async def begin(self) -> str:
        """Begin a call; return the id of its conversation."""
        chat = new_id()
        await self._hear(chat, Kind.START, "")
        return await asyncio.to_thread(self._conversation, chat)

    async def hear(self, conversation_id: str, words: str, is_choice: bool) -> None:
        """Take what the caller said, or the token of a choice, and wait a moment for the answer.

        Raises :class:`NoCall` for a conversation that is not held on the telephone, and
        :class:`casework.errors.BadRequest` when it was not kept.
        """
        chat = await asyncio.to_thread(self._chat, conversation_id)
        await self._hear(chat, Kind.BUTTON if is_choice else Kind.TEXT, words)

    async def _hear(self, chat: str, kind: Kind, words: str) -> None:
        key = f"{chat}:{secrets.token_hex(16)}"
        receipt = await self._receiver.receive(Inbound(CHANNEL, chat, key, key, kind, words))
        if receipt is Receipt.TOO_MANY:
            raise BadRequest(
                "Too much was typed within a minute, so this was not kept. Wait a bit."
            )
        for _ in range(int(WAIT_SECONDS / _LOOK_AGAIN_SECONDS)):
            if not await asyncio.to_thread(self._waits, chat):
                return
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)

    def _waits(self, chat: str) -> bool:
        with self._database.unit() as unit:
            return waits_for_answer(unit, CHANNEL, chat)

    def _conversation(self, chat: str) -> str:
        with self._database.unit() as unit:
            found = conversation_at(unit, CHANNEL, chat)
        if found is None:
            raise NoCall("The call was not kept. Begin it again.")
        return found.id

    def _chat(self, conversation_id: str) -> str:
        with self._database.unit() as unit:
            chat = _chat_of(unit, conversation_id)
        if chat is None:
            raise NoCall("This conversation is not held on the telephone, so nothing was kept.")
        return chat


def _chat_of(unit: UnitOfWork, conversation_id: str) -> str | None:
    chat: str | None = unit.session.scalar(
        select(Address.chat).where(
            Address.conversation_id == conversation_id, Address.channel == CHANNEL
        )
    )
    return chat
