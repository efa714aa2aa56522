"""``warmwijzer admin …``: the accounts of colleagues, from the command line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.colleagues import taken_by
from staff_console import accounts
from staff_console.access import Role
from staff_console.store import all_members
from staff_console.texts import label, texts
from storage.unit_of_work import UnitOfWork
from warmwijzer.product import open_prepared_database
from warmwijzer.settings import Settings, read_settings

app = typer.Typer(no_args_is_help=True, help="Colleagues who work in the console.")
console = Console()
Name = Annotated[str, typer.Argument(help="The log-in name.")]


@app.command()
def create(
    name: Name,
    display_name: Annotated[str, typer.Option(help="The name that people see.")] = "",
    role: Annotated[Role, typer.Option(help="What this colleague does.")] = Role.ADMIN,
    by_organisation: Annotated[
        bool, typer.Option(help="No password: this colleague logs in by the organisation.")
    ] = False,
) -> None:
    """Make an account; the password is asked, and the second factor at the first log-in.

    Example: `warmwijzer admin create anna --display-name Anna`
    """
    shown = display_name or name
    password = None if by_organisation else _asked_password()
    settings = _do(
        lambda unit: accounts.add_member(
            unit, login_name=name, display_name=shown, password=password, role=role
        )
    )
    console.print(f"Account gemaakt. Log in op {settings.console_url}")


@app.command("list")
def list_members() -> None:
    """Show every account: log-in name, role, whether it may come in, and its second factor.

    Example: `warmwijzer admin list`
    """
    table = Table("Inlognaam", "Naam", "Rol", "Mag inloggen", "Code-app")

    def show(unit: UnitOfWork) -> None:
        for each in all_members(unit):
            cells = (each.is_active, each.totp_secret is not None)
            said = ["ja" if cell else "nee" for cell in cells]
            table.add_row(each.login_name, each.display_name, label("roles", each.role), *said)

    _do(show)
    console.print(table)


@app.command()
def disable(name: Name) -> None:
    """Close an account: its sessions end at once, and nobody comes in with it.

    Example: `warmwijzer admin disable anna`
    """
    still_has: list[str] = []

    def end(unit: UnitOfWork) -> None:
        accounts.end_member(unit, name)
        member = accounts.member_called(unit, name)
        if count := len(taken_by(unit, member.id)):
            words = texts()["people"]["still_has"]
            still_has.append(words.format(name=member.display_name, n=count))

    _do(end)
    console.print("Account gesloten. Wie nog binnen was, is er nu uit.", *still_has)


@app.command()
def enable(name: Name) -> None:
    """Open a closed account again, with its role, password and second factor as they were.

    Example: `warmwijzer admin enable anna`
    """
    _do(lambda unit: accounts.open_member(unit, name))
    console.print("Account weer open.")


@app.command("reset-second-factor")
def reset_second_factor(name: Name) -> None:
    """Take away code app, passkeys and recovery codes; a new one is set up at the next log-in.

    Example: `warmwijzer admin reset-second-factor anna`
    """
    _do(
        lambda unit: accounts.reset_second_factor(
            unit, accounts.member_called(unit, name).id, accounts.COMMAND_LINE
        )
    )
    console.print("Bij de volgende keer inloggen wordt een nieuwe tweede sleutel gevraagd.")


@app.command("set-password")
def set_password(name: Name) -> None:
    """Give somebody who forgot it a new password; the second factor stays.

    Example: `warmwijzer admin set-password anna`
    """
    password = _asked_password()
    _do(
        lambda unit: accounts.set_password(
            unit, accounts.member_called(unit, name).id, password, accounts.COMMAND_LINE
        )
    )
    console.print("Wachtwoord bewaard. Wie nog binnen was, logt opnieuw in.")


def _asked_password() -> str:
    return str(typer.prompt("Wachtwoord", hide_input=True, confirmation_prompt="Nog een keer"))


def _do(work: Callable[[UnitOfWork], object]) -> Settings:
    settings = read_settings()
    database = open_prepared_database(settings)
    try:
        with database.unit() as unit:
            work(unit)
            unit.commit()
    finally:
        database.close()
    return settings
