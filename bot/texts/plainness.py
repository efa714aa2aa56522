"""How plain the fixed texts are: words a sentence, Flesch-Douma, rare words, questions.

No formula *is* B1: only readers can prove it (domain facts 4.5). Limits: assurance, check 97.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import textstat
import wordfreq
import yaml

from bot.texts.measured import MeasuredText, sentences_of
from bot.texts.texts import all_texts

ROOT = Path(__file__).parents[2]
RESPONSES = ROOT / "bot" / "domain" / "responses"
WEB_TEXTS = ROOT / "bot" / "web" / "texts_nl.yml"
EXPLAINED_WORDS = ROOT / "tools" / "explained_words.yml"
LONGEST_SENTENCE, LONGEST_MEAN = 20, 12.0
LOWEST_FLESCH_DOUMA, FLESCH_FROM_WORDS = 60.0, 20
COMMON_ZIPF, LEAST_COMMON = 4.0, 0.95
# These ask more than once on purpose: "Bent u in gevaar? Bel 112." needs no answer here.
MAY_ASK_TWICE = ("safeguards:", "web.privacy")
_MOST_LINES_OF_PROSE = 6
_ADDRESS = re.compile(r"\b\w+(?:\.\w+)*\.(?:nl|com)\b")
_SOURCE = re.compile(r"^Bron: .*$", re.M)


@dataclass(frozen=True)
class Measured(MeasuredText):
    """A Dutch text with its reading ease."""

    flesch_douma: float

    @property
    def common(self) -> float:
        """The share of words that are common."""
        return 1 - len(self.rare) / self.words if self.words else 1.0

    @property
    def unexplained(self) -> tuple[str, ...]:
        """The rare words that are neither explained nor everyday."""
        return tuple(word for word in self.rare if word.lower() not in explained_words())

    @property
    def faults(self) -> tuple[str, ...]:
        """Which limits of plain language it breaks: codes; none when it keeps them all."""
        is_prose = self.words >= FLESCH_FROM_WORDS and self.text.count("\n") < _MOST_LINES_OF_PROSE
        broken = {
            "long_sentence": self.longest > LONGEST_SENTENCE,
            "long_mean": self.mean > LONGEST_MEAN and len(self.sentences) > 1,
            "hard_to_read": is_prose and self.flesch_douma < LOWEST_FLESCH_DOUMA,
            "rare_words": bool(self.unexplained),
            "many_questions": self.questions > 1 and not self.key.startswith(MAY_ASK_TWICE),
        }
        return tuple(code for code, is_broken in broken.items() if is_broken)

    @property
    def questions(self) -> int:
        """How many questions."""
        return self.text.count("?")


@dataclass(frozen=True)
class FixedText:
    """A text of the data files. ``text_hash`` (SHA-256) changes with its words.

    A text that has variants has one key each: ``key``, ``key@2``, ... ``figures`` is None for
    another language than Dutch: those are not measured.
    """

    key: str
    words: str
    language: str
    text_hash: str
    figures: Measured | None


@cache
def fixed_texts() -> tuple[FixedText, ...]:
    """Return every fixed text that a person may read, in every language, by key."""
    seen: dict[str, int] = {}
    found = []
    for key, text, metadata in _texts():
        seen[key] = seen.get(key, 0) + 1
        own = key if seen[key] == 1 else f"{key}@{seen[key]}"
        language = metadata.get("language", "nl")
        figures = measure(key, text) if language == "nl" else None
        found.append(FixedText(own, text, language, hash_of(text), figures))
    return tuple(found)


def hash_of(words: str) -> str:
    """Return the version of a text: the SHA-256 of its words."""
    return sha256(words.encode()).hexdigest()


def measured() -> Iterator[Measured]:
    """Yield every fixed Dutch text that a person may read, with its figures."""
    yield from (each.figures for each in fixed_texts() if each.figures is not None)


def measure(key: str, text: str) -> Measured:
    """Return a Dutch text with its figures. ``key`` says which text it is or would replace."""
    textstat.textstat.set_lang("nl")
    prose = _ADDRESS.sub("", _SOURCE.sub("", re.sub(r"{\w+}", "tien", text)))
    sentences = sentences_of(prose)
    rare = [word for sentence in sentences for word in sentence if not _is_common(word)]
    return Measured(
        key,
        text,
        sentences,
        tuple(rare),
        round(textstat.textstat.flesch_reading_ease(prose), 0) if sentences else 100.0,
    )


def _is_common(word: str) -> bool:
    return bool(wordfreq.zipf_frequency(word.lower(), "nl") >= COMMON_ZIPF)


@cache
def explained_words() -> dict[str, str]:
    """Return the rarer words that may be used, each with its meaning, or that it is everyday."""
    lists: dict[str, Any] = yaml.safe_load(EXPLAINED_WORDS.read_text("utf-8"))
    words: dict[str, str] = (
        dict.fromkeys(lists["everyday"].split(), "everyday") | lists["explained"]
    )
    return words


def _texts() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for key, row in sorted(all_texts().items()):
        yield key, row["text"], row.get("metadata", {})
    for path in sorted(RESPONSES.glob("*.yml")):
        for key, variants in yaml.safe_load(path.read_text("utf-8"))["responses"].items():
            for row in variants:
                yield key, row["text"], row.get("metadata", {})
    yield from _leaves("web", yaml.safe_load(WEB_TEXTS.read_text("utf-8")))


def _leaves(key: str, value: Any) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the sentences of the web's texts; a label of two words is no text to measure."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(f"{key}.{name}", inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _leaves(f"{key}.{number}", inner)
    elif isinstance(value, str) and len(value.split()) > 3:
        yield key, value, {}
