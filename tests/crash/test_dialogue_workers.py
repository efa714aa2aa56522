"""The real dialogue workers ended with kill -9 at random while people write."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from harness import HERE, Harness, kill
from kept import unfinished
from sizes import KILLS

pytestmark = [pytest.mark.crash, pytest.mark.timeout(900)]
WORDS = ["hoi", "wat kan jij allemaal", "ik kan mijn huur niet betalen", "dank je wel"]


def workers(pid: int) -> list[psutil.Process]:
    """Return the dialogue workers of the process ``pid`` that live."""
    found = []
    for each in psutil.Process(pid).children(recursive=True):
        with contextlib.suppress(psutil.Error):
            if "bot.dialogue_worker" in " ".join(each.cmdline()):
                found.append(each)
    return found


def test_a_dialogue_worker_may_die_at_any_moment(
    api_url: str,
    database_url: str,
    model_path: Path,
    show: Callable[[str], None],
) -> None:
    product = Harness(api_url, HERE / "product.py", (database_url, api_url, str(model_path)))
    chance, kills, chats = random.Random(5), max(5, KILLS // 5), range(700, 706)
    process = product.start()
    try:
        for _ in range(kills):
            for chat in chats:
                product.write(chat, chance.choice(WORDS))
            time.sleep(chance.uniform(0.2, 3))
            if alive := workers(process.pid):
                chance.choice(alive).kill()
        began = time.monotonic()
        while unfinished(database_url) and time.monotonic() - began < 120:
            time.sleep(0.2)
        took = time.monotonic() - began
        time.sleep(2)
        left = workers(process.pid)
    finally:
        kill(process)
    gone, alive = psutil.wait_procs(left, timeout=10)
    assert (len(gone) >= 1, alive) == (True, [])
    answered = {chat for chat, _ in product.sent()}
    total = sum(len(each) for each in product.written.values())
    show(f"{kills} workers killed: {total} written, all handled {took:.0f} s after the last kill")
    assert unfinished(database_url) == 0
    assert answered == set(chats)
