"""Serves the web chat with an echo for a dialogue service, for tests of the page alone.

``PYTHONPATH=.:tests python tests/browser/serve.py`` prints the address as its first line.
"""

from __future__ import annotations

import asyncio
import socket
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from fakes.echo_dialogue import echo_dialogue

import warmwijzer.tables
from bot.continue_link import new_link
from bot.gateway import Gateway
from bot.turn import TurnTaker
from bot.web.app import build_web_app
from casework.organisation import load_organisation
from storage.database import open_database
from storage.unit_of_work import UnitOfWork

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class EchoSettings:
    """The settings that the web chat reads."""

    public_url: str
    new_chats_per_hour: int = 1000
    embed_on: tuple[str, ...] = ()


async def serve(folder: Path, port: int) -> None:
    """Serve until stopped; the database stands in ``folder``."""
    listening = socket.create_server(("127.0.0.1", port))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    database = open_database(f"sqlite:///{folder}/echo.db")
    warmwijzer.tables.ALL.create_all(database.engine)
    organisation = load_organisation(ROOT / "organisation" / "example.yml")

    def make_link(unit: UnitOfWork, conversation_id: str) -> str:
        return f"{address}/verder/{new_link(unit, conversation_id)}"

    turns = TurnTaker(database, organisation, echo_dialogue, lambda call: {}, make_link)
    gateway = Gateway(database, turns, 2)
    app, channel = build_web_app(
        database=database,
        gateway=gateway,
        organisation=organisation,
        settings=EchoSettings(address),
    )
    running = asyncio.create_task(gateway.run([channel]))
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="warning", server_header=False, timeout_graceful_shutdown=1)
    )
    print(address, flush=True)
    try:
        await server.serve(sockets=[listening])
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        database.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        asyncio.run(serve(Path(place), int(sys.argv[1]) if len(sys.argv) > 1 else 0))
