"""Reads and plays the dialogue files of this folder."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.messages import Outbound
from warmwijzer.talk import Talk

FILES = sorted(Path(__file__).parent.glob("*.yml"))
A_TUESDAY_MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


# What only a committed row may say, by language.
PROMISES = {
    "nl": re.compile(
        r"\b(afgesproken|akkoord|goedgekeurd|toegekend|toegestaan|verstuurd|verzonden|doorgegeven"
        r"|geregeld|bevestigd|ingepland|genoteerd|kwijtgescholden|beloofd|u hebt uitstel"
        r"|u hebt een pauze|een collega heeft uw vraag gekregen|uw klacht ontvangen)\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b((?:we|have|has) agreed|approved|granted|accepted|(?:was|were|been|have|has) sent"
        r"|passed on to|arranged|confirmed|scheduled|(?:have|has) noted|waived|cancelled|promised?"
        r"|you may pay later|you have a break|has your (?:choice|question)"
        r"|a colleague has received|we have received your|you gave permission)\b",
        re.IGNORECASE,
    ),
}
DUTCH_WORDS = frozenset(
    "ik u uw wij een het de van niet dat dit zijn hebt wordt naar voor maar als bij nog ook "  # noqa: SIM905
    "kunt wilt deze geen meer uit over aan door onze moet".split()
)


def is_dutch(text: str) -> bool:
    """Whether a sentence is Dutch: two of its small words, and every fourth word.

    What stands between quotes or brackets is not looked at, nor is a source: those are names.
    """
    said = re.sub(r"'[^']*'|\"[^\"]*\"|\([^)]*\)|^Source: .*$", "", text, flags=re.M)
    sentences = [re.findall(r"[^\W\d_]+", part) for part in re.split(r"[.!?;:\n]", said)]
    return any(
        sum(word.lower() in DUTCH_WORDS for word in words) >= max(2, len(words) / 4)
        for words in sentences
    )


def play(talk: Talk, step: dict[str, Any]) -> list[Outbound]:
    """Say or press what ``step`` says and return the answers."""
    if "press" in step:
        return talk.press(step["press"])
    return talk.say(str(step["say"])) if "say" in step else talk.start()


def duration(text: str) -> timedelta:
    """Return how long ``5d``, ``3h`` or ``10m`` is."""
    found = re.fullmatch(r"(\d+)([dhm])", text)
    assert found, f"{text!r} is not a duration such as 5d"
    return timedelta(**{_UNITS[found[2]]: int(found[1])})
