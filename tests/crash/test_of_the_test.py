"""The harness must see losses: python-telegram-bot's own update loop has them."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from harness import HERE, Harness

pytestmark = [pytest.mark.crash, pytest.mark.timeout(600)]
KILLS = 6


def test_the_harness_reports_loss_for_a_loop_that_keeps_its_queue_in_memory(
    api_url: str, show: Callable[[str], None]
) -> None:
    bot = Harness(api_url, HERE / "updater_bot.py", ("-", api_url))
    chance = random.Random(3)
    for kill in range(KILLS):
        for chat in range(20):
            bot.write(chat, f"m{kill}")
        bot.run_and_kill(chance.uniform(0.3, 0.9))
    bot.let_finish()
    outcome = bot.outcome()
    show(f"python-telegram-bot's own loop, {KILLS} random kills: {outcome}")
    assert outcome.lost > 0
