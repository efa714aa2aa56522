"""Danger, answered before any understanding and also when Rasa is down.

Two voices: phrases that people wrote, and a learnt second voice. A plain phrase raises alone;
what other phrases hear, the second voice weighs with what it hears itself. Where it is silent by a
fault, every phrase raises. Returns a class and the text that answers it; never keeps the words.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.safeguards.phrases import Language, Phrases, Sounds
from bot.safeguards.second_voice import read_second_voice
from bot.safeguards.spelling import TypingErrors

log = logging.getLogger(__name__)

# A command before the words ("/restart") is not speech.
_COMMAND = re.compile(r"^\s*/\w+(?=\s+\w)")
# The sooner a colleague must come, the earlier a danger is answered.
_URGENCIES = ("danger", "threat", "normal")
# Phrases that are not plain are overruled where the second voice is this sure of nothing (log odds
# under its threshold). Found with each writer left out: 0 loses two explicit cries in a hundred.
OVERRULED_BELOW = -1.0
# How a family is answered of which no phrase says the class: suicide with a question.
_UNSAID = {"suicide": "suicide_veiled"}
# Heard whatever else is heard more surely: "de deurwaarder komt morgen" is no threat, but who
# writes of hunger and of a blow is answered about the blow.
_LIVES = ("suicide", "someone_else", "violence")


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
    family: str
    is_plain: bool
    phrases: Phrases
    idioms: Phrases
    unless_both: tuple[Phrases, ...]
    signs: Phrases

    @property
    def adviser(self) -> str:
        """As what a phrase of this rule counts for the second voice."""
        return self.danger.danger_class if self.family in _UNSAID else self.family

    def is_heard_in(self, heard: Sounds) -> bool:
        if self.unless_both and all(each.are_in(heard) for each in self.unless_both):
            return False
        return self.phrases.are_in(heard.without(self.idioms))


def find_danger(text: str) -> Danger | None:
    """Return the danger in ``text`` that the voices hear, or None.

    >>> find_danger("ik wil dood").danger_class
    'suicide'
    >>> find_danger("ik ben dood van de zenuwen") is None
    True
    """
    heard, said = _said_in(text)
    if any(rule.is_plain for rule in said):
        return said[0].danger
    odds = _second_voice(text, said)
    if odds is None:
        return said[0].danger if said else None
    surest = max(odds, key=odds.__getitem__)
    families = [f for f in (surest, *_LIVES) if odds[f] > 0]
    named = [rule.danger for rule in said] if max(odds.values()) > OVERRULED_BELOW else []
    dangers = [*named, *(_unsaid(family, heard) for family in families)]
    return min(dangers, key=lambda each: _URGENCIES.index(each.urgency), default=None)


def get_ready() -> None:
    """Read what the voices need, so that the first message does not wait for it (a second)."""
    find_danger("hallo")


def find_by_phrases(text: str) -> Danger | None:
    """Return the first class of danger in ``text``, in the order of ``danger.yml``, or None."""
    return next((rule.danger for rule in _said_in(text)[1]), None)


def advisers_in(text: str) -> frozenset[str] | None:
    """Return what the phrases tell the second voice about ``text``; None if they need no advice.

    >>> advisers_in("ik wil dood") is None
    True
    """
    _, said = _said_in(text)
    return None if any(rule.is_plain for rule in said) else _advisers(said)


def advisers() -> frozenset[str]:
    """Return everything that the phrases can tell the second voice."""
    return _advisers([rule for rule in _read()[1] if not rule.is_plain])


def _said_in(text: str) -> tuple[Sounds, list[_Rule]]:
    language, rules = _read()
    heard = language.hear(text)
    return heard, [rule for rule in rules if rule.is_heard_in(heard)]


def _advisers(said: Sequence[_Rule]) -> frozenset[str]:
    return frozenset(rule.adviser for rule in said)


def _second_voice(text: str, said: Sequence[_Rule]) -> dict[str, float] | None:
    """Return how sure the second voice is of each family; None if it cannot be asked."""
    try:
        return read_second_voice().odds(_COMMAND.sub("", text), _advisers(said))
    except Exception as error:
        # Whatever is wrong with it: the first voice must be heard.
        log.error("the second voice for danger is silent: %s", type(error).__name__)
        return None


def _unsaid(family: str, heard: Sounds) -> Danger:
    """Return the danger of ``family`` that the signs in the words point to, or the general one."""
    rules = _read()[1]
    pointed = (rule for rule in rules if rule.family == family and rule.signs.are_in(heard))
    general = (rule for rule in rules if rule.danger.danger_class == _UNSAID.get(family, family))
    return next(pointed, next(general)).danger


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
        row.get("family", name),
        row.get("plain", False),
        language.phrases(row["phrases"]),
        language.phrases(row.get("not_when", [])),
        tuple(language.phrases(lines) for lines in row.get("unless_both", [])),
        language.phrases(row.get("signs", [])),
    )
