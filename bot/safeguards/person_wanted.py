"""Whether somebody plainly asks for a person: answered without Rasa, in every state."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from bot.safeguards.phrases import Language, Phrases
from bot.safeguards.spelling import TypingErrors

# What is longer says more than that: the understanding hears all of it.
_MOST_WORDS = 7


def wants_person(text: str) -> bool:
    """Return whether ``text`` asks for a colleague in words that need no understanding.

    >>> wants_person("Medewerker")
    True
    >>> wants_person("ik heb vorige week een medewerker gesproken")
    False
    """
    if len(text.split()) > _MOST_WORDS:
        return False
    language, phrases = _read()
    return phrases.are_in(language.hear(text))


@cache
def _read() -> tuple[Language, Phrases]:
    data = yaml.safe_load(Path(__file__).with_name("person_wanted.yml").read_text("utf-8"))
    meant = TypingErrors(data["typing_errors"], data["groups"]["mens"].split("|"))
    language = Language(data["groups"], data["small"], data["turning"], data["ending"], meant)
    return language, language.phrases(data["phrases"])
