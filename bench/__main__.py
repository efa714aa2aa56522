"""``python -m bench``: measure everything and write docs/benchmarks/."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer
from rich.console import Console

from bench import arrangements, audit, directory, evidence
from bench import console as desk
from bench.measure import run_all
from bench.pictures import draw
from bench.places import CACHE, REPORT
from bench.report import load, save
from bench.stock.environment import NoStockRasa
from bench.stock.model import stock_model
from warmwijzer.model import ensure_model

app = typer.Typer(help="Measures Warmwijzer next to stock Rasa, on this machine only.")
console = Console()


# What can be measured by itself: one module each, and `make bench` runs them all.
PARTS: dict[str, Callable[[Console, bool], None]] = {
    "arrangements": arrangements.measure,
    "audit": audit.measure,
    "console": desk.measure,
    "directory": directory.measure,
    "evidence": evidence.measure,
}


@app.callback(invoke_without_command=True)
def run(
    context: typer.Context,
    quick: Annotated[bool, typer.Option(help="Few turns, to see that everything works.")] = False,
) -> None:
    """Measure everything (about 15 minutes) and write the page.

    Example: `make bench`
    """
    if context.invoked_subcommand is None:
        results = run_all(console, quick)
        save(results, REPORT)
        draw(results, REPORT)
        console.print(f"Written: {REPORT.name}/README.md")
        for measure in PARTS.values():
            measure(console, quick)


@app.command()
def prepare() -> None:
    """Install stock Rasa and train both models for the present files (up to half an hour).

    Example: `python -m bench prepare`
    """
    ensure_model(CACHE, console)
    try:
        console.print(f"Default model: {stock_model().folder.name}")
    except NoStockRasa as error:
        console.print(f"Stock Rasa will not be measured: {error}")


@app.command()
def report() -> None:
    """Write the page and pictures again from the figures of the last run.

    Example: `python -m bench report`
    """
    results = load(REPORT)
    save(results, REPORT)
    draw(results, REPORT)


def _add_command(name: str, measure: Callable[[Console, bool], None]) -> None:
    @app.command(name, help=f"{measure.__doc__}\n\nExample: `python -m bench {name}`")
    def measure_part(
        quick: Annotated[bool, typer.Option(help="Few, to see that everything works.")] = False,
    ) -> None:
        measure(console, quick)


for part, measures in PARTS.items():
    _add_command(part, measures)

if __name__ == "__main__":
    app()
