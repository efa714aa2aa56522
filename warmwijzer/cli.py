"""The command line ``warmwijzer``. Each command has help and an example."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console

from audit_pack import AuditPackError
from bot.errors import BotError
from casework.errors import CaseworkError
from evidence_log import EvidenceError
from payment_arrangement import ArrangementError
from referral_directory import DirectoryError
from staff_console.errors import ConsoleError
from storage.errors import StorageError
from warmwijzer import (
    admin_commands,
    arrangement_commands,
    audit_commands,
    database_commands,
    directory_commands,
    directory_exchange,
    evidence_commands,
    hold_commands,
    parse_command,
    person_commands,
    rasa_commands,
    referral_commands,
    training_commands,
)
from warmwijzer.demo import run_demo
from warmwijzer.model import TrainingFailed, ensure_model
from warmwijzer.product import Product, build_product
from warmwijzer.serve import serve
from warmwijzer.settings import Settings, SettingWrong, load_env_file, read_settings
from warmwijzer.talk_json import chat_as_json
from warmwijzer.terminal import chat_in_terminal

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_show_locals=False,
    help="Warmwijzer helpt mensen met een betalingsachterstand, en de organisatie die hen helpt.",
)
app.add_typer(admin_commands.app, name="admin")
app.add_typer(arrangement_commands.app, name="arrangement")
app.add_typer(database_commands.app, name="db")
app.add_typer(evidence_commands.app, name="evidence")
app.add_typer(audit_commands.app, name="audit")
app.add_typer(hold_commands.app, name="hold")
app.add_typer(person_commands.app, name="person")
app.add_typer(directory_commands.app, name="directory")
directory_commands.app.command("import")(directory_exchange.import_file)
directory_commands.app.command("export")(directory_exchange.export_file)
app.add_typer(referral_commands.app, name="referral")
app.command("parse")(parse_command.parse)
app.command("examples")(training_commands.examples)
app.command("forget")(database_commands.forget_person)
app.command("rasa", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(
    rasa_commands.rasa
)

console = Console()
_EXPECTED = (
    SettingWrong,
    TrainingFailed,
    BotError,
    ConsoleError,
    CaseworkError,
    EvidenceError,
    AuditPackError,
    ArrangementError,
    DirectoryError,
    StorageError,
    parse_command.LineUnreadable,
)


@app.command()
def run() -> None:
    """Start everything: web chat, Telegram when a token is set, and the dialogue workers.

    Example: `warmwijzer run`
    """
    product = _start()
    try:
        asyncio.run(serve(product, console))
    finally:
        product.close()


@app.command()
def chat(
    as_json: Annotated[
        bool, typer.Option("--json", help="Lines in, JSON lines out: see talk_json.py.")
    ] = False,
) -> None:
    """Talk in the terminal, through the whole product. Nothing of it is kept.

    Example: `echo "ik kan de huur niet betalen" | warmwijzer chat --json`
    """
    if as_json:
        _with_a_database_of_its_own(chat_as_json, Console(stderr=True))
    else:
        _with_a_database_of_its_own(chat_in_terminal)


@app.command()
def demo() -> None:
    """Play a scripted conversation through the real model, and show the evidence it leaves.

    Example: `warmwijzer demo`
    """
    _with_a_database_of_its_own(run_demo)


@app.command()
def train(
    force: Annotated[bool, typer.Option(help="Train again although nothing changed.")] = False,
) -> None:
    """Train the model when its inputs changed (config.yml, nlu/, bot/domain/, bot/dialogue/).

    Example: `warmwijzer train`
    """
    path = ensure_model(read_settings().cache, console, force)
    console.print(f"Model: {path.name}")


def main() -> None:
    """Run the command line; what can be expected to go wrong is said in one line."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    load_env_file(Path(".env"))
    try:
        app()
    except _EXPECTED as error:
        console.print(f"[red]{error}[/red]", soft_wrap=True)
        raise SystemExit(1) from error


def _start(settings: Settings | None = None, console: Console = console) -> Product:
    settings = settings or read_settings()
    model = ensure_model(settings.cache, console)
    with console.status("Starten ..."):
        return build_product(settings, str(model))


def _with_a_database_of_its_own(
    play: Callable[[Product, Console], None], console: Console = console
) -> None:
    with TemporaryDirectory() as folder:
        settings = replace(
            read_settings(),
            database_url=f"sqlite:///{folder}/talk.db",
            database_key=None,
            evidence_folder=None,
            dialogue_workers=1,
        )
        product = _start(settings, console)
        try:
            with console.status("Het model laden ..."):
                product.dialogue.wait_until_ready()
            play(product, console)
        finally:
            product.close()
