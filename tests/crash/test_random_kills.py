"""Ended with kill -9 at any moment, again and again, while twenty people write."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from harness import Harness
from kept import pairs_of, unfinished
from sizes import KILLS

pytestmark = [pytest.mark.crash, pytest.mark.timeout(3600)]
CHATS = range(20)
SEED = 20261121


def test_random_kills(product: Harness, database_url: str, show: Callable[[str], None]) -> None:
    chance = random.Random(SEED)
    for kill in range(KILLS):
        for chat in CHATS:
            product.write(chat, f"m{kill}")
        product.run_and_kill(chance.uniform(0.1, 0.9))
    product.let_finish()
    outcome = product.outcome(CHATS)
    slowest = max(product.first_answers, default=0.0)
    show(f"{KILLS} random kills: {outcome}; first answer at most {slowest:.1f} s after a start")
    assert (outcome.lost, outcome.reordered) == (0, 0)
    assert outcome.repeated == sum(product.between)
    assert max(product.between) <= 1
    assert unfinished(database_url) == 0
    for chat in CHATS:
        assert pairs_of(database_url, chat) == product.written[chat]


def test_random_kills_while_telegram_fails_too(
    product: Harness, database_url: str, show: Callable[[str], None]
) -> None:
    chance = random.Random(SEED + 1)
    product.set_faults(
        {"method": "sendMessage", "kind": "429", "p": 0.1},
        {"method": "sendMessage", "kind": "502_html", "p": 0.1},
        {"method": "getUpdates", "kind": "500", "p": 0.1},
    )
    chats, kills = range(500, 510), max(5, KILLS // 5)
    for kill in range(kills):
        for chat in chats:
            product.write(chat, f"f{kill}")
        product.run_and_kill(chance.uniform(0.3, 1.5))
    product.let_finish(120, quiet=2.0)
    product.set_faults()
    outcome = product.outcome(chats)
    show(f"{kills} kills and failing calls: {outcome}")
    assert (outcome.lost, outcome.reordered) == (0, 0)
    assert outcome.repeated == sum(product.between[-kills:])
    assert max(product.between) <= 1
    for chat in chats:
        assert pairs_of(database_url, chat) == product.written[chat]
