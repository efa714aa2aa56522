"""One conversation in this process, through the whole product: terminal, demo and tests."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

from bot import inbox, outbox
from bot.addresses import conversation_at
from bot.messages import Button, Inbound, Kind, Outbound, SendResult, Sent
from bot.store import Conversation
from warmwijzer.product import Product

CHANNEL = "terminal"
_NO_LIMIT = 10_000


class Talk:
    """A person who talks with the product; every answer comes from the outbox, as on a channel."""

    def __init__(self, product: Product, channel: str = CHANNEL) -> None:
        self._product = product
        self._channel = channel
        self._chat = uuid4().hex
        self._buttons: tuple[Button, ...] = ()

    def start(self, token: str = "") -> list[Outbound]:
        """Open the chat and return the first words."""
        return self._exchange(Kind.START, token)

    def say(self, text: str) -> list[Outbound]:
        """Say ``text`` and return the answers, in order."""
        return self._exchange(Kind.TEXT, text)

    def send(self, kind: Kind) -> list[Outbound]:
        """Send what is not text (a photo, a voice message) and return the answers."""
        return self._exchange(kind, "")

    def press(self, title: str) -> list[Outbound]:
        """Press the button ``title`` of the last answers; ``KeyError`` when it is not there."""
        tokens = {button.title: button.token for button in self._buttons}
        return self._exchange(Kind.BUTTON, tokens[title])

    @property
    def buttons(self) -> tuple[str, ...]:
        """The titles of the buttons under the last answers."""
        return tuple(button.title for button in self._buttons)

    @property
    def conversation(self) -> Conversation:
        """The conversation as it is kept now."""
        with self._product.database.unit() as unit:
            found = conversation_at(unit, self._channel, self._chat)
        if found is None:
            raise LookupError("Nothing was said yet, so there is no conversation.")
        return found

    def _exchange(self, kind: Kind, text: str) -> list[Outbound]:
        key = uuid4().hex
        inbound = Inbound(self._channel, self._chat, key, key, kind, text)
        inbox.receive(self._product.database, inbound, per_minute=_NO_LIMIT)
        while (lease := inbox.lease_next(self._product.database)) is not None:
            self._product.turns.take(lease)
        answers = list(self._answers())
        self._buttons = tuple(button for each in answers for button in each.buttons)
        return answers

    def _answers(self) -> Iterator[Outbound]:
        while waiting := outbox.take_waiting(self._product.database, self._channel):
            for delivery in waiting:
                outbox.settle(self._product.database, delivery.message.id, SendResult(Sent.SENT))
                if delivery.chat == self._chat:
                    yield delivery.message
