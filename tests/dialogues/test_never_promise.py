"""Nothing is promised that no committed row holds, over generated messages (check 82).

A walker says and presses what comes up, with a fixed seed. The ordinary run is short;
WARMWIJZER_TEST_MESSAGES=10000 makes the long one.
"""

from __future__ import annotations

import os
import random
import re
from pathlib import Path

import yaml
from sqlalchemy import select

from bot.store import OutboxRow
from casework.decisions import values_of
from warmwijzer.product import Product
from warmwijzer.talk import Talk

MESSAGES = int(os.environ.get("WARMWIJZER_TEST_MESSAGES", "400"))
LONGEST_TALK = 30
CASES = Path(__file__).parents[1] / "nlu_cases"
PROMISES = re.compile(
    r"\b(afgesproken|akkoord|goedgekeurd|toegekend|toegestaan|verstuurd|verzonden|doorgegeven"
    r"|geregeld|bevestigd|ingepland|genoteerd|kwijtgescholden|beloofd|u hebt uitstel"
    r"|u hebt een pauze|een collega heeft uw vraag gekregen|uw klacht ontvangen)\b",
    re.IGNORECASE,
)


def test_every_promise_has_its_committed_row(product: Product) -> None:
    chance = random.Random(113)
    lines = [line for path in sorted(CASES.glob("*.yml")) for line in _lines(path)]
    seen = promised = 0
    while seen < MESSAGES:
        talk = Talk(product)
        for _ in range(LONGEST_TALK):
            if talk.buttons and chance.random() < 0.6:
                answers = talk.press(chance.choice(talk.buttons))
            else:
                answers = talk.say(chance.choice([*lines, "ja", "nee", "400", "3011", "de 24e"]))
            seen += len(answers)
            promised += _check(product, talk, [answer.id for answer in answers])
    assert promised > MESSAGES / 100, "the walker met no promise, so it showed nothing"


def _check(product: Product, talk: Talk, ids: list[int]) -> int:
    """Fail when one of the messages promises without a committed row; return how many promise."""
    promised = 0
    with product.database.unit() as unit:
        for row in unit.session.scalars(select(OutboxRow).where(OutboxRow.id.in_(ids))):
            if not PROMISES.search(row.content["text"]):
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
