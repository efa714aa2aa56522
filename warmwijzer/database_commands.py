"""``warmwijzer db …`` and ``warmwijzer forget``."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.addresses import conversation_at, conversation_with
from casework.forget import forget
from casework.organisation import load_organisation
from storage.migrate import current_revision, write_revision
from warmwijzer.product import open_prepared_database
from warmwijzer.settings import read_settings
from warmwijzer.tidying import tidy as tidy_up

app = typer.Typer(no_args_is_help=True, help="The database: tables up to date, old words removed.")
console = Console()


@app.command()
def upgrade() -> None:
    """Bring the tables up to date. `warmwijzer run` does this too.

    Example: `warmwijzer db upgrade`
    """
    database = open_prepared_database(read_settings())
    console.print(f"{database.url}: {current_revision(database)}")
    database.close()


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="For example 2026_12_01_add_pause_until")],
) -> None:
    """Write a migration from the difference between the tables and the code. Read it first.

    Example: `warmwijzer db new 2026_12_01_add_pause_until`
    """
    database = open_prepared_database(read_settings())
    write_revision(database, name)
    database.close()


@app.command()
def tidy() -> None:
    """Remove words and cases past their term now. `warmwijzer run` does so every six hours.

    Example: `warmwijzer db tidy`
    """
    settings = read_settings()
    database = open_prepared_database(settings)
    done = tidy_up(database, load_organisation(settings.organisation))
    database.close()
    table = Table("tabel", "regels weg", title="Bewaartermijnen toegepast")
    for name, number in sorted(done.rows.items()):
        table.add_row(name, str(number))
    if done.rows:
        console.print(table)
    console.print(
        f"Weg: {done.messages} berichten, {done.sessions} sessies. "
        f"Vergeten: {done.cases} zaken, {done.entries} regels bewijs. Vastgehouden: {done.held}."
    )


def forget_person(
    conversation: Annotated[str | None, typer.Option(help="The conversation's id.")] = None,
    telegram: Annotated[str | None, typer.Option(help="The Telegram chat id.")] = None,
    case: Annotated[str | None, typer.Option(help="The case's id.")] = None,
) -> None:
    """Forget one person: messages, facts, addresses. The evidence log keeps codes only.

    Example: `warmwijzer forget --telegram 123456`
    """
    database = open_prepared_database(read_settings())
    with database.unit() as unit:
        found = None
        if conversation is not None:
            found = conversation_with(unit, conversation)
        elif telegram is not None:
            found = conversation_at(unit, "telegram", telegram)
        case_id = found.case_id if found else case
        if case_id is None:
            console.print("[red]Nobody was found, so nothing was deleted. Check the id.[/red]")
            raise typer.Exit(1)
        counts = {name: n for name, n in forget(unit, case_id).counts.items() if n}
        unit.commit()
    database.wipe_traces()
    database.close()
    console.print(f"Vergeten: {counts or 'er was niets meer'}")
