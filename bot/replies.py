"""What one turn says, in order, as rows for the outbox."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from bot.dialogue_worker.protocol import Json
from bot.errors import DialogueFailed
from bot.store import InboxRow, OutboxRow
from bot.texts.texts import Rendered, all_texts, render
from casework.locales import DUTCH
from casework.store import Case
from storage.unit_of_work import UnitOfWork

DECISION = "decision"
_AMOUNT = re.compile(r"€|\d\s*euro")


class Replies:
    """Collects what is said; nothing leaves before the turn is committed."""

    def __init__(self, unit: UnitOfWork, inbox: InboxRow, case: Case) -> None:
        self._unit = unit
        self._inbox = inbox
        self._case = case
        self._contents: list[Json] = []

    def say(self, key: str, **values: Any) -> None:
        """Say the fixed text ``key`` ("notices:welcome") in the language of the case."""
        self.say_in(self._case.language, key, **values)

    def say_in(self, language: str, key: str, **values: Any) -> None:
        """Say the fixed text ``key`` in ``language``."""
        self._contents.append(_content(render(key, values, language), key))

    def say_decision(self, reference: str) -> None:
        """Say what the decision ``reference`` holds, in a sentence made from its committed row."""
        self._contents.append({DECISION: reference, "language": self._case.language})

    def say_from_dialogue(self, message: Mapping[str, Any]) -> None:
        """Say one answer of the dialogue service.

        Raises :class:`DialogueFailed` for an answer without text: it would be an empty message.
        """
        custom = message.get("custom") or {}
        if DECISION in custom:
            self.say_decision(custom[DECISION])
            return
        text = str(message.get("text", "")).strip()
        if not text:
            raise DialogueFailed("empty_answer")
        buttons = tuple((each["title"], each["payload"]) for each in message.get("buttons", []))
        language = (message.get("metadata") or {}).get("language", DUTCH)
        said = Rendered(text, buttons, language)
        self._contents.append(_content(said, str(message.get("utter_action"))))

    def say_again(self, content: Mapping[str, Any]) -> None:
        """Say once more what was said before: ``content`` of an earlier row."""
        again = {name: content[name] for name in ("text", "buttons", "key")}
        self._contents.append({**again, "language": content.get("language", DUTCH)})

    def says_an_amount(self) -> bool:
        """Whether an answer, or a button under it, holds an amount of money, or may hold one."""
        return any(DECISION in each or _AMOUNT.search(_words(each)) for each in self._contents)

    def extend(self, later: Replies) -> None:
        """Say what ``later`` says too, after what is said already."""
        self._contents += later._contents

    def write(self) -> list[OutboxRow]:
        """Put everything in the outbox of the turn's unit and return the rows."""
        rows = [
            OutboxRow(
                conversation_id=self._inbox.conversation_id,
                address_id=self._inbox.address_id,
                inbox_id=self._inbox.id,
                content=content,
                created_at=self._unit.now,
            )
            for content in self._contents
        ]
        self._unit.add(*rows)
        return rows


def text_id(key: str, language: str) -> str:
    """Return the text's key with a short hash of its words: the version that was shown."""
    version = sha256(all_texts(language)[key]["text"].encode()).hexdigest()[:8]
    return f"{key}@{version}"


def _words(content: Json) -> str:
    return "\n".join([content["text"], *(button["title"] for button in content["buttons"])])


def _content(rendered: Rendered, key: str) -> Json:
    buttons = [{"title": title, "payload": payload} for title, payload in rendered.buttons]
    return {"text": rendered.text, "buttons": buttons, "key": key, "language": rendered.language}
