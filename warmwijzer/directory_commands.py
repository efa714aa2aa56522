"""``warmwijzer directory …``: is the directory right, and what must be phoned?"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from referral_directory import check_files, load_directory, work_list

app = typer.Typer(no_args_is_help=True, help="The referral directory.")
console = Console()


@app.command()
def check(
    folder: Annotated[Path | None, typer.Argument(help="Another directory than ours.")] = None,
) -> None:
    """Check every entry, and list all that is wrong at once.

    Example: `warmwijzer directory check`
    """
    findings = check_files(folder, datetime.now(UTC))
    for finding in findings:
        console.print(str(finding), soft_wrap=True)
    console.print(f"{len(findings)} bevindingen")
    if any(finding.severity == "error" for finding in findings):
        raise typer.Exit(1)


@app.command("worklist")
def worklist() -> None:
    """List what must be phoned next, most urgent first.

    Example: `warmwijzer directory worklist`
    """
    now = datetime.now(UTC)
    table = Table("dienst", "waarom", title="Wat moet worden nagebeld")
    for task in work_list(load_directory(), now):
        table.add_row(task.name, task.reason)
    console.print(table)
