"""Questions about letters, costs, seizure and help are answered with source and date."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
import yaml

from bot.errors import DialogueUnavailable
from bot.explanations import find_explanation
from bot.explanations.answers import explanation_texts, explanations
from bot.store import Conversation
from evidence_log import read_entries

CASES = yaml.safe_load(Path(__file__).with_name("explaining_cases.yml").read_text("utf-8"))
UNSOURCED = {"own", "none"}


def test_there_are_about_sixty_answers() -> None:
    assert 60 <= len(explanations()) <= 80


@pytest.mark.parametrize(
    ("key", "ask"), [(key, ask) for key, row in explanations().items() for ask in row["asks"]]
)
def test_every_example_finds_its_answer(key: str, ask: str) -> None:
    assert find_explanation(ask) == key


@pytest.mark.parametrize(
    ("key", "line"), [(k, x) for k, each in CASES["asks"].items() for x in each]
)
def test_a_question_in_other_words_finds_its_answer(key: str, line: str) -> None:
    assert find_explanation(line) == key


@pytest.mark.parametrize("line", CASES["asks_something_else"])
def test_what_wants_something_is_left_to_the_dialogue(line: str) -> None:
    assert find_explanation(line) is None


@pytest.mark.parametrize("key", sorted(explanations()))
def test_every_answer_says_what_to_do_now_and_where_it_comes_from(key: str) -> None:
    row, text = explanations()[key], explanation_texts()[key]["text"]
    assert row["text"] in text
    assert row["now"] in text
    assert (row["source"] in UNSOURCED) or (f"Bron: {row['source']}." in text)
    assert (row["source"] in UNSOURCED) or "Gelezen op 22 november 2026" in text
    assert explanation_texts()[key]["metadata"]["read_on"] == date(2026, 11, 22)


@pytest.mark.parametrize("key", sorted(explanations()))
def test_no_figure_is_typed_and_no_advice_is_given(key: str) -> None:
    said = explanations()[key]["text"] + explanations()[key]["now"]
    assert re.findall(r"\d|€|procent\b(?<!} procent)", said) == []
    assert re.findall(r"\b(raad ik|u kunt het beste|mijn advies|u moet bezwaar)\b", said) == []


def test_the_answer_has_the_figures_of_the_day_and_leaves_a_trace(desk) -> None:
    with time_machine.travel(datetime(2026, 11, 24, 11, tzinfo=UTC)):
        explained, more = desk.say("wat is een veertiendagenbrief?")[1:]
    assert "nog 14 dagen" in explained.text
    assert more.key == "notices:anything_else"
    assert desk.asked == []
    with desk.database.unit() as unit:
        assert "explained" in {entry.entry_type for entry in read_entries(unit)}


def test_in_a_form_the_open_question_is_asked_again_with_its_buttons(desk) -> None:
    question = {
        "text": "Hoe woont u?",
        "utter_action": "utter_ask_household",
        "buttons": [{"title": "Alleen", "payload": "/inform"}],
    }
    desk.answer = lambda _: [question]
    desk.say("ik wil een regeling")
    with desk.database.unit() as unit:
        row = unit.session.get_one(Conversation, desk.conversation().id)
        row.dialogue_state = {"slots": {}, "active_loop": "budget_form"}
        unit.commit()
    explained, again = desk.say("wat is beslag?")
    assert explained.key == "explanations:what_is_seizure"
    assert (again.key, [b.title for b in again.buttons]) == ("utter_ask_household", ["Alleen"])
    assert desk.conversation().dialogue_state["active_loop"] == "budget_form"


def test_a_decision_is_never_said_again_as_plain_text(desk) -> None:
    desk.say("medewerker")
    with desk.database.unit() as unit:
        row = unit.session.get_one(Conversation, desk.conversation().id)
        row.dialogue_state = {"slots": {}, "active_loop": "budget_form"}
        unit.commit()
    keys = desk.keys("wat is beslag?")
    assert not any(key.startswith("decision:") for key in keys)


def test_a_question_is_answered_while_the_dialogue_is_down(desk) -> None:
    def fail(_: object) -> list[dict[str, object]]:
        raise DialogueUnavailable("down")

    desk.answer = fail
    assert "explanations:what_is_a_bailiff" in desk.keys("wat is een deurwaarder?")
