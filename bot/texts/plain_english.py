"""How plain an English text is: words a sentence, Flesch reading ease, rare words, questions.

The Dutch beside it is measured by :mod:`bot.texts.plainness`. Readers are people who often speak
English as a second language, so the limits are those of B1 as far as a machine can count them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyphen
import wordfreq

from bot.texts.measured import WORD, MeasuredText, sentences_of
from bot.texts.texts import all_texts
from bot.texts.translations import response_words
from bot.web.texts import web_words

LONGEST_SENTENCE, LONGEST_MEAN = 20, 13.0
LOWEST_FLESCH, FLESCH_FROM_WORDS, MOST_LINES_OF_PROSE = 60, 12, 6
"""60 and higher is plain English; of a label or a list the formula says nothing."""
RARE_ZIPF = 3.0
_LANGUAGE = "en"
_BLANK = re.compile(r"(?<!{){\w+}(?!})")
_SOURCE = re.compile(r"^Source: .*$", re.M)
_ADDRESS = re.compile(r"\b\w+(\.\w+)*\.(nl|com)\b")
# A Dutch name of law or of a place to go, which stays beside what it means.
_DUTCH_NAMES = re.compile(
    r"\b(Juridisch Loket|Sociaal Raadslieden|Veilig Thuis|beslagvrije voet|veertiendagenbrief"
    r"|bewindvoerder|deurwaarder|dagvaarding|dwangbevel|incassokosten|incassobureau|loonbeslag"
    r"|beslag|verjaard|toeslagen|Nederlands|aanmaning|hoofdsom|vonnis|verzuim|kinderbijslag"
    r"|zorgverzekeringslijn)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class MeasuredEnglish(MeasuredText):
    """An English text with its reading ease."""

    flesch: int

    @property
    def faults(self) -> tuple[str, ...]:
        """Which limits it breaks: codes; none when it keeps them all."""
        lines = self.text.count("\n") + 1
        is_prose = self.words >= FLESCH_FROM_WORDS and lines <= MOST_LINES_OF_PROSE
        broken = {
            "long_sentence": self.longest > LONGEST_SENTENCE,
            "long_mean": self.mean > LONGEST_MEAN and len(self.sentences) > 1,
            "hard_to_read": is_prose and self.flesch < LOWEST_FLESCH,
        }
        return tuple(code for code, is_broken in broken.items() if is_broken)


@cache
def measured_english() -> tuple[MeasuredEnglish, ...]:
    """Return every fixed English text that a person may read, by key, with its figures."""
    return tuple(measure_english(key, text) for key, text in sorted(_texts()))


def measure_english(key: str, text: str) -> MeasuredEnglish:
    """Return an English text with its figures.

    >>> measure_english("x", "You may pay later. Tell us when.").faults
    ()
    """
    prose = _ADDRESS.sub("", _BLANK.sub("ten", _SOURCE.sub("", text)))
    sentences = sentences_of(prose)
    counted = WORD.findall(_DUTCH_NAMES.sub("", prose))
    rare = tuple(word for word in counted if _is_rare(word))
    return MeasuredEnglish(key, text, sentences, rare, _flesch(counted, len(sentences)))


def _flesch(words: list[str], n_sentences: int) -> int:
    """Return Flesch's reading ease (1948): 60 and more is plain English, 80 easy.

    Syllables by hyphenation (pyphen), as textstat counts them in other languages; for English it
    would fetch a dictionary.
    """
    if not words or not n_sentences:
        return 100
    syllables = sum(len(_hyphens().positions(word)) + 1 for word in words)
    return round(206.835 - 1.015 * len(words) / n_sentences - 84.6 * syllables / len(words))


@cache
def _hyphens() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US")


def _is_rare(word: str) -> bool:
    return bool(wordfreq.zipf_frequency(word.lower(), _LANGUAGE) < RARE_ZIPF)


def _texts() -> Iterator[tuple[str, str]]:
    for key, row in all_texts(_LANGUAGE).items():
        if row.get("metadata", {}).get("language") == _LANGUAGE:
            yield key, row["text"]
    for key, row in response_words(_LANGUAGE).items():
        yield key, row["text"]
    yield from _leaves("web", web_words(_LANGUAGE))


def _leaves(key: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield the sentences of the web's texts; a label of two words is no text to measure."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(f"{key}.{name}", inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _leaves(f"{key}.{number}", inner)
    elif isinstance(value, str) and len(value.split()) > 3:
        yield key, value
