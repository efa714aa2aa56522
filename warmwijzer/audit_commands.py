"""``warmwijzer audit …``: the pack and the export for an auditor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from dateutil.relativedelta import relativedelta
from rich.console import Console
from rich.progress import Progress

from audit_pack import (
    Period,
    in_force_during,
    keep_in_force,
    last_two_years,
    load_norms,
    numbered,
    read_earlier,
    read_self_assessment,
    write_period_export,
)
from casework.arrangement_states import take_states
from casework.organisation import load_organisation
from evidence_log import record, sign_checkpoint
from storage.database import Database
from warmwijzer.data_map import retention_schedule
from warmwijzer.evidence_keys import signer
from warmwijzer.in_force import artifacts_in_force
from warmwijzer.packs import PackOrder, make_pack
from warmwijzer.product import open_prepared_database
from warmwijzer.settings import Settings, read_settings

app = typer.Typer(no_args_is_help=True, help="The pack and the export for an auditor.")
console = Console()

Folder = Annotated[Path, typer.Argument(help="A new folder for the files.")]
First = Annotated[str | None, typer.Option("--from", help="First day, such as 2024-11-01.")]
Until = Annotated[str | None, typer.Option("--to", help="First day after the period.")]


@app.command()
def pack(
    folder: Folder,
    seed: Annotated[str, typer.Option(help="What the sample is drawn with; the auditor says it.")],
    first: First = None,
    until: Until = None,
    sample: Annotated[int, typer.Option(min=1, max=200, help="How many files to draw.")] = 20,
    earlier: Annotated[Path | None, typer.Option(help="The folder of an earlier pack.")] = None,
    numbering: Annotated[Path | None, typer.Option(help="Numbers of your own norm text.")] = None,
    assessment: Annotated[Path | None, typer.Option(help="The SRCM self-assessment.")] = None,
) -> None:
    """Make the audit pack: figures, norms, sample, gaps and changes, as PDF, XLSX and web page.

    Without `--from` and `--to`: the last 24 whole months.

    Example: `warmwijzer audit pack pakket-2026 --seed najaar --from 2024-11-01 --to 2026-11-01`
    """
    settings = read_settings()
    period = _period(first, until)
    norms = numbered(load_norms(), numbering) if numbering else load_norms()
    filled_in = read_self_assessment(assessment, norms) if assessment else None
    before = read_earlier(earlier) if earlier else None
    with _recorded(settings, "audit_pack", period) as database:
        order = PackOrder(period, seed, sample, norms, filled_in, before)
        with _progress() as advance:
            population = make_pack(settings, database, folder, order, advance)
    console.print(f"{folder}: {population} dossiers in de periode")


@app.command()
def export(folder: Folder, first: First = None, until: Until = None) -> None:
    """Export a period: the provable log with its verifier, tables, overview, what was in force.

    Example: `warmwijzer audit export bewijs-2026 --from 2026-01-01 --to 2027-01-01`
    """
    settings = read_settings()
    period = _period(first, until)
    name = load_organisation(settings.organisation).name
    with _recorded(settings, "audit_export", period) as database:
        sign_checkpoint(database, signer(settings))
        with _progress() as advance, database.unit() as unit:
            artifacts = in_force_during(unit, period)
            made = write_period_export(unit, folder, period, name, artifacts, advance)
    console.print(f"{folder}: {made.log.entries} regels; wortel {made.log.root[:16]}…")


@contextmanager
def _recorded(settings: Settings, what: str, period: Period) -> Iterator[Database]:
    """Yield the database, with an entry on the log that evidence is taken out."""
    database = open_prepared_database(settings)
    try:
        with database.unit() as unit:
            codes = {
                "what": what,
                "by": "command_line",
                "since": period.first_on.isoformat(),
                "until": period.until_on.isoformat(),
            }
            keep_in_force(unit, artifacts_in_force(settings))
            record(unit, "exported", None, codes)
            unit.commit()
        yield database
    finally:
        database.close()


@contextmanager
def _progress() -> Iterator[Callable[[], None]]:
    """Show progress, moved once a thousand entries."""
    step, seen = 1_000, 0
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("Bewijs lezen", total=None)

        def advance() -> None:
            nonlocal seen
            seen += 1
            if seen % step == 0:
                progress.advance(task, step)

        yield advance


def _period(first: str | None, until: str | None) -> Period:
    if first is None and until is None:
        return last_two_years(date.today().replace(day=1))
    last = _day(until) if until else date.today()
    return Period(_day(first) if first else last - relativedelta(months=24), last)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is not a day such as 2026-01-31.") from error


@app.command()
def schedule() -> None:
    """Print the retention schedule, made from the schema and the organisation's terms.

    Example: `warmwijzer audit schedule > bewaarschema.md`
    """
    organisation = load_organisation(read_settings().organisation)
    typer.echo(retention_schedule(organisation.retention), nl=False)


@app.command()
def states(
    file: Annotated[Path, typer.Argument(help="CSV with arrangement, state and as_of.")],
    source: Annotated[str, typer.Option(help="The administration, as a code.")] = "ledger",
) -> None:
    """Take over which arrangements are kept, behind, ended or completed, for the first figure.

    Example: `warmwijzer audit states standen-november.csv`
    """
    database = open_prepared_database(read_settings())
    try:
        with database.unit() as unit:
            taken = take_states(unit, file, source)
            unit.commit()
    finally:
        database.close()
    console.print(f"Overgenomen: {taken.new}; al bekend: {taken.known}")
