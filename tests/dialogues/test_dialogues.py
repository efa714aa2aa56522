"""Whole conversations, played through the whole product and the real model.

A step says something, presses a button by its title, or waits; ``answer`` names the texts that come
back, in order. ``slots``, ``evidence`` and ``no_evidence`` look at what is kept. Amounts and days
in the texts are looked at in ``contains``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import time_machine
import yaml
from dialogue_script import A_TUESDAY_MORNING, FILES, duration, is_dutch, play

from bot.messages import Outbound
from casework.language import language_of
from evidence_log import read_entries
from warmwijzer.product import Product
from warmwijzer.talk import Talk


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_dialogue(path: Path, product: Product) -> None:
    script = yaml.safe_load(path.read_text("utf-8"))
    with time_machine.travel(A_TUESDAY_MORNING) as traveller:
        talk = Talk(product, script.get("channel", "terminal"))
        for number, step in enumerate(script["steps"], 1):
            if "wait" in step:
                traveller.shift(duration(step["wait"]))
                continue
            answers = play(talk, step)
            said = step.get("say", step.get("press", "start"))
            where = f"step {number}, {said!r}: {[answer.text for answer in answers]}"
            if "answer" in step:
                assert [_key(answer) for answer in answers] == step["answer"], where
            _look(product, talk, step, answers, where)
            _is_in_its_language(product, talk, answers, where)


def test_there_are_enough_dialogues() -> None:
    assert len(FILES) >= 12


def _look(
    product: Product, talk: Talk, step: dict[str, Any], answers: list[Outbound], where: str
) -> None:
    whole = "\n".join(answer.text for answer in answers)
    for wanted in step.get("contains", []):
        assert wanted in whole, where
    for unwanted in step.get("without", []):
        assert unwanted not in whole, where
    slots = talk.conversation.dialogue_state["slots"]
    for name, value in step.get("slots", {}).items():
        assert slots.get(name) == value, f"{where}: slot {name}"
    if "evidence" in step or "no_evidence" in step:
        with product.database.unit() as unit:
            kept = {row.entry_type for row in read_entries(unit)}
        assert set(step.get("evidence", [])) <= kept, where
        assert not set(step.get("no_evidence", [])) & kept, where


def _is_in_its_language(product: Product, talk: Talk, answers: list[Outbound], where: str) -> None:
    """Whoever chose English never gets a Dutch sentence, except of a colleague."""
    with product.database.unit() as unit:
        language = language_of(unit, talk.conversation.case_id)
    for answer in answers if language != "nl" else ():
        words = "\n".join([answer.text, *(button.title for button in answer.buttons)])
        assert answer.language == language, where
        assert answer.by or not is_dutch(words), where


def _key(answer: Outbound) -> str:
    return answer.key.replace("notices:", "notice:").replace("safeguards:", "safeguard:")
