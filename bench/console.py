"""Times the console with 200 open conversations, 20 colleagues and a year of conversations before.

Writes docs/benchmarks/console.md.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import random
import secrets
import socket
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import socketio
import uvicorn
from matplotlib import pyplot as plt
from rich.console import Console
from rich.progress import track

import warmwijzer.tables
from bench.figures import percentile
from bench.machine import machine_facts
from bench.made_up_year import fill, made_up
from bench.places import ORGANISATION, REPORT
from bot import colleagues, inbox
from bot.addresses import conversation_at
from bot.messages import Inbound, Kind
from bot.turn import TurnTaker
from casework.organisation import load_organisation
from staff_console.app import build_console
from staff_console.sessions import open_session
from staff_console.store import StaffMember
from storage.database import Database, open_database
from warmwijzer.audit_desk import ProductAuditDesk
from warmwijzer.settings import read_settings

PAGE = REPORT / "console.md"
MOST_MESSAGE_MS, MOST_PAGE_MS = 300.0, 200.0


class Nobody:
    """Stands where this measurement needs no telephone and no understanding."""

    def understood(self, words: str, as_of: object) -> None:
        """Understand nothing: what that takes is measured by itself."""

    def explanation(self, words: str, as_of: object) -> None:
        """Explain nothing."""


@dataclass
class Seen:
    """What was measured, in milliseconds."""

    messages: list[float] = field(default_factory=list)
    pages: dict[str, list[float]] = field(default_factory=dict)
    sent: dict[str, float] = field(default_factory=dict)


def measure(console: Console, quick: bool = False) -> None:
    """Measure live news and pages under 200 conversations and 20 colleagues (two minutes)."""
    talks, people, messages = (20, 4, 20) if quick else (200, 20, 100)
    year = 100 if quick else 5_000
    with TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/desk.db")
        warmwijzer.tables.ALL.create_all(database.engine)
        fill(database, made_up(year, datetime.now(UTC) - timedelta(days=365), 365), lambda _: None)
        ids = _open_talks(database, talks)
        tokens = [_hire(database, number) for number in range(people)]
        lead = _hire(database, people, "team_lead")
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        server = multiprocessing.get_context("spawn").Process(target=_serve, args=(folder, port))
        server.start()
        try:
            seen = asyncio.run(_play(database, ids, tokens, port, messages))
            seen.pages |= asyncio.run(_look_back(lead, port))
        finally:
            server.terminate()
            server.join()
            database.close()
    PAGE.write_text(_page(talks, people, year, seen), "utf-8")
    _draw(seen)
    console.print(f"Written: {PAGE.name}")


def _open_talks(database: Database, number: int) -> list[str]:
    """Let so many people ask for a colleague; return the ids of their conversations."""
    turns = TurnTaker(
        database,
        load_organisation(ORGANISATION),
        _no_dialogue,
        lambda call: {},
        lambda unit, talk: "",
    )
    for each in track(range(number), "conversations"):
        inbox.receive(database, _said(each, "hallo, ik wil een mens spreken"))
        while (lease := inbox.lease_next(database)) is not None:
            turns.take(lease)
    with database.unit() as unit:
        found = [conversation_at(unit, "test", f"c{each}") for each in range(number)]
    return [each.id for each in found if each is not None]


def _no_dialogue(*_: object) -> Any:
    raise AssertionError("who asks for a person needs no dialogue")


def _said(talk: int, words: str) -> Inbound:
    key = secrets.token_hex(8)
    return Inbound("test", f"c{talk}", key, key, Kind.TEXT, words)


def _hire(database: Database, number: int, role: str = "worker") -> str:
    with database.unit() as unit:
        member = StaffMember(
            id=f"staff_{number}",
            login_name=f"colleague{number}",
            display_name=f"Collega {number}",
            role=role,
            password_hash="",
            created_at=unit.now,
        )
        unit.add(member)
        token = open_session(unit, member, is_complete=True)
        unit.commit()
    return token


def _serve(folder: str, port: int) -> None:
    """Serve the console in a process of its own, as the product does."""
    database = open_database(f"sqlite:///{folder}/desk.db")
    nobody: Any = Nobody()
    settings = read_settings({"WARMWIJZER_EVIDENCE_FOLDER": str(Path(folder) / "keys")})
    app, live = build_console(
        database=database,
        organisation=load_organisation(ORGANISATION),
        url=f"http://127.0.0.1:{port}",
        talks=colleagues,
        telephone=nobody,
        assistance=nobody,
        make_link=lambda unit, talk: "",
        wake_senders=lambda: None,
        public_url="",
        audits=ProductAuditDesk(settings, database),
    )

    async def run() -> None:
        looking = asyncio.create_task(live.run())
        config = uvicorn.Config(app, port=port, log_level="error", timeout_keep_alive=75)
        await uvicorn.Server(config).serve()
        looking.cancel()

    asyncio.run(run())


async def _play(
    database: Database, ids: list[str], tokens: list[str], port: int, messages: int
) -> Seen:
    """Let people write and colleagues open pages, and note how long each thing took."""
    seen, url = Seen(), f"http://127.0.0.1:{port}"
    places = {talk: place for place, talk in enumerate(ids)}
    await _until_served(url)
    clients = [await _listening(url, token, seen) for token in tokens]
    stop = asyncio.Event()
    readers = [asyncio.create_task(_reads(url, token, ids, seen, stop)) for token in tokens]
    for _ in track(range(messages), "messages"):
        talk = random.choice(ids)  # noqa: S311
        seen.sent[talk] = time.perf_counter()
        await asyncio.to_thread(inbox.receive, database, _said(places[talk], "ik wacht"), 10_000)
        await asyncio.sleep(0.2)
    await asyncio.sleep(1)
    stop.set()
    await asyncio.gather(*readers)
    for client in clients:
        await client.disconnect()
    return seen


async def _until_served(url: str) -> None:
    async with httpx.AsyncClient() as http:
        for _ in range(300):
            try:
                await http.get(f"{url}/inloggen")
                return
            except httpx.TransportError:
                await asyncio.sleep(0.2)
    raise RuntimeError("the console did not start")


async def _listening(url: str, token: str, seen: Seen) -> socketio.AsyncClient:
    client = socketio.AsyncClient()

    def changed(news: dict[str, str]) -> None:
        begun = seen.sent.get(news["talk"])
        if begun is not None:
            seen.messages.append((time.perf_counter() - begun) * 1000)

    client.on("talk_changed", changed)
    headers = {"cookie": f"console={token}", "origin": url}
    await client.connect(url, headers=headers, transports=["websocket"])
    return client


async def _reads(url: str, token: str, ids: list[str], seen: Seen, stop: asyncio.Event) -> None:
    """Open a page about every four seconds, as somebody at work does."""
    async with httpx.AsyncClient(base_url=url, headers={"cookie": f"console={token}"}) as http:
        while not stop.is_set():
            await asyncio.sleep(random.uniform(2, 6))  # noqa: S311
            talk = f"/gesprek/{random.choice(ids)}"  # noqa: S311
            for name, path in {
                "queue": "/wachtrij",
                "conversation": talk,
                "messages": f"{talk}/berichten",
            }.items():
                begun = time.perf_counter()
                answer = await http.get(path, timeout=30)
                answer.raise_for_status()
                seen.pages.setdefault(name, []).append((time.perf_counter() - begun) * 1000)


async def _look_back(token: str, port: int) -> dict[str, list[float]]:
    """Open the team's page as a team lead does, when nobody else does anything."""
    seen: dict[str, list[float]] = {}
    today = datetime.now(UTC).date()
    year = f"/team?van={today - timedelta(days=364)}&tot={today}"
    headers = {"cookie": f"console={token}"}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers) as http:
        for name, path in {"team, four weeks": "/team", "team, a year": year}.items():
            for _ in range(20):
                begun = time.perf_counter()
                (await http.get(path, timeout=30)).raise_for_status()
                seen.setdefault(name, []).append((time.perf_counter() - begun) * 1000)
    return seen


