"""Writes docs/texts.md and docs/texts-en.md: every fixed text with how plain it is.

Measured by bot/texts/plainness.py (Dutch) and bot/texts/plain_english.py.

Run: python tools/plain_language.py.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bot.texts.plain_english import MeasuredEnglish, measured_english  # noqa: E402
from bot.texts.plainness import Measured, measured  # noqa: E402

PAGE = ROOT / "docs" / "texts.md"
ENGLISH_PAGE = ROOT / "docs" / "texts-en.md"


def page() -> str:
    """Return docs/texts.md with the present figures."""
    texts = list(measured())
    head = [
        "# Fixed texts and how plain they are",
        "",
        "Written by `python tools/plain_language.py`; a test keeps it true. Every text that a",
        "person may read in Dutch, with words a sentence (mean, longest), Flesch-Douma (textstat),",
        "and the share of words that are common (wordfreq, Zipf 4.0 or more).",
        "Who approved which version of a text stands in the console (Teksten): an approval holds",
        "for the very words, and is in the evidence log.",
        "Every rarer word stands in `tools/explained_words.yml`.",
        "No formula is B1: readers must say so. The English texts: [texts-en.md](texts-en.md).",
        "",
        f"Texts: {len(texts)}.",
        f"Words a sentence, all texts together: {_mean(texts):.1f}.",
        f"Common words, all texts together: {_common(texts):.1%}.",
        "",
        "| text | mean | longest | Flesch-Douma | common |",
        "|---|---|---|---|---|",
    ]
    rows = [
        f"| `{each.key}` | {each.mean:.1f} | {each.longest} | {each.flesch_douma:.0f} "
        f"| {each.common:.0%} |"
        for each in texts
    ]
    return "\n".join([*head, *rows]) + "\n"


def english_page() -> str:
    """Return docs/texts-en.md with the present figures."""
    texts = measured_english()
    head = [
        "# English texts and how plain they are",
        "",
        "Written by `python tools/plain_language.py`; a test keeps it true. Every text that a",
        "person may read in English, with words a sentence (mean, longest), Flesch's reading ease",
        "(60 and more is plain English, 80 easy) and the words that few people use (wordfreq, Zipf",
        "under 3.0). The limits stand in `bot/texts/plain_english.py`. Many readers speak English",
        "as a second language: no formula says whether they understand it.",
        "",
        f"Texts: {len(texts)}.",
        f"Words a sentence, all texts together: {_mean(texts):.1f}.",
        "",
        "| text | mean | longest | Flesch | rare words |",
        "|---|---|---|---|---|",
    ]
    rows = [
        f"| `{each.key}` | {each.mean:.1f} | {each.longest} | {each.flesch} "
        f"| {', '.join(each.rare)} |"
        for each in texts
    ]
    return "\n".join([*head, *rows]) + "\n"


def _mean(texts: Sequence[Measured | MeasuredEnglish]) -> float:
    return sum(each.words for each in texts) / sum(len(each.sentences) for each in texts)


def _common(texts: list[Measured]) -> float:
    return 1 - sum(len(each.rare) for each in texts) / sum(each.words for each in texts)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    ENGLISH_PAGE.write_text(english_page(), "utf-8")
