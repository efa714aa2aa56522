"""``warmwijzer evidence …``: the log, for organisations and their auditors."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from evidence_log import (
    export as export_log,
)
from evidence_log import (
    record,
    rotate,
    sign_checkpoint,
    start_signing,
    verify_database,
    verify_export,
)
from evidence_log.checkpoints.copies import copy_checkpoints
from evidence_log.checkpoints.status import log_status
from warmwijzer.evidence_keys import destinations, signer
from warmwijzer.product import open_prepared_database
from warmwijzer.settings import read_settings

app = typer.Typer(no_args_is_help=True, help="The evidence log.")
key_app = typer.Typer(no_args_is_help=True, help="The key that signs the log.")
app.add_typer(key_app, name="key")
console = Console()
Kept = Annotated[
    list[Path] | None,
    typer.Option(help="A checkpoint or public key that you kept yourself; may be repeated."),
]


@app.callback()
def _evidence() -> None:
    """The evidence log."""


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="A new folder for the files.")],
    since: Annotated[str | None, typer.Option(help="First day, such as 2026-01-01.")] = None,
    until: Annotated[str | None, typer.Option(help="First day after the period.")] = None,
) -> None:
    """Write the log for a period, signed, with the program that checks it. The export is recorded.

    Example: `warmwijzer evidence export bewijs-2026 --since 2026-01-01 --until 2027-01-01`
    """
    period = _moment(since), _moment(until)
    settings = read_settings()
    database = open_prepared_database(settings)
    with database.unit() as unit:
        codes = {"what": "evidence", "by": "command_line", "since": since, "until": until}
        record(unit, "exported", None, codes)
        unit.commit()
    sign_checkpoint(database, signer(settings))
    with Progress(console=console, transient=True) as progress, database.unit() as unit:
        task = progress.add_task("Bewijs schrijven", total=None)
        try:
            made = export_log(unit, folder, *period, lambda _: progress.advance(task))
        except FileExistsError as error:
            raise typer.BadParameter(
                f"{folder} already holds an export, so nothing was written. Name a new folder."
            ) from error
    database.close()
    console.print(f"{made.entries} regels in {made.folder}; wortel {made.root[:16]}…")


@app.command()
def verify(
    folder: Annotated[Path | None, typer.Argument(help="An export; else the database.")] = None,
    kept: Kept = None,
) -> None:
    """Check an export, or the database itself; say what is damaged and where.

    Example: `warmwijzer evidence verify bewijs-2026 --kept checkpoint-van-maart.note`
    """
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("Bewijs controleren", total=None)

        def on_line() -> None:
            progress.advance(task)

        if folder is not None:
            found = verify_export(folder, kept or (), on_line)
        else:
            database = open_prepared_database(read_settings())
            with database.unit() as unit:
                found = verify_database(unit, kept or (), on_line)
            database.close()
    console.print(f"In orde: {found.entries} regels, waarvan {found.erased} gewist.")
    console.print(f"Getekend tot regel {found.size} door {found.key}", soft_wrap=True)


@app.command()
def sign() -> None:
    """Sign the log as it is now. `warmwijzer run` does so by itself.

    Example: `warmwijzer evidence sign`
    """
    settings = read_settings()
    database = open_prepared_database(settings)
    row = sign_checkpoint(database, signer(settings))
    database.close()
    console.print(row.note if row else "Het logboek is nog leeg.", soft_wrap=True)


@app.command()
def status() -> None:
    """Show what is signed and what is outside; exit code 1 when something is late or missing.

    Example: `warmwijzer evidence status`
    """
    settings = read_settings()
    database = open_prepared_database(settings)
    with database.unit() as unit:
        found = log_status(unit, destinations(settings))
    database.close()
    table = Table("waar", "tot regel", "sinds", "te laat")
    table.add_row(
        "ondertekend", str(found.signed), _said(found.signed_at), _late(found.is_signature_late)
    )
    for copy in found.copies:
        table.add_row(
            copy.destination, str(copy.size or 0), _said(copy.copied_at), _late(copy.is_late)
        )
    console.print(f"{found.entries} regels in het logboek")
    console.print(table)
    if not found.copies:
        console.print("[red]Er is geen kopie buiten de database: WARMWIJZER_EVIDENCE_COPIES[/red]")
    if found.late or not found.copies:
        raise typer.Exit(1)


@app.command("copy")
def copy_now() -> None:
    """Sign the log and bring the checkpoint outside now. `warmwijzer run` does so by itself.

    Example: `warmwijzer evidence copy`
    """
    settings = read_settings()
    database = open_prepared_database(settings)
    sign_checkpoint(database, signer(settings))
    failed = copy_checkpoints(database, destinations(settings))
    database.close()
    for error in failed:
        console.print(f"[red]{error}[/red]", soft_wrap=True)
    if failed:
        raise typer.Exit(1)


@key_app.command("new")
def new_key() -> None:
    """Make the first signing key, or go on under another name when it was lost; show it.

    Example: `warmwijzer evidence key new`
    """
    settings = read_settings()
    database = open_prepared_database(settings)
    console.print(str(start_signing(database, signer(settings))), soft_wrap=True)
    database.close()


@key_app.command("rotate")
def rotate_key() -> None:
    """Replace the signing key; the old and the new one sign the change.

    Example: `warmwijzer evidence key rotate`
    """
    settings = read_settings()
    database = open_prepared_database(settings)
    key = rotate(database, signer(settings))
    database.close()
    console.print(str(key.public), soft_wrap=True)


def _said(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "nog nooit"


def _late(is_late: bool) -> str:
    return "ja" if is_late else "nee"


def _moment(day: str | None) -> datetime | None:
    if day is None:
        return None
    try:
        return datetime.combine(date.fromisoformat(day), time(), UTC)
    except ValueError as error:
        raise typer.BadParameter(f"{day!r} is not a day such as 2026-01-31.") from error
