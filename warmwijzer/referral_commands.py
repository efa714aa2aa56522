"""``warmwijzer referral …``: what runs, a link for the receiver, how it ended, and the figures."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from casework.context import Turn
from casework.current_organisation import CurrentOrganisation
from casework.decide import decide
from casework.decisions import Decision
from casework.organisation import load_organisation
from casework.referrals.closing import close_referral
from casework.referrals.figures import COUNTS, Figures, figures
from casework.referrals.note import make_link
from casework.referrals.pause import rest_after_notice
from casework.referrals.store import all_referrals, referral_with
from casework.store import case_with
from warmwijzer.product import open_prepared_database
from warmwijzer.settings import read_settings

app = typer.Typer(no_args_is_help=True, help="Referrals: from the choice to how it ended.")
console = Console()
Referral = Annotated[str, typer.Argument(help="The referral's id: see `warmwijzer referral open`.")]
Colleague = Annotated[str, typer.Option(help="Your pseudonym, in lower case.")]


@app.command("open")
def list_open() -> None:
    """List the referrals that were chosen and are not closed.

    Example: `warmwijzer referral open`
    """
    table = Table("id", "dienst", "stand", "sinds", title="Lopende verwijzingen")
    database = open_prepared_database(read_settings())
    with database.unit() as unit:
        for row in all_referrals(unit):
            if row.state not in ("offered", "withdrawn") and row.closed_at is None:
                since = f"{row.created_at:%Y-%m-%d}"
                table.add_row(row.id, row.service_name, row.state, since)
    database.close()
    console.print(table)


@app.command()
def link(referral: Referral) -> None:
    """Make a link with which the receiver reads the note and answers once. You send it yourself.

    Example: `warmwijzer referral link 5f2c…`
    """
    with _turn(referral) as turn:
        token = make_link(turn, referral)
    url = read_settings().public_url
    console.print(f"{url}/doorverwijzing/{token}", soft_wrap=True)


@app.command()
def sent(referral: Referral, colleague: Colleague) -> None:
    """Note that you made the contact or sent the link; five working days later the person is asked.

    Example: `warmwijzer referral sent 5f2c… --colleague c7`
    """
    with _turn(referral) as turn:
        decide(turn, Decision("referral", referral), "sent", colleague)
    console.print("Genoteerd.")


@app.command()
def outcome(
    referral: Referral,
    code: Annotated[str, typer.Argument(help="got_help, could_not_reach, no_capacity, …")],
    colleague: Colleague,
    said_by: Annotated[str, typer.Option(help="person, provider or colleague")] = "colleague",
) -> None:
    """Note how a referral ended, and by whose word.

    Example: `warmwijzer referral outcome 5f2c… got_help --said-by provider --colleague c7`
    """
    with _turn(referral) as turn:
        close_referral(turn, referral, code, said_by, colleague)
    console.print("Genoteerd.")


@app.command()
def notice(
    referral: Referral,
    received: Annotated[str, typer.Argument(help="The day of the notice, such as 2026-11-22.")],
    months: Annotated[int, typer.Argument(help="For how many months it asks rest: 4 to 8.")],
    colleague: Colleague,
) -> None:
    """Note a notice (kennisgeving) of debt help: collection rests for the months that it names.

    Example: `warmwijzer referral notice 5f2c… 2026-11-22 6 --colleague c7`
    """
    try:
        day = date.fromisoformat(received)
    except ValueError as error:
        raise typer.BadParameter(f"{received!r} is no day; write 2026-11-22.") from error
    with _turn(referral) as turn:
        rest_after_notice(turn, day, months, colleague)
    console.print("Genoteerd. Tot die tijd geen herinneringen en geen kosten.")


@app.command("figures")
def show_figures(
    by: Annotated[str, typer.Option(help="service or need")] = "service",
    form: Annotated[str, typer.Option("--format", help="table, csv or json")] = "table",
) -> None:
    """Show offered, accepted, arrived and confirmed; counts under ten are hidden.

    Example: `warmwijzer referral figures --by need --format csv`
    """
    if by not in ("service", "need") or form not in ("table", "csv", "json"):
        raise typer.BadParameter("--by is service or need; --format is table, csv or json.")
    database = open_prepared_database(read_settings())
    with database.unit() as unit:
        lines = figures(unit, by)
    database.close()
    head = (by, *COUNTS, "hours_to_contact")
    if form == "json":
        sys.stdout.write(json.dumps([dict(zip(head, _cells(each), strict=True)) for each in lines]))
        return
    if form == "csv":
        writer = csv.writer(sys.stdout)
        writer.writerows([head, *([_shown(cell) for cell in _cells(each)] for each in lines)])
        return
    table = Table(*head, title="Verwijzingen")
    for each in lines:
        table.add_row(*map(_shown, _cells(each)))
    console.print(table)


def _cells(line: Figures) -> list[str | int | None]:
    return [line.name, *(line.counts[name] for name in COUNTS), line.hours_to_contact]


def _shown(cell: str | int | None) -> str:
    return "-" if cell is None else str(cell)


@contextmanager
def _turn(referral_id: str) -> Iterator[Turn]:
    """Give the turn of the referral's case and commit it; nothing is found for a wrong id."""
    settings = read_settings()
    database = open_prepared_database(settings)
    try:
        with database.unit() as unit:
            row = referral_with(unit, referral_id)
            case = case_with(unit, row.case_id) if row else None
            if row is None or case is None:
                raise typer.BadParameter("There is no such referral, so nothing was changed.")
            current = CurrentOrganisation(load_organisation(settings.organisation))
            yield Turn(unit, case, row.conversation_id or "", "console", current.at(unit))
            unit.commit()
    finally:
        database.close()
