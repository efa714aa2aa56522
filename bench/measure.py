"""Measures every contender, one after the other, and returns the results."""

from __future__ import annotations

import asyncio
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from uuid import uuid4

from rich.console import Console
from sqlalchemy import text

from bench.contenders import Contender, DoesNotStart, ours, stock_default, stock_with_our_model
from bench.direct import direct_row
from bench.figures import Environment, Results, Row
from bench.floor import floor
from bench.load import Rehearsal, measure, rehearse
from bench.machine import machine_facts, our_environment, stock_environment
from bench.places import CACHE, ROOT
from bench.processes import memory_mb, processor_seconds
from bench.stock.environment import NoStockRasa
from bench.stock.model import StockModel, newest_stock_model
from bench.talks import SocketTalk
from storage.database import open_database
from warmwijzer.model import ensure_model

# Conversations at the same time → how often. Three times ten turns is enough for a p95 of one.
LEVELS = {1: 5, 10: 2, 100: 1}
QUICK = {1: 1, 10: 1}
ROUND_TRIPS = 50


def run_all(console: Console, quick: bool = False) -> Results:
    """Return the results of every contender. ``quick``: few turns, to see that it works."""
    levels = QUICK if quick else LEVELS
    machine = machine_facts()
    model = ensure_model(CACHE, console)
    console.print("ours ...")
    own, ours_said = asyncio.run(_row("ours", ours(), levels, None))
    rows = [own]

    def add(key: str, make: Callable[[], Row]) -> None:
        console.print(f"{key} ...")
        try:
            rows.append(make())
        except (DoesNotStart, NoStockRasa, TimeoutError) as error:
            rows.append(Row(key, note=f"not measured: {error}"))

    def of(key: str, contender: Contender) -> Callable[[], Row]:
        return lambda: asyncio.run(_row(key, contender, levels, ours_said))[0]

    add("ours_direct", lambda: asyncio.run(direct_row(model, levels)))
    with _postgresql() as url:
        if url:
            add("ours_postgresql", of("ours_postgresql", ours(url)))
        else:
            rows.append(Row("ours_postgresql", note="not measured: no PostgreSQL"))
    add("stock_our_model", of("stock_our_model", stock_with_our_model(model)))
    stock = _stock_model(rows)
    if stock is not None:
        add("stock_default", of("stock_default", stock_default(stock)))
        add("stock_durable", of("stock_durable", stock_default(stock, durable=True)))
    console.print("environments and the floor ...")
    environments: list[Environment] = [our_environment()]
    if stock is not None:
        environments.append(stock_environment(stock))
    parts = {**floor(model), "wire": asyncio.run(_wire_ms())}
    return Results(machine, tuple(rows), tuple(environments), parts)


async def _wire_ms() -> float:
    """Return what the web adds to a turn: there and back over socket.io, without a turn."""
    async with ours(workers=1)() as started:
        talk = started.open_talk()
        await talk.open()
        assert isinstance(talk, SocketTalk)  # noqa: S101
        seconds = []
        for _ in range(ROUND_TRIPS):
            before = time.perf_counter()
            await talk.round_trip()
            seconds.append(time.perf_counter() - before)
        await talk.close()
    return round(median(seconds) * 1000, 2)


async def _row(
    key: str, contender: Contender, levels: dict[int, int], like: Rehearsal | None
) -> tuple[Row, Rehearsal]:
    async with contender() as started:
        said = await rehearse(started.open_talk)
        before = processor_seconds(started.processes)
        measured = [
            await measure(started.open_talk, said, conversations, repeats)
            for conversations, repeats in levels.items()
        ]
        spent = processor_seconds(started.processes) - before
        row = Row(
            key,
            tuple(measured),
            start_seconds=round(started.start_seconds, 1),
            memory_mb=memory_mb(started.processes),
            processor_ms=round(spent * 1000 / sum(each.turns for each in measured), 1),
            same_answers=said.same_as(like) if like else None,
        )
        return row, said


def _stock_model(rows: list[Row]) -> StockModel | None:
    try:
        return newest_stock_model()
    except (NoStockRasa, subprocess.CalledProcessError) as error:
        rows.append(Row("stock_default", note=f"not measured: {error}"))
        return None


@contextmanager
def _postgresql() -> Iterator[str | None]:
    """Yield the address of an empty schema on a PostgreSQL of its own, or None without one."""
    say = 'echo "${WARMWIJZER_TEST_POSTGRESQL:-}"; exec cat'
    server = subprocess.Popen(
        [str(ROOT / "tools" / "with_postgresql.sh"), "sh", "-c", say],
        cwd=Path.cwd(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdin is not None and server.stdout is not None  # noqa: S101
    try:
        url = server.stdout.readline().strip()
        if not url:
            yield None
            return
        schema = f"bench_{uuid4().hex[:8]}"
        database = open_database(url)
        with database.engine.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA {schema}"))
        try:
            joined = "&" if "?" in url else "?"
            yield f"{url}{joined}options=-csearch_path%3D{schema}"
        finally:
            with database.engine.begin() as connection:
                connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
            database.close()
    finally:
        server.stdin.close()
        server.wait(30)
