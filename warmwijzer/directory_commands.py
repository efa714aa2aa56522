"""``warmwijzer directory …``: is the directory right, and what must be phoned?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml
from jinja2 import Environment, FileSystemLoader
from rich.console import Console
from rich.table import Table

from casework.organisation import Organisation, load_organisation
from referral_directory import CurrentDirectory, Directory, check_directory, check_files, work_list
from referral_directory.assurance import assure, is_email
from referral_directory.call_script import as_text, call_script, script_texts
from referral_directory.changes import differences
from referral_directory.errors import EntryUnknown
from referral_directory.exchange.files import check_document
from referral_directory.register import Document, Register, hsds_id
from referral_directory.store import NewVersion, history_of, write_changes
from storage.database import Database
from warmwijzer.product import fill_directory, open_prepared_database
from warmwijzer.settings import read_settings

app = typer.Typer(no_args_is_help=True, help="The referral directory.")
console = Console()


def _mail(text: str) -> str:
    if not is_email(text):
        raise typer.BadParameter(f"{text!r} is not an e-mail address such as anna@example.org.")
    return text


By = Annotated[str, typer.Option(help="Your e-mail address: who changes it.", callback=_mail)]
_HERE = Path(__file__).parent


@cache
def texts() -> dict[str, Any]:
    """Return what these commands say."""
    found: dict[str, Any] = yaml.safe_load((_HERE / "directory_commands.yml").read_text("utf-8"))
    return found


@contextmanager
def open_register() -> Iterator[tuple[Database, Directory, Organisation]]:
    """Yield the database and the directory as it holds it, filled when it was empty."""
    settings = read_settings()
    organisation = load_organisation(settings.organisation)
    database = open_prepared_database(settings)
    try:
        fill_directory(database, organisation)
        with database.unit() as unit:
            directory = CurrentDirectory(organisation.directory).at(unit)
        yield database, directory, organisation
    finally:
        database.close()


@app.command()
def check(
    folder: Annotated[
        Path | None, typer.Argument(help="Check the files in this folder instead.")
    ] = None,
    files: Annotated[bool, typer.Option(help="Check the files that ship with us.")] = False,
) -> None:
    """Check every entry, and list all that is wrong or old at once.

    Example: `warmwijzer directory check`
    """
    now = datetime.now(UTC)
    if folder or files:
        findings = check_files(folder, now)
    else:
        with open_register() as (_, directory, _):
            findings = check_directory(directory, now)
    for finding in findings:
        console.print(str(finding), soft_wrap=True)
    console.print(texts()["findings"].format(count=len(findings)))
    if any(finding.severity == "error" for finding in findings):
        raise typer.Exit(1)


@app.command()
def worklist(
    script: Annotated[str | None, typer.Option(help="Show the call script of this entry.")] = None,
    scripts: Annotated[
        Path | None, typer.Option(help="Write all call scripts: .html to print, or .txt.")
    ] = None,
) -> None:
    """List what must be phoned next, most urgent first; with a script for the call.

    Example: `warmwijzer directory worklist --scripts bellijst.html`
    """
    with open_register() as (_, directory, ours):
        tasks = work_list(directory, datetime.now(UTC))
        if script or scripts:
            chosen = [task for task in tasks if script in (None, task.service_id)]
            made = [call_script(task, directory, ours.name, ours.phone) for task in chosen]
    if scripts:
        scripts.write_text(_sheets(made) if scripts.suffix == ".html" else _text(made), "utf-8")
        console.print(texts()["printed"].format(count=len(made), file=scripts))
    elif script:
        typer.echo(_text(made) if made else texts()["nothing_to_call"])
    else:
        table = Table(*texts()["worklist_columns"], title=texts()["worklist"])
        for task in tasks:
            last = str(task.oldest_on or texts()["never"])
            table.add_row(task.name, task.service_id, texts()["why"][task.reason], last)
        console.print(table)


def _text(made: list[Any]) -> str:
    return "\n\n".join(map(as_text, made))


def _sheets(made: list[Any]) -> str:
    environment = Environment(loader=FileSystemLoader(_HERE), autoescape=True)
    return environment.get_template("call_sheets.html.j2").render(
        scripts=made, texts=script_texts()
    )


@app.command()
def assured(
    entry: Annotated[str, typer.Argument(help="The entry's id, such as rdam-vb.")],
    by: By,
    on: Annotated[str | None, typer.Option(help="The day of the call; today if left out.")] = None,
    confirmed: Annotated[
        list[str] | None, typer.Option(help="A fact that is right, as the entry has it.")
    ] = None,
    wrong: Annotated[list[str] | None, typer.Option(help="A fact that is wrong.")] = None,
    phone: Annotated[list[str] | None, typer.Option(help="A number that is new to us.")] = None,
    language: Annotated[list[str] | None, typer.Option(help="A language, such as pl.")] = None,
    status: Annotated[str | None, typer.Option(help="active, inactive, defunct, …")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that we had is right.")] = False,
) -> None:
    """Record that you phoned an entry: who, when, and what was right, wrong or new.

    Example: `warmwijzer directory assured rdam-vb --by anna@example.org --confirmed 010-4254358`
    """
    day = _day(on)
    with open_register() as (database, directory, _), database.unit() as unit:
        old = _entry(directory.register, entry)
        new = assure(
            old,
            by=by,
            on=day,
            confirmed=confirmed or (),
            wrong=wrong or (),
            new_phones=phone or (),
            languages=language or (),
            status=status,
            confirm_all=everything,
        )
        check_document("service", new, directory.register)
        version = NewVersion("service", "changed", new)
        write_changes(unit, [version], by, directory.register.number)
        unit.commit()
    _print_differences(old, new)
    console.print(texts()["assured"].format(name=new["name"], by=by, on=day))


@app.command()
def history(
    entry: Annotated[str, typer.Argument(help="The entry's id.")],
    version: Annotated[
        str | None,
        typer.Option(help="Show the entry in the version that evidence cites."),
    ] = None,
) -> None:
    """Show every version of an entry, also of one that was retired: when, by whom, what changed.

    Example: `warmwijzer directory history rdam-vb`
    """
    with open_register() as (database, _, _), database.unit() as unit:
        versions = history_of(unit, entry) or history_of(unit, hsds_id(entry))
    if version:
        versions = [each for each in versions if each.entry_version == version]
    if not versions:
        raise _unknown(entry)
    if version:
        typer.echo(json.dumps(versions[0].content, ensure_ascii=False, indent=1))
        return
    before: Document = {}
    for each in versions:
        how, moment = texts()["changes"][each.change], f"{each.valid_from:%Y-%m-%d %H:%M} UTC"
        console.print(f"{each.version}. {moment}, {each.changed_by}: {how} ({each.entry_version})")
        _print_differences(before or each.content, each.content)
        before = each.content


def _print_differences(old: Document, new: Document) -> None:
    for each in differences(old, new):
        line = f"    {each.path}: {each.old} → {each.new}"
        console.print(line, soft_wrap=True, markup=False, highlight=False)


def _entry(register: Register, entry: str) -> Document:
    found = register.find_service(entry)
    if found is None:
        raise _unknown(entry)
    return found


def _unknown(entry: str) -> EntryUnknown:
    return EntryUnknown(
        f"No entry {entry!r}, or not in that version, is in the register, so nothing was done. "
        "Look for its id with: warmwijzer directory worklist"
    )


def _day(text: str | None) -> date:
    try:
        day = date.fromisoformat(text) if text else datetime.now(UTC).date()
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is not a day such as 2026-01-31.") from error
    if day > datetime.now(UTC).date():
        raise typer.BadParameter(f"{day} is still to come: a call is recorded after it was made.")
    return day
