"""Reads the explanations and puts each together as one text: what it is, what to do, the source."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from casework.locales import DUTCH, day


@cache
def explanations(language: str = DUTCH) -> dict[str, dict[str, Any]]:
    """Return every explanation by its key: how it is asked and its words in ``language``.

    Source and day of reading are those of the Dutch file, whatever the language.
    """
    dutch: dict[str, dict[str, Any]] = _file(DUTCH)["explanations"]
    if language == DUTCH:
        return dutch
    words = _file(language)["explanations"]
    return {key: {**row, "approved_by": None, **words[key]} for key, row in dutch.items()}


def explanation_texts(language: str = DUTCH) -> dict[str, dict[str, Any]]:
    """Return the text of each explanation, with its source and the day on which it was read."""
    return {key: _text(row, language) for key, row in explanations(language).items()}


def _text(row: dict[str, Any], language: str) -> dict[str, Any]:
    read_on: date = row.get("read_on", _file(DUTCH)["read_on"])
    lines = _file(language)["source_lines"]
    source = lines.get(row["source"], lines["named"])
    named = row["source"]
    for dutch, word in _file(language)["source_words"].items():
        named = named.replace(dutch, word)
    shown = source.format(source=named, read_on=day(read_on, language))
    metadata = {"serves": ["rights_explained"], "source": row["source"], "read_on": read_on}
    approved = {"approved_by": row.get("approved_by"), "approved_on": row.get("approved_on")}
    return {
        "text": "\n".join(filter(None, (row["text"], row["now"], shown))),
        "metadata": {**metadata, **approved, "language": language},
    }


@cache
def _file(language: str) -> dict[str, Any]:
    name = "explanations.yml" if language == DUTCH else f"explanations_{language}.yml"
    path = Path(__file__).with_name(name)
    file: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return file
