"""What to answer or do next, for the colleague who has the conversation: at most three."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from staff_console.ports import Assistance, Line, Text, Understood

MOST = 3
NEAREST_QUESTION = "nearest_question"
BY_INTENT = "by_intent"


@dataclass(frozen=True)
class Suggestion:
    """One reply or action. ``kind``: ``text``, ``service`` or ``tool``; ``code`` names which.

    ``rule`` says why it is here. ``text`` is set for a reply; ``by_intent`` goes with what the
    message was understood as.
    """

    kind: str
    code: str
    rule: str
    text: Text | None = None

    @property
    def key(self) -> str:
        """Name it in a form and in the evidence log: the text with its version, or the action."""
        return f"{self.text.key}@{self.text.version}" if self.text else f"{self.kind}:{self.code}"


@dataclass(frozen=True)
class Suggestions:
    """The suggestions for one message. ``understood`` is None while the understanding is away."""

    line: Line
    understood: Understood | None
    items: tuple[Suggestion, ...]

    @property
    def at(self) -> str:
        """Name the message: the moment at which it came."""
        return self.line.at.isoformat()

    def named(self, key: str) -> Suggestion | None:
        """Return the suggestion with this key, or None."""
        return next((each for each in self.items if each.key == key), None)


def suggest(assistance: Assistance, line: Line, as_of: date, language: str) -> Suggestions:
    """Return what to answer or do next after ``line``, the surest first, in ``language``."""
    understood = assistance.understood(line.text, as_of)
    explained = assistance.explanation(line.text, as_of, language)
    found = [Suggestion("text", explained.key, NEAREST_QUESTION, explained)] if explained else []
    if understood is not None and understood.score_percent >= _file()["sure_from_percent"]:
        found += _by_intent(assistance, understood.intent, as_of, language)
    by_key = {each.key: each for each in found}
    return Suggestions(line, understood, tuple(by_key.values())[:MOST])


def offered_texts() -> Iterator[str]:
    """Yield the key of every text that can be suggested for an intent."""
    for rows in _file()["intents"].values():
        yield from (row["text"] for row in rows if "text" in row)


def _by_intent(
    assistance: Assistance, intent: str, as_of: date, language: str
) -> Iterator[Suggestion]:
    for row in _file()["intents"].get(intent, ()):
        ((kind, code),) = row.items()
        text = assistance.text(code, as_of, language) if kind == "text" else None
        if kind != "text" or text is not None:
            yield Suggestion(kind, code, BY_INTENT, text)


@cache
def _file() -> Mapping[str, Any]:
    path = Path(__file__).with_name("suggestions.yml")
    file: Mapping[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return file
