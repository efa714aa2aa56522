"""``warmwijzer parse``: what lines of text are understood as, for testing by others.

Each line out is described by ``parsed_line.schema.json``. Nothing is kept.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from bot.dialogue_client import DialoguePool
from bot.languages import recognise
from bot.safeguards.danger import find_danger
from casework.opening import LOCAL_TIME
from warmwijzer.model import ensure_model
from warmwijzer.settings import read_settings

_DUTCH = "nl"
ENTITY_TYPES = (
    "money_cents",
    "period",
    "date",
    "day_of_month",
    "duration_months",
    "postcode",
    "count",
)


class LineUnreadable(Exception):
    """A line that looks like JSON is not an object with a ``text``; nothing after it was read."""


def parse(
    file: Annotated[
        Path | None, typer.Argument(help="Lines to read; without it, standard input.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(help="The day of the message, such as 2026-11-18; else today.")
    ] = None,
) -> None:
    """Read lines (plain, or JSON with a "text") and write what each is understood as, as JSON.

    Example: `echo "ik kan pas na de 24e betalen" | warmwijzer parse`
    """
    day = _day(as_of)
    pool = DialoguePool(str(ensure_model(read_settings().cache, Console(stderr=True))), 1)
    try:
        pool.wait_until_ready()
        for text in texts(_lines(file)):
            sys.stdout.write(json.dumps(parsed(pool, text, day), ensure_ascii=False) + "\n")
            sys.stdout.flush()
    finally:
        pool.close()


def texts(lines: Iterable[str]) -> Iterator[str]:
    """Yield the text of each line; raise :class:`LineUnreadable` where JSON holds none.

    >>> list(texts(["hallo", '{"text": "ik kan niet betalen"}']))
    ['hallo', 'ik kan niet betalen']
    """
    for number, line in enumerate(lines, 1):
        stripped = line.strip()
        yield _text_in_json(stripped, number) if stripped.startswith("{") else stripped


def parsed(pool: DialoguePool, text: str, as_of: date) -> dict[str, Any]:
    """Return needs, entities and danger of ``text``, as the schema says."""
    understood = pool.parse(text, as_of)
    read = understood["text"]
    danger = find_danger(text)
    return {
        "text": read,
        "needs": understood["needs"],
        "entities": [
            {
                "type": each["entity"],
                "value": each["value"],
                "start": each["start"],
                "end": each["end"],
                "text": read[each["start"] : each["end"]],
            }
            for each in understood["entities"]
            if each["entity"] in ENTITY_TYPES
        ],
        "danger": danger.danger_class if danger else None,
        "language": recognise(read) or _DUTCH,
    }


def _text_in_json(line: str, number: int) -> str:
    try:
        stated = json.loads(line)
    except ValueError:
        stated = None
    text = stated.get("text") if isinstance(stated, dict) else None
    if not isinstance(text, str):
        raise LineUnreadable(
            f'Line {number} begins as JSON but is no object with a "text", so reading stopped '
            "there. Mend the line, or leave out the { at its start."
        )
    return text


def _lines(file: Path | None) -> Iterator[str]:
    if file is None:
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        yield from sys.stdin
        return
    try:
        with file.open(encoding="utf-8", errors="replace") as opened:
            yield from opened
    except OSError as error:
        raise typer.BadParameter(f"{file} cannot be read: {error.strerror}.") from error


def _day(stated: str | None) -> date:
    if stated is None:
        return datetime.now(LOCAL_TIME).date()
    try:
        return date.fromisoformat(stated)
    except ValueError as error:
        raise typer.BadParameter(f"{stated!r} is not a day such as 2026-11-18.") from error
