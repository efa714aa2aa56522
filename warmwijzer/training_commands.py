"""``warmwijzer examples``: what colleagues kept for the model to learn from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from staff_console.training import kept_examples
from warmwijzer.product import open_prepared_database
from warmwijzer.settings import read_settings

console = Console()


def examples(
    file: Annotated[Path, typer.Argument(help="Where to write; it must not exist yet.")],
) -> None:
    """Write the sentences that colleagues kept, in the shape of a file in `nlu/intents/`.

    Example: `warmwijzer examples new.yml`
    """
    if file.exists():
        raise typer.BadParameter(f"{file} is there already, so nothing was written. Name another.")
    database = open_prepared_database(read_settings())
    with database.unit() as unit:
        found = kept_examples(unit)
    database.close()
    with file.open("x", encoding="utf-8") as written:
        written.write(found)
    console.print(f"Geschreven: {file}")
