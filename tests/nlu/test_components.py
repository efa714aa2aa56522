"""The graph components keep their promises on any text."""

from __future__ import annotations

import pytest
import understanding
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.components.spelling_noise import SpellingNoise

understanding.import_rasa()

from nlu.components.age_guard import AgeGuard  # noqa: E402
from nlu.components.clauses import clauses  # noqa: E402
from nlu.components.message_guard import guarded  # noqa: E402


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("/restart", "restart"),
        (" // / restart", "restart"),
        ("\u2003/restart", "restart"),
        ("\u200b/restart", "restart"),
        ("\ud800hallo\x00", "hallo"),
        ("cafe\u0301", "café"),
        ("///", ""),
    ],
)
def test_a_typed_command_or_broken_character_never_reaches_rasa(typed: str, kept: str) -> None:
    assert guarded(typed, 500) == kept


@given(st.text(max_size=2000))
def test_guarded_text_is_short_encodable_and_starts_with_no_slash(text: str) -> None:
    kept = guarded(text, 500)
    assert len(kept) <= 500
    assert not kept.startswith("/")
    kept.encode()


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=700))
def test_any_text_is_read_and_confidences_stay_between_zero_and_one(text: str) -> None:
    read = understanding.trained().read(text)
    assert read["intent"]["name"]
    assert all(0 <= entry["confidence"] <= 1 for entry in read["intent_ranking"])


@pytest.mark.parametrize("text", ["", "???", "zxqv wkrp ggghh"])
def test_what_looks_like_nothing_we_know_is_not_understood(text: str) -> None:
    assert understanding.trained().read(text)["intent"]["name"] in {"nlu_fallback", "out_of_scope"}


def test_relative_days_count_from_the_day_in_the_metadata() -> None:
    entities = understanding.trained().read("over twee weken", as_of="2026-11-18")["entities"]
    assert [(e["entity"], e["value"]) for e in entities] == [("date", "2026-12-02")]


def test_training_noise_is_the_same_for_the_same_seed() -> None:
    lines = ["ik kan het niet betalen", "mag ik uitstel"]
    first, second = SpellingNoise(1), SpellingNoise(1)
    assert [first(line) for line in lines] == [second(line) for line in lines]


@given(st.text(max_size=500))
def test_clauses_stand_in_the_text_and_are_few(text: str) -> None:
    found = clauses(text)
    assert len(found) <= 6
    assert all(clause in text for clause in found)


@pytest.mark.parametrize(
    ("text", "intent", "also"),
    [
        ("ik heb geen geld en vrijdag word ik uit mijn huis gezet", "eviction_risk", "cannot_pay"),
        (
            "ik kan de huur niet betalen en ik durf de post niet meer open te maken",
            "cannot_pay",
            "emotional_distress",
        ),
    ],
)
def test_two_needs_in_one_line_are_both_read(text: str, intent: str, also: str) -> None:
    read = understanding.trained().read(text)
    assert read["intent"]["name"] == intent
    assert also in read["also"]


@pytest.mark.parametrize("age", range(1, 18))
def test_a_child_is_known_at_every_age(age: int) -> None:
    read = understanding.trained().read(f"ik ben {age} en ik wil een betalingsregeling")
    assert read["intent"]["name"] == AgeGuard.get_default_config()["intent"]


def test_the_danger_of_a_child_goes_first() -> None:
    read = understanding.trained().read("ik ben 16 en ik heb al dagen niets gegeten")
    assert read["intent"]["name"] == "no_money_for_food"
