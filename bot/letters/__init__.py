"""A pasted letter: what kind it is, which days it names, and whether its wording is right."""

from bot.letters.read import PastedLetter, read_pasted

__all__ = ["PastedLetter", "read_pasted"]
