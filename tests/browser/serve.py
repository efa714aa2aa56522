"""Serves the web chat with an echo for a dialogue service, and the console beside it.

``PYTHONPATH=.:tests python tests/browser/serve.py`` prints the two addresses as its first lines.
The colleagues :data:`HIRED` can log in with :data:`PASSWORD`.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from fakes.echo_dialogue import echo_dialogue
from fakes.scripted_desk import scripted_understanding
from made_up_log import fill_log

import warmwijzer.tables
from bot import colleagues
from bot.assisting import Assistance
from bot.continue_link import new_link
from bot.gateway import Gateway
from bot.phone import Telephone
from bot.safeguards.danger import get_ready
from bot.turn import TurnTaker
from bot.web.app import build_web_app
from casework.organisation import load_organisation
from evidence_log import open_signer, sign_checkpoint
from staff_console.accounts import add_member
from staff_console.app import build_console
from staff_console.provider_pages import BACK
from staff_console.ways_in.identity_provider import IdentityProvider, ProviderSettings, WaysIn
from storage.database import Database, open_database
from storage.unit_of_work import UnitOfWork
from warmwijzer.audit_desk import ProductAuditDesk
from warmwijzer.product import fill_directory
from warmwijzer.settings import read_settings
from web.asgi import App

ROOT = Path(__file__).parents[2]
PASSWORD = "paarse olifant fietst naar zee"
HIRED = {
    "anna": "worker",
    "bert": "worker",
    "dina": "worker",
    "emma": "worker",
    "eva@example.org": "worker",
    "boss": "admin",
    "lead": "team_lead",
    "editor": "directory_editor",
    "auditor": "auditor",
    "edith": "directory_editor",
    "adam": "admin",
    "lena": "team_lead",
}


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
    listening_desk = socket.create_server(("127.0.0.1", 0))
    # Passkeys belong to a name, never to a number.
    desk_address = f"http://localhost:{listening_desk.getsockname()[1]}"
    _hire(database)
    fill_directory(database, organisation)
    fill_log(database)
    sign_checkpoint(database, open_signer(folder / "keys", "example.org"))
    telephone = Telephone(database, gateway)
    provider, ways_in = _provider(desk_address)
    desk, live_desk = build_console(
        database=database,
        organisation=organisation,
        url=desk_address,
        talks=colleagues,
        telephone=telephone,
        assistance=Assistance(scripted_understanding),
        make_link=make_link,
        wake_senders=gateway.wake_senders,
        public_url=address,
        audits=ProductAuditDesk(
            read_settings({"WARMWIJZER_EVIDENCE_FOLDER": f"{folder}/keys"}), database
        ),
        ways_in=ways_in,
    )
    desk_server = _Beside(_config(desk))
    tasks = [
        asyncio.create_task(each)
        for each in (
            gateway.run([channel, telephone]),
            live_desk.run(),
            desk_server.serve(sockets=[listening_desk]),
        )
    ]
    server = uvicorn.Server(_config(app))
    get_ready()  # as the product does: the first message must not wait for it
    print(address, desk_address, sep="\n", flush=True)
    try:
        await server.serve(sockets=[listening])
    finally:
        desk_server.should_exit = True
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        database.close()
        if provider is not None:
            provider.terminate()
            provider.communicate()


def _provider(desk_address: str) -> tuple[subprocess.Popen[str] | None, WaysIn]:
    """Start the organisation's log-in when ``PROVIDER_MODULES`` has its npm packages."""
    modules = os.environ.get("PROVIDER_MODULES")
    if modules is None:
        return None, WaysIn()
    back = f"{desk_address}{BACK}"
    script = ROOT / "tests" / "identity_provider" / "provider.mjs"
    process = subprocess.Popen(
        ["node", str(script), back, f"{desk_address}/inloggen"],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"NODE_PATH": modules},
    )
    assert process.stdout is not None
    issuer = process.stdout.readline().strip()
    settings = ProviderSettings(issuer, "console", "not-so-secret-but-long-enough")
    return process, WaysIn(IdentityProvider(settings, back))


class _Beside(uvicorn.Server):
    """A second server in the same process: signals are the first one's."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield


def _config(app: App) -> uvicorn.Config:
    return uvicorn.Config(
        app, log_level="warning", server_header=False, timeout_graceful_shutdown=1
    )


def _hire(database: Database) -> None:
    with database.unit() as unit:
        for name, role in HIRED.items():
            add_member(
                unit, login_name=name, display_name=name.title(), password=PASSWORD, role=role
            )
        unit.commit()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        asyncio.run(serve(Path(place), int(sys.argv[1]) if len(sys.argv) > 1 else 0))
