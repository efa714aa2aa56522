"""Ended with kill -9 at every named place: nothing lost, nothing reordered, nothing done twice."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest
from harness import Harness
from kept import pairs_of
from sizes import KILLS_PER_POINT

pytestmark = [pytest.mark.crash, pytest.mark.timeout(1800)]

POINTS = [
    "telegram_fetched",
    "inbox_before_write",
    "inbox_in_transaction",
    "inbox_kept",
    "telegram_batch_kept",
    "turn_leased",
    "turn_before_dialogue",
    "turn_after_dialogue",
    "turn_in_transaction",
    "turn_committed",
    "outbox_taken",
    "send_before",
    "send_after",
    "send_marked",
]
_chats = count(1000)


@pytest.mark.parametrize("point", POINTS)
def test_a_kill_at(
    point: str, product: Harness, database_url: str, show: Callable[[str], None]
) -> None:
    chats, earlier = [next(_chats) for _ in range(4)], len(product.between)
    for kill in range(KILLS_PER_POINT):
        for number in range(4):
            for chat in chats:
                product.write(chat, f"m{kill}-{number}")
        at_pass = 1 if point == "telegram_batch_kept" else 1 + (kill + 2) % 9
        product.run_until_it_dies(f"{point}:{at_pass}")
    product.let_finish()
    outcome, between = product.outcome(chats), product.between[earlier:]
    show(f"{point}: {len(between)} kill(s), {outcome}, {sum(between)} between sent and marked")
    assert (outcome.lost, outcome.reordered) == (0, 0)
    assert outcome.repeated == sum(between)
    assert max(between) <= 1
    assert point != "send_after" or min(between) == 1
    for chat in chats:
        assert pairs_of(database_url, chat) == product.written[chat]
