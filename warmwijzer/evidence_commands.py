"""``warmwijzer evidence …``: the log, for organisations and their auditors."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from evidence_log import export as export_log
from warmwijzer.product import open_prepared_database
from warmwijzer.settings import read_settings

app = typer.Typer(no_args_is_help=True, help="The evidence log.")
console = Console()


@app.callback()
def _evidence() -> None:
    """The evidence log."""


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="A new folder for the files.")],
    since: Annotated[str | None, typer.Option(help="First day, such as 2026-01-01.")] = None,
    until: Annotated[str | None, typer.Option(help="First day after the period.")] = None,
) -> None:
    """Write the log for a period: JSON lines, CSV, and a summary with the tree's root.

    Example: `warmwijzer evidence export bewijs-2026 --since 2026-01-01 --until 2027-01-01`
    """
    database = open_prepared_database(read_settings())
    with Progress(console=console, transient=True) as progress, database.unit() as unit:
        task = progress.add_task("Bewijs schrijven", total=None)
        try:
            made = export_log(
                unit, folder, _moment(since), _moment(until), lambda: progress.advance(task)
            )
        except FileExistsError as error:
            raise typer.BadParameter(
                f"{folder} already holds an export, so nothing was written. Name a new folder."
            ) from error
    database.close()
    console.print(f"{made.entries} regels in {made.folder}; wortel {made.root[:16]}…")


def _moment(day: str | None) -> datetime | None:
    if day is None:
        return None
    try:
        return datetime.combine(date.fromisoformat(day), time(), UTC)
    except ValueError as error:
        raise typer.BadParameter(f"{day!r} is not a day such as 2026-01-31.") from error
