"""Turns without Rasa: the test scripts the dialogue; all else is real."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot import inbox, outbox
from bot.continue_link import new_link
from bot.dialogue_client import DialogueAnswer, DialogueRequest
from bot.messages import Inbound, Kind, Outbound, SendResult, Sent
from bot.store import Address, Conversation
from bot.turn import TurnTaker
from casework.organisation import load_organisation
from storage.database import Database

ORGANISATION = Path(__file__).parents[2] / "organisation" / "example.yml"
_keys = count()


@dataclass
class Desk:
    """Sends messages in, lets turns be taken, and reads what goes out."""

    database: Database
    turns: TurnTaker
    asked: list[DialogueRequest] = field(default_factory=list)
    answer: Callable[[DialogueRequest], list[dict[str, Any]]] = lambda _: [
        {"text": "Wat is uw vraag?", "utter_action": "utter_question"}
    ]

    def receive(
        self,
        text: str = "",
        kind: Kind = Kind.TEXT,
        chat: str = "c1",
        channel: str = "test",
        key: str | None = None,
    ) -> inbox.Receipt:
        """Let one message come in."""
        key = key or f"k{next(_keys)}"
        return inbox.receive(self.database, Inbound(channel, chat, key, key, kind, text))

    def take_turns(self) -> int:
        """Take every turn that waits; return how many."""
        for number in count():
            lease = inbox.lease_next(self.database)
            if lease is None:
                return number
            self.turns.take(lease)
        raise AssertionError

    def sent(self, channel: str = "test") -> list[Outbound]:
        """Send everything that waits and return it, in order."""
        out: list[Outbound] = []
        while waiting := outbox.take_waiting(self.database, channel):
            for each in waiting:
                outbox.settle(self.database, each.message.id, SendResult(Sent.SENT))
                out.append(each.message)
        return out

    def say(self, text: str, **options: Any) -> list[Outbound]:
        """Receive ``text``, take the turn, and return the answers."""
        self.receive(text, **options)
        self.take_turns()
        return self.sent(options.get("channel", "test"))

    def keys(self, text: str, **options: Any) -> list[str]:
        """Return the names of the texts that answer ``text``."""
        return [message.key for message in self.say(text, **options)]

    def conversation(self, chat: str = "c1") -> Conversation:
        """Return the conversation of a chat."""
        with self.database.unit() as unit:
            query = select(Conversation).join(Address).where(Address.chat == chat)
            return unit.session.scalars(query).one()


def scripted_understanding(text: str, as_of: date) -> dict[str, Any]:
    """Understand the words of a few needs, surely; all else is out of scope."""
    needs = {"betalen": "cannot_pay", "eten": "no_money_for_food", "uren": "income_drop"}
    intent = next((need for word, need in needs.items() if word in text), "out_of_scope")
    return {"intent": intent, "confidence": 0.91, "ranking": [], "entities": []}


def scripted_desk(database: Database) -> Desk:
    """Return a desk whose dialogue says what the test wants."""

    def dialogue(request: DialogueRequest, _run_action: object) -> DialogueAnswer:
        made.asked.append(request)
        return DialogueAnswer(request.state, tuple(made.answer(request)), {})

    turns = TurnTaker(
        database,
        load_organisation(ORGANISATION),
        dialogue,
        lambda call: {},
        lambda unit, conversation: f"https://example.org/verder/{new_link(unit, conversation)}",
    )
    made = Desk(database, turns)
    return made
