"""``warmwijzer directory import`` and ``export``: what will change is shown before it does."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from referral_directory import Directory
from referral_directory.changes import EntryChange, changes_to
from referral_directory.exchange.files import check_reading, read_file, write_file
from referral_directory.register import Register
from referral_directory.store import write_changes
from storage.unit_of_work import UnitOfWork
from warmwijzer.directory_commands import By, open_register, texts

console = Console()
_SHOWN = 200


def import_file(
    file: Annotated[Path, typer.Argument(help="HSDS 3.0: .json, .xlsx, .zip, .csv or a folder.")],
    by: By,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would change.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before changing.")] = False,
    complete: Annotated[
        bool, typer.Option("--complete", help="Retire what is not in the file.")
    ] = False,
    show_all: Annotated[bool, typer.Option("--all", help="Show every change.")] = False,
) -> None:
    """Show what a file would add, change and retire; ask; then do all of it or nothing.

    Every fault in the file is listed at once, with its place and what would have been right.

    Example: `warmwijzer directory import register.xlsx --by anna@example.org --dry-run`
    """
    with open_register() as (database, directory, _):
        changes = planned_changes(file, directory, complete)
        show_changes(changes, show_all)
        if dry_run or not changes:
            console.print(texts()["dry_run" if changes else "nothing_changes"])
        elif yes or typer.confirm(texts()["confirm"]):
            with database.unit() as unit:
                last = write_all(unit, changes, by, directory.register.number)
            console.print(texts()["imported"].format(number=last))
        else:
            console.print(texts()["stopped"])


def planned_changes(file: Path, directory: Directory, is_complete: bool) -> list[EntryChange]:
    """Return what the file would change, with progress; raises `ImportRefused` for its faults."""
    with _progress() as progress:
        reading_task = progress.add_task(texts()["reading"], total=None)
        reading = read_file(file)
        progress.update(reading_task, total=1, completed=1)
        checking = progress.add_task(texts()["checking"], total=len(reading.rows))
        base = Register() if is_complete else directory.register
        check_reading(reading, base, lambda n: progress.advance(checking, n))
    return changes_to(directory.register, reading.documents, reading.nested_only, is_complete)


def write_all(unit: UnitOfWork, changes: list[EntryChange], by: str, expected: int) -> int:
    """Write and commit the changes in one transaction, with progress; return the last number."""
    with _progress() as progress:
        task = progress.add_task(texts()["writing"], total=len(changes))
        versions = (change.as_version() for change in changes)
        last = write_changes(unit, versions, by, expected, lambda n: progress.advance(task, n))
        unit.commit()
    return last


def show_changes(changes: list[EntryChange], show_all: bool) -> None:
    """Print each change, field by field, and how many there are of each sort."""
    said = texts()
    for change in changes if show_all else changes[:_SHOWN]:
        kind, how = said["kinds"][change.kind], said["changes"][change.change]
        console.print(f"[bold]{how}[/bold] {kind}: {change.name}", soft_wrap=True, highlight=False)
        for each in change.fields:
            line = f"    {each.path}: {each.old} → {each.new}"
            console.print(line, soft_wrap=True, markup=False, highlight=False)
    if len(changes) > _SHOWN and not show_all:
        console.print(said["more"].format(count=len(changes) - _SHOWN))
    counts: Counter[str] = Counter(change.change for change in changes)
    totals = {how: counts[how] for how in ("added", "changed", "retired")}
    console.print(said["totals"].format(**totals))


def export_file(
    file: Annotated[Path, typer.Argument(help="A new file: .json, .xlsx or .zip (CSV package).")],
) -> None:
    """Write the whole register as HSDS 3.0, for colleagues: also what is not confirmed.

    The world gets the API, which leaves out what is old or unverified.

    Example: `warmwijzer directory export register.xlsx`
    """
    if file.exists():
        raise typer.BadParameter(
            f"{file} is there already, so nothing was written. Name a new one."
        )
    with open_register() as (_, directory, _):
        write_file(directory.register, file)
    console.print(texts()["exported"].format(count=len(directory.register), file=file))


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
    )
