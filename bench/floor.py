"""Where a turn's time goes: understanding, dialogue, actions, database, the rest, the wire."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import event

from bench.load import SCRIPT
from bench.places import CACHE, ORGANISATION
from bot.dialogue_client import DialogueAnswer, DialogueRequest, RunAction
from storage.database import Database
from warmwijzer.product import Product, build_product
from warmwijzer.settings import read_settings
from warmwijzer.talk import Talk

CONVERSATIONS = 6


@dataclass
class Clock:
    """Seconds by part; ``inside`` keeps database time out of the part that it happens in."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Count the time of the block as ``name``, without the parts counted within it."""
        started, within = time.perf_counter(), sum(self.seconds.values())
        yield
        spent = time.perf_counter() - started
        counted = sum(self.seconds.values()) - within
        self.seconds[name] = self.seconds.get(name, 0.0) + spent - counted


def floor(model: Path) -> dict[str, float]:
    """Return the mean milliseconds of a turn by part: one conversation at a time, one worker.

    ``rest`` is our own Python: receiving, safeguards, mapping rows, the pipe. No wire is in it.
    """
    with TemporaryDirectory() as folder:
        settings = replace(
            read_settings({}),
            database_url=f"sqlite:///{folder}/floor.db",
            organisation=ORGANISATION,
            cache=CACHE,
            dialogue_workers=1,
        )
        product = build_product(settings, str(model))
        try:
            product.dialogue.wait_until_ready()
            return _measure(product)
        finally:
            product.close()


def _measure(product: Product) -> dict[str, float]:
    clock = Clock()
    watched = replace(product, turns=replace(product.turns, dialogue=_timed(product, clock)))
    _talk(watched)
    understanding = _parse_ms(product)
    _time_database(product.database, clock)
    clock.seconds.clear()
    with clock.part("rest"):
        for _ in range(CONVERSATIONS):
            _talk(watched)
    turns = CONVERSATIONS * len(SCRIPT)
    parts = {name: seconds * 1000 / turns for name, seconds in clock.seconds.items()}
    parts["dialogue"] -= understanding
    return {
        "understanding": round(understanding, 2),
        **{name: round(parts[name], 2) for name in ("dialogue", "actions", "database", "rest")},
    }


def _talk(product: Product) -> None:
    talk = Talk(product)
    for line in SCRIPT:
        talk.say(line)


def _parse_ms(product: Product) -> float:
    today = datetime.now(UTC).date()
    seconds = []
    for line in SCRIPT * 5:
        started = time.perf_counter()
        product.dialogue.parse(line, today)
        seconds.append(time.perf_counter() - started)
    return mean(seconds) * 1000


def _timed(
    product: Product, clock: Clock
) -> Callable[[DialogueRequest, RunAction], DialogueAnswer]:
    def dialogue(request: DialogueRequest, run_action: RunAction) -> DialogueAnswer:
        def run(call: dict[str, Any]) -> dict[str, Any]:
            with clock.part("actions"):
                return run_action(call)

        with clock.part("dialogue"):
            return product.dialogue.turn(request, run)

    return dialogue


def _time_database(database: Database, clock: Clock) -> None:
    """Count statements and commits as ``database``; a commit waits for the disk."""
    engine = database.engine
    entered: list[Any] = []

    @event.listens_for(engine, "before_cursor_execute")
    def _before(*_: Any) -> None:
        entered.append(clock.part("database"))
        entered[-1].__enter__()

    @event.listens_for(engine, "after_cursor_execute")
    def _after(*_: Any) -> None:
        entered.pop().__exit__(None, None, None)

    commit = engine.dialect.do_commit

    def timed_commit(connection: Any) -> None:
        with clock.part("database"):
            commit(connection)

    engine.dialect.do_commit = timed_commit  # type: ignore[method-assign,assignment]
