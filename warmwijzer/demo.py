"""A scripted conversation through the real model, ending with the evidence it left."""

from __future__ import annotations

from pathlib import Path

import yaml
from rich.console import Console
from rich.panel import Panel
from rich.table import Table

from bot.messages import Outbound
from evidence_log import export, read_entries, sign_checkpoint
from warmwijzer.evidence_keys import signer
from warmwijzer.product import Product
from warmwijzer.talk import Talk

EXPORTS = Path("var")
SCRIPT = Path(__file__).with_name("demo.yml")


def run_demo(product: Product, console: Console) -> None:
    """Play ``demo.yml`` and print what both say; then show and export the evidence it left."""
    talk = Talk(product)
    show(console, talk.start())
    for step in yaml.safe_load(SCRIPT.read_text("utf-8")):
        said = step.get("say") or step["press"]
        console.print(f"\n[bold cyan]Inwoner:[/bold cyan] {said}")
        show(console, talk.press(said) if "press" in step else talk.say(said))
    console.print(evidence_table(product))
    sign_checkpoint(product.database, signer(product.settings))
    with product.database.unit() as unit:
        made = export(unit, EXPORTS / f"demo-{unit.now:%Y%m%dT%H%M%S}")
    console.print(f"Uitgevoerd: {made.entries} regels in {made.folder}, wortel {made.root}")


def show(console: Console, answers: list[Outbound]) -> None:
    """Print what the assistant says, with its buttons."""
    for answer in answers:
        buttons = "".join(f"\n  [dim]▸ {button.title}[/dim]" for button in answer.buttons)
        console.print(Panel(answer.text + buttons, title="Warmwijzer", title_align="left"))


def evidence_table(product: Product) -> Table:
    """Return the evidence log as a table: facts and codes, no sentence of the conversation."""
    table = Table("nr", "soort", "codes", title="Bewijs in het logboek")
    with product.database.unit() as unit:
        for row in read_entries(unit):
            codes = ", ".join(f"{name}={value}" for name, value in row.codes.items())
            table.add_row(str(row.sequence), row.entry_type, codes)
    return table
