"""Measures how plain the fixed texts are, and writes docs/texts.md with each text's figures.

Run: python tools/plain_language.py. No formula *is* B1: only readers can prove it (domain facts
4.5). Limits: assurance, check 97.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import textstat
import wordfreq
import yaml

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bot.texts.texts import all_texts  # noqa: E402

PAGE = ROOT / "docs" / "texts.md"
RESPONSES = ROOT / "bot" / "domain" / "responses"
WEB_TEXTS = ROOT / "bot" / "web" / "texts_nl.yml"
EXPLAINED_WORDS = ROOT / "tools" / "explained_words.yml"
LONGEST_SENTENCE, LONGEST_MEAN = 20, 12.0
LOWEST_FLESCH_DOUMA, FLESCH_FROM_WORDS = 60.0, 20
COMMON_ZIPF, LEAST_COMMON = 4.0, 0.95
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ADDRESS = re.compile(r"\b\w+(?:\.\w+)*\.(?:nl|com)\b")
_SOURCE = re.compile(r"^Bron: .*$", re.M)


@dataclass(frozen=True)
class Measured:
    """One text with its figures; ``rare`` are words that are not common."""

    key: str
    text: str
    sentences: tuple[tuple[str, ...], ...]
    flesch_douma: float
    rare: tuple[str, ...]
    approved_by: str | None

    @property
    def words(self) -> int:
        """How many words."""
        return sum(map(len, self.sentences))

    @property
    def mean(self) -> float:
        """Words a sentence."""
        return self.words / len(self.sentences) if self.sentences else 0.0

    @property
    def longest(self) -> int:
        """Words in the longest sentence."""
        return max(map(len, self.sentences), default=0)

    @property
    def common(self) -> float:
        """The share of words that are common."""
        return 1 - len(self.rare) / self.words if self.words else 1.0

    @property
    def unexplained(self) -> tuple[str, ...]:
        """The rare words that are neither explained nor everyday."""
        return tuple(word for word in self.rare if word.lower() not in explained_words())

    @property
    def questions(self) -> int:
        """How many questions."""
        return self.text.count("?")


def measured() -> Iterator[Measured]:
    """Yield every fixed Dutch text that a person may read, with its figures."""
    textstat.textstat.set_lang("nl")
    for key, text, metadata in _texts():
        if metadata.get("language", "nl") == "nl":
            yield _measure(key, text, metadata)


def _measure(key: str, text: str, metadata: dict[str, Any]) -> Measured:
    prose = _ADDRESS.sub("", _SOURCE.sub("", re.sub(r"{\w+}", "tien", text)))
    parts = re.split(r"[.!?;:]\s|[.!?;:]$|\n", prose)
    sentences = tuple(tuple(found) for part in parts if (found := _WORD.findall(part)))
    rare = [word for sentence in sentences for word in sentence if not _is_common(word)]
    return Measured(
        key,
        text,
        sentences,
        round(textstat.textstat.flesch_reading_ease(prose), 0) if sentences else 100.0,
        tuple(rare),
        metadata.get("approved_by"),
    )


def _is_common(word: str) -> bool:
    return bool(wordfreq.zipf_frequency(word.lower(), "nl") >= COMMON_ZIPF)


@cache
def explained_words() -> dict[str, str]:
    """Return the rarer words that may be used, each with its meaning, or that it is everyday."""
    lists = yaml.safe_load(EXPLAINED_WORDS.read_text("utf-8"))
    return dict.fromkeys(lists["everyday"].split(), "everyday") | lists["explained"]


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


def page() -> str:
    """Return docs/texts.md with the present figures."""
    texts = list(measured())
    approved = sum(each.approved_by is not None for each in texts)
    head = [
        "# Fixed texts and how plain they are",
        "",
        "Written by `python tools/plain_language.py`; a test keeps it true. Every text that a",
        "person may read in Dutch, with words a sentence (mean, longest), Flesch-Douma (textstat),",
        "the share of words that are common (wordfreq, Zipf 4.0 or more), and who approved it.",
        "Every rarer word stands in `tools/explained_words.yml`.",
        "No formula is B1: readers must say so. Other languages are not measured here.",
        "",
        f"Texts: {len(texts)}. Approved by somebody of an organisation: {approved}.",
        f"Words a sentence, all texts together: {_mean(texts):.1f}.",
        f"Common words, all texts together: {_common(texts):.1%}.",
        "",
        "| text | mean | longest | Flesch-Douma | common | approved by |",
        "|---|---|---|---|---|---|",
    ]
    rows = [
        f"| `{each.key}` | {each.mean:.1f} | {each.longest} | {each.flesch_douma:.0f} "
        f"| {each.common:.0%} | {each.approved_by or 'nobody yet'} |"
        for each in texts
    ]
    return "\n".join([*head, *rows]) + "\n"


def _mean(texts: list[Measured]) -> float:
    return sum(each.words for each in texts) / sum(len(each.sentences) for each in texts)


def _common(texts: list[Measured]) -> float:
    return 1 - sum(len(each.rare) for each in texts) / sum(each.words for each in texts)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
