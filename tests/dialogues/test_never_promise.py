"""Nothing is promised that no committed row holds, over generated messages (check 82).

A walker says and presses what comes up, with a fixed seed. The ordinary run is short;
WARMWIJZER_TEST_MESSAGES=10000 makes the long one.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
import yaml
from dialogue_script import PROMISES
from sqlalchemy import select

from bot.store import OutboxRow
from casework.decisions import values_of
from warmwijzer.product import Product
from warmwijzer.talk import Talk

MESSAGES = int(os.environ.get("WARMWIJZER_TEST_MESSAGES", "400"))
LONGEST_TALK = 30
TESTS = Path(__file__).parents[1]
# What is said by language: first of all, now and then, and the lines from which to choose.
OPENINGS = {"nl": "hallo", "en": "English please"}
ANSWERS = {
    "nl": ["ja", "nee", "400", "3011", "de 24e"],
    "en": ["yes", "no", "€ 1,250.00", "3011", "the 24th of december", "a hundred a month"],
}
LINES = {
    "nl": sorted((TESTS / "nlu_cases").glob("*.yml")),
    "en": [TESTS / "nlu_held_out" / "english.yml"],
}


@pytest.mark.parametrize("language", sorted(LINES))
def test_every_promise_has_its_committed_row(product: Product, language: str) -> None:
    chance = random.Random(113)
    lines = [line for path in LINES[language] for line in _lines(path)]
    seen = promised = spoken = 0
    while seen < MESSAGES:
        talk = Talk(product)
        talk.say(OPENINGS[language])
        for _ in range(LONGEST_TALK):
            if talk.buttons and chance.random() < 0.6:
                answers = talk.press(chance.choice(talk.buttons))
            else:
                answers = talk.say(chance.choice([*lines, *ANSWERS[language]]))
            seen += len(answers)
            spoken += sum(answer.language == language for answer in answers)
            promised += _check(product, [answer.id for answer in answers])
    assert promised > MESSAGES / 100, "the walker met no promise, so it showed nothing"
    assert spoken > seen / 2, "the walker spoke another language"


def _check(product: Product, ids: list[int]) -> int:
    """Fail when one of the messages promises without a committed row; return how many promise."""
    promised = 0
    with product.database.unit() as unit:
        for row in unit.session.scalars(select(OutboxRow).where(OutboxRow.id.in_(ids))):
            if not any(words.search(row.content["text"]) for words in PROMISES.values()):
                continue
            assert "decision" in row.content, row.content["text"]
            key, _ = values_of(unit, row.content["decision"])
            assert key
            promised += 1
    return promised


def _lines(path: Path) -> list[str]:
    data = yaml.safe_load(path.read_text("utf-8"))
    found: list[str] = []
    waiting = [data]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            found.append(item)
        elif isinstance(item, dict):
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
    return found
