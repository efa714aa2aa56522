"""Danger, answered before any understanding and also when Rasa is down.

Two voices, of which either may raise: phrases that people wrote, and a learnt second voice.
Returns a class and the text that answers it; never keeps the words.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.safeguards.phrases import Language, Phrases, Sounds
from bot.safeguards.second_voice import read_second_voice
from bot.safeguards.spelling import TypingErrors

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Danger:
    """A class of danger and the key of its fixed answer.

    ``urgency`` is how soon a colleague is asked. ``stops``: no talk of money until a colleague ends
    it. ``need``: the intent with which the dialogue goes on; without one the fixed text is the
    whole answer.
    """

    danger_class: str
    text_key: str
    urgency: str = "danger"
    stops: bool = False
    need: str | None = None

    @property
    def is_urgent(self) -> bool:
        """Whether it is answered without the dialogue service, before every other message."""
        return self.need is None


@dataclass(frozen=True)
class _Rule:
    danger: Danger
    phrases: Phrases
    idioms: Phrases
    unless_both: tuple[Phrases, ...]

    def is_heard_in(self, heard: Sounds) -> bool:
        if self.unless_both and all(each.are_in(heard) for each in self.unless_both):
            return False
        return self.phrases.are_in(heard.without(self.idioms))


def find_danger(text: str) -> Danger | None:
    """Return the danger in ``text`` that either voice hears, or None.

    >>> find_danger("ik wil dood").danger_class
    'suicide'
    >>> find_danger("ik ben dood van de zenuwen") is None
    True
    """
    found = find_by_phrases(text)
    if found is not None and found.is_urgent:
        return found
    heard = _second_voice(text)
    if heard is None:
        return found
    return next(rule.danger for rule in _read()[1] if rule.danger.danger_class == heard)


def get_ready() -> None:
    """Read what the voices need, so that the first message does not wait for it (a second)."""
    find_danger("hallo")


def find_by_phrases(text: str) -> Danger | None:
    """Return the first class of danger in ``text``, in the order of ``danger.yml``, or None."""
    language, rules = _read()
    heard = language.hear(text)
    return next((rule.danger for rule in rules if rule.is_heard_in(heard)), None)


def _second_voice(text: str) -> str | None:
    try:
        return read_second_voice().heard_in(text)
    except Exception as error:
        # Whatever is wrong with it: the first voice must be heard.
        log.error("the second voice for danger is silent: %s", type(error).__name__)
        return None


def urgent_needs() -> frozenset[str]:
    """Return the intents that words of danger may lead to."""
    return frozenset(rule.danger.need for rule in _read()[1] if rule.danger.need)


@cache
def _read() -> tuple[Language, tuple[_Rule, ...]]:
    data = yaml.safe_load(Path(__file__).with_name("danger.yml").read_text("utf-8"))
    known = re.findall(r"[^\W\d]{5,}", str([data["groups"], data["classes"]]))
    meant = TypingErrors(data["typing_errors"], known)
    language = Language(data["groups"], data["small"], data["turning"], data["ending"], meant)
    return language, tuple(_rule(language, name, row) for name, row in data["classes"].items())


def _rule(language: Language, name: str, row: dict[str, Any]) -> _Rule:
    named = {key: row[key] for key in ("urgency", "stops", "need") if key in row}
    return _Rule(
        Danger(row.get("class", name), row["text"], **named),
        language.phrases(row["phrases"]),
        language.phrases(row.get("not_when", [])),
        tuple(language.phrases(lines) for lines in row.get("unless_both", [])),
    )
