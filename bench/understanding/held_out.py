"""The lines that nobody trains on: ``tests/nlu_held_out/``, ``tests/danger_cases/held_out/``."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bench.places import ROOT

FOLDER = ROOT / "tests" / "nlu_held_out"
DANGER = ROOT / "tests" / "danger_cases" / "held_out"
_SHORT = 2  # words: "hoi hoi" is bound to be in both
_KEYBOARD = ["qwertyuiop", "asdfghjkl", "zxcvbnm"]


@dataclass(frozen=True)
class Line:
    """One message and the needs it says; ``group`` tells sets within a set apart."""

    text: str
    needs: tuple[str, ...]
    group: str = ""


@dataclass(frozen=True)
class ValueLine:
    """One message, the values that must be found in it and those that may be found too."""

    text: str
    must: frozenset[tuple[str, str]]
    may: frozenset[tuple[str, str]]
    as_of: date


def need_lines() -> list[Line]:
    """Return the lines with one need."""
    return _untrained(Line(text, (need,)) for need, text in _blocks("needs"))


def outside_lines() -> list[Line]:
    """Return what says no need of ours; ``group`` is near, far or noise."""
    lines = _blocks("out_of_scope")
    return _untrained(Line(text, ("out_of_scope",), group) for group, text in lines)


def look_alikes() -> list[Line]:
    """Return lines that differ from another by a word or two; ``group`` is the pair."""
    pairs = enumerate(_read("minimal_pairs"))
    return _untrained(
        Line(text, (need,), str(place)) for place, pair in pairs for need, text in pair
    )


def lines_of_several_needs() -> list[Line]:
    """Return lines that say two needs."""
    return [Line(text, tuple(needs)) for text, needs in _read("several_needs")]


def foreign_lines() -> list[Line]:
    """Return lines in other languages; ``group`` is the language."""
    return _untrained(
        Line(text, (need,), language)
        for language, by_need in _read("other_languages").items()
        for need, texts in by_need.items()
        for text in texts
    )


def value_lines(name: str) -> list[ValueLine]:
    """Return the lines of ``values`` or ``values_fresh``."""
    read = _read(name)
    return [
        ValueLine(text, stated_values(must), stated_values(may), read["as_of"])
        for text, must, may in read["lines"]
    ]


def danger_lines(name: str) -> list[str]:
    """Return the held-out danger lines of one file; empty when there is none."""
    path = DANGER / f"{name}.txt"
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def misspelt(line: Line, share: float, seed: int) -> Line:
    """Return ``line`` with ``share`` of its words misspelt by a slip of the finger, at least one.

    Not the noise of training (``nlu/components/spelling_noise.py``): that would measure itself.
    """
    chance = random.Random(f"{seed} {line.text}")  # noqa: S311 - not for secrets
    words = line.text.split(" ")
    certain = chance.randrange(len(words))
    kept = [
        _slip(word, chance) if place == certain or chance.random() < share else word
        for place, word in enumerate(words)
    ]
    return Line(" ".join(kept), line.needs, line.group)


def _slip(word: str, chance: random.Random) -> str:
    places = [i for i, letter in enumerate(word) if letter.isalpha()]
    if len(places) < 2:
        return word
    at = chance.choice(places)
    kind = chance.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    if kind == 2 and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + _neighbour(word[at], chance) + word[at + 1 :]


def _neighbour(letter: str, chance: random.Random) -> str:
    row = next((row for row in _KEYBOARD if letter.lower() in row), letter)
    place = row.index(letter.lower()) if letter.lower() in row else 0
    return chance.choice(row[max(place - 1, 0) : place + 2])


def _untrained(lines: Iterable[Line]) -> list[Line]:
    """Return ``lines`` without those that somebody trains on after all."""
    return [
        line
        for line in lines
        if len(line.text.split()) <= _SHORT or _letters(line.text) not in _trained()
    ]


@cache
def _trained() -> frozenset[str]:
    blocks = (
        block
        for folder in ("intents", "english")
        for path in (ROOT / "nlu" / folder).glob("*.yml")
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
    )
    return frozenset(
        _letters(line.removeprefix("- "))
        for block in blocks
        for line in block["examples"].splitlines()
    )


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.lower()).strip()


def stated_values(stated: str) -> frozenset[tuple[str, str]]:
    """Return the (kind, value) pairs of "money_cents 5000, period month"."""
    parts = (each.strip().partition(" ") for each in stated.split(",") if each.strip())
    return frozenset((kind, value) for kind, _, value in parts)


def _blocks(name: str) -> list[tuple[str, str]]:
    return [(key, line) for key, block in _read(name).items() for line in block.splitlines()]


def _read(name: str) -> Any:
    return yaml.safe_load(Path(FOLDER / f"{name}.yml").read_text(encoding="utf-8"))
