"""Whether somebody plainly asks for a person: answered without Rasa, in every state."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from bot.safeguards.folding import fold


def wants_person(text: str) -> bool:
    """Return whether ``text`` asks for a colleague in words that need no understanding.

    >>> wants_person("Medewerker")
    True
    >>> wants_person("ik heb vorige week een medewerker gesproken")
    False
    """
    return bool(_pattern().fullmatch(re.sub(r"[^\w\s]", "", fold(text)).strip()))


@cache
def _pattern() -> re.Pattern[str]:
    path = Path(__file__).with_name("person_wanted.yml")
    return re.compile("|".join(f"(?:{each})" for each in yaml.safe_load(path.read_text("utf-8"))))
