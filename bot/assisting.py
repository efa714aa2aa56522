"""What helps a colleague who has a conversation: what was understood, and the fixed texts.

The dialogue is never asked: it would fill slots and go on. Only the understanding is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from bot.dialogue_worker.protocol import Json
from bot.errors import BotError, TextMissing
from bot.explanations import figures, find_explanation
from bot.model_inputs import ROOT
from bot.texts.texts import all_texts, in_words
from bot.texts.translations import translated_responses
from casework.arrange import ProposalFact
from casework.locales import DUTCH
from payment_arrangement import ParameterMissing

if TYPE_CHECKING:
    from bot.texts.plainness import FixedText, Measured

Parse = Callable[[str, date], Json]
_SENT_AS_THEY_STAND = ("explanations:", "safeguards:", "utter_")
_FIGURES = re.compile(r"^\| `(?P<key>[^`]+)` \| (?P<mean>\S+) \| \S+ \| (?P<flesch>\S+) \|", re.M)
_BLANK = re.compile(r"{\w+}")
_VERSION_LENGTH = 8


@dataclass(frozen=True)
class Text:
    """A fixed text that a colleague can use. ``version`` is a short hash of its words.

    ``language`` is that of the words: Dutch where the language that was asked for has none.
    ``mean_words`` a sentence and ``flesch_douma`` tell how plain it is (docs/texts.md); None when
    it was not measured.
    """

    key: str
    words: str
    version: str
    mean_words: str | None = None
    flesch_douma: str | None = None
    language: str = DUTCH


@dataclass(frozen=True)
class Understood:
    """What a message was understood as: the surest intent, and how sure (0 to 100)."""

    intent: str
    score_percent: int


@dataclass(frozen=True)
class _Template:
    words: str
    language: str


class Assistance:
    """The understanding and the fixed texts, for the console. ``parse`` understands one message."""

    def __init__(self, parse: Parse) -> None:
        self._parse = parse

    def understood(self, words: str, as_of: date) -> Understood | None:
        """Return what ``words`` mean, or None while the understanding is not there."""
        try:
            found = self._parse(words, as_of)
        except BotError:
            return None
        if not found.get("intent"):
            return None
        return Understood(found["intent"], round(100 * found["confidence"]))

    def explanation(self, words: str, as_of: date, language: str = DUTCH) -> Text | None:
        """Return the explanation that ``words`` ask for, with the figures of the day, or None."""
        name = find_explanation(words, language)
        return None if name is None else self.text(f"explanations:{name}", as_of, language)

    def texts(self, as_of: date, language: str = DUTCH) -> Sequence[Text]:
        """Return every text that can be sent as it stands, by key."""
        keys = sorted(key for key in _all(language) if key.startswith(_SENT_AS_THEY_STAND))
        found = (self.text(key, as_of, language) for key in keys)
        return tuple(text for text in found if text is not None)

    def text(self, key: str, as_of: date, language: str = DUTCH) -> Text | None:
        """Return the text ``key``, or None when it does not exist or asks for values."""
        template = _all(language).get(key)
        if template is None:
            return None
        try:
            words = _filled(template.words, figures(as_of))
        except ParameterMissing:
            words = template.words
        return None if _BLANK.search(words) else _text(key, words, template)

    def plan_text(
        self, plan: ProposalFact, is_nearest: bool = False, language: str = DUTCH
    ) -> Text:
        """Return a plan in the words in which the assistant shows it.

        Raises :class:`TextMissing` when the text asks for something that a plan does not have.
        """
        name = "nearest" if is_nearest else plan.name
        key = f"utter_proposal_{name}"
        values = {
            "instalment": in_words("instalment_cents", plan.instalment_cents, language),
            "per": _all(language)[f"tables:{plan.frequency}"].words,
            "n_terms": str(plan.n_terms),
            "last_term": in_words("last_term_cents", plan.last_term_cents, language),
            "first_due_on": in_words("", plan.first_due_on, language),
            "last_due_on": in_words("", plan.last_due_on, language),
        }
        template = _all(language)[key]
        words = _filled(template.words, values)
        if _BLANK.search(words):
            raise TextMissing(f"{key!r} asks for a value that a plan does not have.")
        return _text(key, words, template)

    def reason(self, code: str) -> str | None:
        """Return why an outcome of the rules is as it is, in words, or None."""
        found = _all().get(f"reasons:{code}") or _all().get(f"utter_no_plan_{code}")
        return found.words if found else None

    def fixed_texts(self) -> Sequence[FixedText]:
        """Return every fixed text that a person may read, with how plain it is."""
        # The word lists take a second to load, so not before somebody asks.
        from bot.texts.plainness import fixed_texts

        return fixed_texts()

    def measure(self, key: str, words: str) -> Measured:
        """Return how plain ``words`` would be as the text ``key``."""
        from bot.texts.plainness import measure

        return measure(key, words)

    def intents(self) -> Sequence[str]:
        """Return what can be understood: the intents that have examples."""
        return tuple(sorted(path.stem for path in (ROOT / "nlu" / "intents").glob("*.yml")))


def _filled(template: str, values: dict[str, str]) -> str:
    known = {f"{{{name}}}": value for name, value in values.items()}
    return _BLANK.sub(lambda found: known.get(found.group(), found.group()), template).strip()


def _text(key: str, words: str, template: _Template) -> Text:
    version = sha256(template.words.encode()).hexdigest()[:_VERSION_LENGTH]
    # What was measured is the Dutch.
    measured = _plainness().get(key) if template.language == DUTCH else None
    mean, flesch = measured or (None, None)
    return Text(key, words, version, mean, flesch, template.language)


@cache
def _all(language: str = DUTCH) -> dict[str, _Template]:
    """Every fixed text by key, also those of the dialogue, without those of decisions."""
    own = {
        key: row for key, row in all_texts(language).items() if key.partition(":")[0] != "decisions"
    }
    said = translated_responses(_responses(), language) if language != DUTCH else _responses()
    rows = own | {key: variants[0] for key, variants in said.items()}
    return {
        key: _Template(str(row["text"]), row.get("metadata", {}).get("language", DUTCH))
        for key, row in rows.items()
    }


def _responses() -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = {}
    for path in sorted((ROOT / "bot" / "domain" / "responses").glob("*.yml")):
        found |= yaml.safe_load(path.read_text("utf-8"))["responses"]
    return found


@cache
def _plainness() -> dict[str, tuple[str, str]]:
    page = ROOT / "docs" / "texts.md"
    if not page.exists():
        return {}
    rows = _FIGURES.finditer(Path(page).read_text("utf-8"))
    return {row["key"]: (row["mean"], row["flesch"]) for row in rows}
