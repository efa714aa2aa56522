"""``python -m bench.understanding``: measure and write docs/understanding.md."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from bench.places import ROOT
from bench.understanding.measure import measure
from bench.understanding.page import page
from bench.understanding.picture import draw_confusion

DOCS = ROOT / "docs"


def evaluate(
    diet: Annotated[
        bool, typer.Option(help="Also train and measure Rasa's default (long, once).")
    ] = True,
) -> None:
    """Measure how well held-out lines are understood, and write docs/understanding.md.

    Example: `make evaluate`
    """
    console = Console()
    sets, contenders, values = measure(console, diet)
    (DOCS / "understanding.md").write_text(page(sets, contenders, values), encoding="utf-8")
    lines = [*sets.lines["said"], *sets.lines["outside"]]
    readings = contenders[0].readings
    draw_confusion(
        lines,
        [*readings["said"], *readings["outside"]],
        DOCS / "pictures" / "understanding-confusion.svg",
    )
    console.print("Written: docs/understanding.md")


if __name__ == "__main__":
    typer.run(evaluate)
