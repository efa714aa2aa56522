"""``warmwijzer admin …``: the first administrator of the console."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from staff_console.access import Role
from staff_console.accounts import add_member
from warmwijzer.product import open_prepared_database
from warmwijzer.settings import read_settings

app = typer.Typer(no_args_is_help=True, help="Colleagues who work in the console.")
console = Console()


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="The log-in name.")],
    display_name: Annotated[str, typer.Option(help="The name that people see.")] = "",
    role: Annotated[Role, typer.Option(help="What this colleague does.")] = Role.ADMIN,
    password: Annotated[
        str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)
    ] = "",
) -> None:
    """Make an account; the password is asked, and the second factor at the first log-in.

    Example: `warmwijzer admin create anna --display-name Anna`
    """
    settings = read_settings()
    database = open_prepared_database(settings)
    with database.unit() as unit:
        shown = display_name or name
        add_member(unit, login_name=name, display_name=shown, password=password, role=role)
        unit.commit()
    database.close()
    console.print(f"Account gemaakt. Log in op {settings.console_url}")
