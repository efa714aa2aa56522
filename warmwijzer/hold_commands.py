"""``warmwijzer hold …``: keep a case beyond its term for a legal reason."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from casework import hold
from casework.store import running_holds
from warmwijzer.product import open_prepared_database
from warmwijzer.settings import read_settings

app = typer.Typer(no_args_is_help=True, help="Cases that are kept for a legal reason.")
console = Console()

CaseId = Annotated[str, typer.Argument(help="The case's id.")]
Reason = Annotated[str, typer.Option(help="Why, as a code such as court_case.")]
Colleague = Annotated[str, typer.Option("--by", help="Who decided, as a code: colleague_7.")]


@app.command("set")
def set_hold(case: CaseId, reason: Reason, by: Colleague) -> None:
    """Keep a case until the hold is cleared; it cannot be forgotten meanwhile.

    Example: `warmwijzer hold set 3f…9a --reason court_case --by colleague_7`
    """
    database = open_prepared_database(read_settings())
    with database.unit() as unit:
        held = hold.set_hold(unit, case, reason, by)
        unit.commit()
    database.close()
    console.print(f"Vastgehouden: {held}")


@app.command()
def clear(case: CaseId, reason: Reason, by: Colleague) -> None:
    """Clear the holds of a case; it then follows its term again.

    Example: `warmwijzer hold clear 3f…9a --reason case_closed --by colleague_7`
    """
    database = open_prepared_database(read_settings())
    with database.unit() as unit:
        cleared = hold.clear_hold(unit, case, reason, by)
        unit.commit()
    database.close()
    console.print(f"Opgeheven: {cleared}")


@app.command("list")
def list_holds() -> None:
    """List the cases that are held now.

    Example: `warmwijzer hold list`
    """
    database = open_prepared_database(read_settings())
    table = Table("zaak", "reden", "sinds", "door")
    with database.unit() as unit:
        for row in running_holds(unit):
            table.add_row(row.case_id, row.reason_code, row.set_on.isoformat(), row.set_by)
    database.close()
    console.print(table)
