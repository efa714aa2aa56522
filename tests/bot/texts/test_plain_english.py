"""Every fixed English text is plain, as far as a machine can measure it (promise 8)."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[3] / "tools"))

import plain_language

from bot.texts.plain_english import measure_english, measured_english

TEXTS = measured_english()
MOST_RARE, LONGEST_MEAN_OF_ALL = 0.01, 8.0


def test_every_english_text_keeps_the_limits() -> None:
    assert len(TEXTS) > 450
    assert {each.key: each.faults for each in TEXTS if each.faults} == {}


def test_english_words_are_common_and_sentences_short_together() -> None:
    words = sum(each.words for each in TEXTS)
    assert sum(len(each.rare) for each in TEXTS) / words <= MOST_RARE
    assert words / sum(len(each.sentences) for each in TEXTS) <= LONGEST_MEAN_OF_ALL


def test_the_measure_finds_what_is_hard() -> None:
    hard = (
        "Notwithstanding the aforementioned stipulations, remuneration necessitates authorisation."
    )
    long = f"{'You can tell us that ' * 5}you cannot pay."
    assert measure_english("x", hard * 2).faults == ("hard_to_read",)
    assert set(measure_english("x", hard).rare) >= {"necessitates", "stipulations"}
    assert "long_sentence" in measure_english("x", long).faults


def test_the_page_has_the_present_figures() -> None:
    assert plain_language.ENGLISH_PAGE.read_text("utf-8") == plain_language.english_page(), (
        "run python tools/plain_language.py"
    )
