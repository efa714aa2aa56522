"""A chat in the terminal."""

from __future__ import annotations

from rich.console import Console

from warmwijzer.demo import show
from warmwijzer.product import Product
from warmwijzer.talk import Talk


def chat_in_terminal(product: Product, console: Console) -> None:
    """Talk until the person types nothing more (Ctrl-D); a button is pressed by its title."""
    talk = Talk(product)
    show(console, talk.start())
    while True:
        try:
            said = console.input("[bold cyan]> [/bold cyan]")
        except (EOFError, KeyboardInterrupt):
            return
        show(console, talk.press(said) if said in talk.buttons else talk.say(said))