def _rows(seen: Seen) -> dict[str, tuple[list[float], float]]:
    rows = {"message reaches a console": (seen.messages, MOST_MESSAGE_MS)}
    return rows | {f"page: {name}": (each, MOST_PAGE_MS) for name, each in seen.pages.items()}


def _page(talks: int, people: int, year: int, seen: Seen) -> str:
    facts = machine_facts()
    shown = ("date", "cores", "memory", "system", "load before")
    lines = [
        f"| {name} | {len(each)} | {percentile(each, 50):.0f} | {percentile(each, 95):.0f} | "
        f"{most:.0f} | {'met' if percentile(each, 95) <= most else '**not met**'} |"
        for name, (each, most) in _rows(seen).items()
    ]
    return "\n".join(
        [
            "# The console under load",
            "",
            "Written by `python -m bench console` (a part of `make bench`).",
            "",
            *(f"- {name}: {facts[name]}" for name in shown),
            "- the load is of all that ran here; figures count when it is near the two cores",
            "",
            f"{talks} conversations wait for a person, {people} colleagues are logged in with an",
            "open page each. Five messages come in a second, and every colleague opens the queue,",
            "a conversation and its messages about every four seconds. SQLite; server and clients",
            f"share the two cores. The log holds {year:,} conversations of the year before. When",
            "all that is over, a team lead looks at the team's page, 20 times for each period.",
            "",
            "| What | measured | p50, ms | p95, ms | at most | |",
            "|---|---|---|---|---|---|",
            *lines,
            "",
            "![Shares of what was measured, by milliseconds](console.svg)",
            "",
        ]
    )


def _draw(seen: Seen) -> None:
    """Draw which share was there within how many milliseconds."""
    figure, axes = plt.subplots(figsize=(8.5, 4.2))
    for (name, (each, _)), line in zip(
        _rows(seen).items(), ("-", "--", ":", "-.", (0, (1, 4)), (0, (5, 5))), strict=False
    ):
        ordered = sorted(each)
        shares = [(place + 1) / len(ordered) * 100 for place in range(len(ordered))]
        axes.plot(ordered, shares, linestyle=line, label=name, linewidth=2)
    axes.axhline(95, color="#999999", linewidth=0.8)
    axes.set_xlabel("milliseconds")
    axes.set_ylabel("% there within that time")
    axes.set_xlim(left=0)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
    figure.savefig(REPORT / "console.svg", bbox_inches="tight", metadata={"Date": None})
    plt.close(figure)
