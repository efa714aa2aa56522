"""``warmwijzer person …``: one person's own data, to read and to take along."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from audit_pack.output.new_folder import new_folder
from audit_pack.output.pdf import write_pdf
from audit_pack.output.web_page import write_page
from audit_pack.words import day, label, words
from bot.web_sessions import sessions_of_case
from casework.organisation import load_organisation
from casework.own_data import own_data, register_reader
from storage.database import Database
from warmwijzer.product import open_prepared_database
from warmwijzer.settings import read_settings

app = typer.Typer(no_args_is_help=True, help="One person's own data.")
console = Console()


@app.callback()
def _person() -> None:
    """One person's own data."""


@app.command()
def export(
    case: Annotated[str, typer.Argument(help="The case's id.")],
    folder: Annotated[Path, typer.Argument(help="A new folder for the files.")],
) -> None:
    """Write all we hold of one person as JSON, as a page and as PDF. It is recorded.

    Example: `warmwijzer person export 3f…9a eigen-gegevens`
    """
    settings = read_settings()
    database = open_prepared_database(settings)
    try:
        tables = write_own_data(
            database, case, folder, load_organisation(settings.organisation).name
        )
    finally:
        database.close()
    rows = sum(map(len, tables.values()))
    console.print(f"{folder}: {rows} gegevens uit {len(tables)} tabellen")


def write_own_data(
    database: Database, case_id: str, folder: Path, organisation: str
) -> dict[str, list[dict[str, Any]]]:
    """Write ``gegevens.json``, ``gegevens.html`` and ``gegevens.pdf`` in the new ``folder``.

    Returns the rows by table. Raises what :func:`casework.own_data.own_data` raises.
    """
    register_reader(sessions_of_case)
    with database.unit() as unit:
        tables = own_data(unit, case_id)
        shown = _shown(tables, organisation, unit.now)
        names = words()["person"]["files"]
        with new_folder(folder) as work:
            text = json.dumps(tables, default=_plain, indent=2, ensure_ascii=False)
            (work / names["data"]).write_text(f"{text}\n", "utf-8", errors="backslashreplace")
            write_page(work / names["page"], "person.html", shown)
            write_pdf(work / names["pdf"], "person.typ", shown, unit.now, is_archive=False)
        unit.commit()
    return tables


def _shown(
    tables: dict[str, list[dict[str, Any]]], organisation: str, made_at: datetime
) -> dict[str, Any]:
    said = words()["person"]
    return {
        "title": said["title"],
        "subtitle": said["subtitle"],
        "organisation": organisation,
        "period": day(made_at.date()),
        "labels": words()["labels"],
        "none": said["none"],
        "facts": [(label("organisation"), organisation), (label("made_at"), day(made_at.date()))],
        "tables": [
            {
                "name": name,
                "title": said["tables"].get(name, name),
                "rows": [
                    [(key, _text(value)) for key, value in row.items() if value is not None]
                    for row in rows
                ],
            }
            for name, rows in tables.items()
        ],
    }


def _text(value: Any) -> str:
    if isinstance(value, datetime | date | bool | int):
        return str(_plain(value))
    return (
        value if isinstance(value, str) else json.dumps(value, default=_plain, ensure_ascii=False)
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)
