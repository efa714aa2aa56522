"""Every fixed text is plain Dutch, as far as a machine can measure it (promise 8, check 97)."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[2] / "tools"))

import plain_language

from bot.texts import plainness as plain

TEXTS = {each.key: each for each in plain.measured()}


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_sentences_are_short(key: str) -> None:
    assert TEXTS[key].longest <= plain.LONGEST_SENTENCE
    assert TEXTS[key].mean <= plain.LONGEST_MEAN or len(TEXTS[key].sentences) == 1


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_flesch_douma_is_not_too_low(key: str) -> None:
    """In a few words the formula says nothing: lists and labels are left out."""
    text = TEXTS[key]
    is_prose = text.words >= plain.FLESCH_FROM_WORDS and text.text.count("\n") < 6
    assert not is_prose or text.flesch_douma >= plain.LOWEST_FLESCH_DOUMA


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_every_word_is_common_or_explained(key: str) -> None:
    assert TEXTS[key].unexplained == (), (
        "use another word, or explain it in tools/explained_words.yml"
    )


@pytest.mark.parametrize("key", sorted(k for k in TEXTS if not k.startswith(plain.MAY_ASK_TWICE)))
def test_a_message_asks_one_question_at_most(key: str) -> None:
    assert TEXTS[key].questions <= 1


def test_nearly_all_words_are_common() -> None:
    assert plain_language._common(list(TEXTS.values())) >= plain.LEAST_COMMON


def test_danger_texts_ask_what_must_be_asked() -> None:
    assert "Denkt u aan zelfmoord?" in TEXTS["safeguards:suicide"].text


def test_the_page_has_the_present_figures() -> None:
    assert plain_language.PAGE.read_text("utf-8") == plain_language.page(), (
        "run python tools/plain_language.py"
    )


def test_the_measure_finds_what_is_hard() -> None:
    hard = plain.measure("x", "Conform voornoemde sommatie dient u te voldoen.")
    assert {"voornoemde", "sommatie"} <= set(hard.unexplained)
    long = plain.measure("x", "woord " * 21 + ".")
    assert long.longest == 21
    assert "rare_words" in hard.faults and "long_sentence" in long.faults


def test_no_fixed_text_breaks_a_limit() -> None:
    assert {key: text.faults for key, text in TEXTS.items() if text.faults} == {}


def test_an_explained_word_is_explained_with_other_words() -> None:
    for word, meaning in plain.explained_words().items():
        assert word.lower() not in meaning.lower().split() or meaning in ("everyday", "naam")
