"""English is complete: every text that a person may read exists in it, and does the same."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from dialogue_script import DUTCH_WORDS, PROMISES

from bot.explanations.answers import explanations
from bot.texts.texts import all_texts
from bot.texts.translations import in_words_of, response_words
from bot.web.texts import web_words

ROOT = Path(__file__).parents[3]
# Labels and reasons on the command line, for colleagues only.
FOR_COLLEAGUES = ("tables:", "reasons:")
BLANK = re.compile(r"(?<!{){(\w+)}(?!})")


def responses() -> dict[str, dict[str, Any]]:
    files = sorted((ROOT / "bot" / "domain" / "responses").glob("*.yml"))
    found: dict[str, dict[str, Any]] = {}
    for path in files:
        rows = yaml.safe_load(path.read_text("utf-8"))["responses"]
        found |= {key: variants[0] for key, variants in rows.items()}
    return found


def pairs() -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """Each text by key: in Dutch and in English."""
    dutch, english = all_texts(), all_texts("en")
    found = {
        key: (row, english[key])
        for key, row in dutch.items()
        if not key.startswith(FOR_COLLEAGUES) and "language" not in row.get("metadata", {})
    }
    found |= {
        key: (row, english[key]) for key, row in dutch.items() if key.startswith("explanations:")
    }
    words = response_words("en")
    for key, row in responses().items():
        if "language" not in row["metadata"]:
            found[key] = (row, in_words_of(row, words[key], "en") if key in words else row)
    return found


PAIRS = pairs()


def sentences(text: str) -> list[list[str]]:
    without_source = re.sub(r"^Source: .*$", "", text, flags=re.M)
    prose = re.sub(r"\b\w+(\.\w+)*\.(nl|com)\b", "", BLANK.sub("ten", without_source))
    parts = re.split(r"[.!?;:]\s|[.!?;:]$|\n", prose)
    words = [re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", part) for part in parts]
    return [sentence for sentence in words if sentence]


def is_dutch(text: str) -> bool:
    """Whether a sentence is Dutch: two of its small words, and every fourth word. Names are not."""
    return any(
        sum(word.lower() in DUTCH_WORDS for word in sentence) >= max(2, len(sentence) / 4)
        for sentence in sentences(re.sub(r"'[^']*'|\"[^\"]*\"|\([^)]*\)", "", text))
    )


def test_every_text_for_a_person_exists_in_english() -> None:
    assert len(PAIRS) > 350
    missing = [key for key, (_, row) in PAIRS.items() if row["metadata"].get("language") != "en"]
    assert missing == []


def test_no_english_text_is_left_without_its_dutch_one() -> None:
    assert set(response_words("en")) <= set(responses())
    for path in (ROOT / "bot" / "texts" / "en").glob("*.yml"):
        dutch = yaml.safe_load((ROOT / "bot" / "texts" / path.name).read_text("utf-8"))
        assert set(yaml.safe_load(path.read_text("utf-8"))) <= set(dutch), path.name
    raw = yaml.safe_load((ROOT / "bot" / "explanations" / "explanations_en.yml").read_text("utf-8"))
    assert set(raw["explanations"]) == set(explanations())


def test_both_languages_hold_the_same_values_and_the_same_buttons() -> None:
    for key, (dutch, english) in PAIRS.items():
        assert set(BLANK.findall(dutch["text"])) == set(BLANK.findall(english["text"])), key
        payloads = [
            [each["payload"] for each in row.get("buttons", [])] for row in (dutch, english)
        ]
        assert payloads[0] == payloads[1], key
        titles = [each["title"] for each in english.get("buttons", [])]
        assert len(set(titles)) == len(titles), key


def test_every_english_text_waits_for_its_own_approval() -> None:
    files = [*(ROOT / "bot" / "texts" / "en").rglob("*.yml")]
    rows = [row for path in files for row in yaml.safe_load(path.read_text("utf-8")).items()]
    assert [key for key, row in rows if not {"approved_by", "approved_on"} <= set(row)] == []


def test_no_english_text_holds_a_dutch_sentence() -> None:
    assert [key for key, (_, row) in PAIRS.items() if is_dutch(row["text"])] == []
    dutch = [is_dutch(row["text"]) for key, (row, _) in PAIRS.items() if "decisions:" in key]
    assert sum(dutch) / len(dutch) >= 0.8, "the check does not know Dutch when it sees it"


def test_english_responses_promise_nothing() -> None:
    promising = {key for key, (_, row) in PAIRS.items() if PROMISES["en"].search(row["text"])}
    assert {key for key in promising if not key.startswith("decisions:")} == set()
    assert len(promising) >= 15


@pytest.mark.parametrize("key", sorted(key for key in PAIRS if key.startswith("utter_")))
def test_an_english_message_asks_one_question_and_its_buttons_fit_a_phone(key: str) -> None:
    english = PAIRS[key][1]
    assert english["text"].count("?") <= max(1, PAIRS[key][0]["text"].count("?"))
    assert [b["title"] for b in english.get("buttons", []) if len(b["title"]) > 24] == []


def test_the_web_page_has_every_word_in_english() -> None:
    dutch, english = dict(_leaves("", web_words("nl"))), dict(_leaves("", web_words("en")))
    assert set(english) == set(dutch)
    for key, words in english.items():
        assert set(BLANK.findall(words)) == set(BLANK.findall(dutch[key])), key
        assert not is_dutch(words), key


def _leaves(key: str, value: Any) -> list[tuple[str, str]]:
    if isinstance(value, dict):
        return [leaf for name, each in value.items() for leaf in _leaves(f"{key}.{name}", each)]
    if isinstance(value, list):
        return [leaf for n, each in enumerate(value) for leaf in _leaves(f"{key}.{n}", each)]
    return [(key, str(value))]
