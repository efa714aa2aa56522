"""Promise 8: every fixed text is plain Dutch (B1), as far as a machine can measure it.

Thresholds: domain facts 4.5. Only readers can prove B1; this keeps the worst out.
"""

from __future__ import annotations

import re

import pytest
import textstat
import wordfreq
from domain_files import all_texts, fixed_texts, responses

LONGEST_SENTENCE = 15
LONGEST_MEAN = 10
LOWEST_FLESCH_DOUMA = 70
RARE_ZIPF = 3.0
MOST_RARE = 0.05
ENGLISH = {"utter_language_switch"}
# A word of law or administration, and the words that explain it in the same text.
EXPLAINED = {
    "verjaard": "te oud",
    "beslagvrije": "leven",
    "loonbeslag": "inkomen",
    "schuldsanering": "",
}
JARGON = re.compile(
    r"\b(dagvaarding|sommatie|vordering|debiteur|crediteur|hoofdsom|derdenbeslag|restant|conform"
    r"|teneinde|voldoen|aanmaning|dwangbevel|executoriaal|ingebrekestelling|incasseren|dient"
    r"|middels|betreffende|inzake|derhalve|indien|alsmede|verzuim|gerechtelijk)\b",
    re.IGNORECASE,
)
PRESSURE = re.compile(
    r"\b(u moet|laatste kans|alleen vandaag|anders volgt|verplicht|dringend|direct betalen)\b|!",
    re.IGNORECASE,
)
TEXTS = {key: text for key, text in all_texts().items() if key not in ENGLISH}
OURS = {key for key in TEXTS if key in responses() or key.startswith("decisions:")}


def plain(text: str) -> str:
    """The text as it is read: values stand for one short word, an address for none."""
    without_addresses = re.sub(r"\b\w+(\.\w+)*\.(nl|com)\b", "", text)
    return re.sub(r"{\w+}", "tien", without_addresses)


def sentences(text: str) -> list[list[str]]:
    parts = re.split(r"[.!?;]\s|[.!?;]$|\n", plain(text))
    words = [re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", part) for part in parts]
    return [sentence for sentence in words if sentence]


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_no_sentence_is_longer_than_fifteen_words(key: str) -> None:
    assert [" ".join(s) for s in sentences(TEXTS[key]) if len(s) > LONGEST_SENTENCE] == []


@pytest.mark.parametrize(
    "key", sorted(key for key in TEXTS if not key.startswith(("safeguards:", "languages:")))
)
def test_a_message_asks_one_question_at_most(key: str) -> None:
    """Danger texts ask "Bent u in gevaar? Bel 112.": those questions need no answer here."""
    assert TEXTS[key].count("?") <= 1


@pytest.mark.parametrize("key", sorted(responses()))
def test_a_message_has_three_sentences_and_a_question_at_most(key: str) -> None:
    """Lists (all terms, all data) have their own lines and do not count."""
    prose = responses()[key]["text"].split("\n")[0]
    assert len(sentences(prose)) - prose.count("?") <= 3


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_jargon_and_pressure_are_not_used(key: str) -> None:
    # A letter's own word is named and explained in the same message.
    assert key.startswith("letters:") or JARGON.findall(TEXTS[key]) == []
    assert PRESSURE.findall(TEXTS[key]) == []


@pytest.mark.parametrize(("word", "explanation"), sorted(EXPLAINED.items()))
def test_a_word_of_law_is_explained_in_the_same_message(word: str, explanation: str) -> None:
    using = [text.lower() for text in TEXTS.values() if word in text.lower()]
    assert all(explanation in text for text in using)


def test_sentences_are_short_on_the_whole() -> None:
    lengths = [len(s) for key in OURS for s in sentences(TEXTS[key])]
    assert sum(lengths) / len(lengths) <= LONGEST_MEAN


def test_the_texts_together_are_easy_to_read() -> None:
    """Flesch-Douma, 70-80 is fairly easy."""
    textstat.textstat.set_lang("nl")
    whole = " ".join(plain(TEXTS[key]) for key in sorted(OURS))
    assert textstat.textstat.flesch_reading_ease(whole) >= LOWEST_FLESCH_DOUMA


def test_few_words_are_rare() -> None:
    words = [word.lower() for key in OURS for s in sentences(TEXTS[key]) for word in s]
    rare = [word for word in words if wordfreq.zipf_frequency(word, "nl") < RARE_ZIPF]
    assert len(rare) / len(words) <= MOST_RARE, sorted(set(rare))


@pytest.mark.parametrize("key", sorted(OURS))
def test_the_person_is_addressed_with_u(key: str) -> None:
    assert re.findall(r"\b(je|jij|jou|jouw)\b", TEXTS[key], re.IGNORECASE) == []


def test_the_checks_find_what_they_look_for() -> None:
    assert JARGON.findall("Conform de sommatie") == ["Conform", "sommatie"]
    assert PRESSURE.findall("Laatste kans!") == ["Laatste kans", ""]
    assert len(sentences("Een twee drie. Vier vijf?")) == 2
    assert fixed_texts()
