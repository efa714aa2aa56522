"""Other languages: beside each file of Dutch texts a file with the same keys and other words.

``bot/texts/<language>/<file>.yml`` holds the words only: the text, the titles of the buttons in
their order, and who approved them. What a button does stands in the Dutch file, so no translation
can change it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_HERE = Path(__file__).parent
Row = dict[str, Any]


def translated(name: str, rows: Mapping[str, Row], language: str) -> dict[str, Row]:
    """Return ``rows`` of the file ``name`` in ``language``; a row without words stays as it is."""
    words = _words(language, f"{name}.yml")
    return {
        key: in_words_of(row, words[key], language) if key in words else row
        for key, row in rows.items()
    }


def translated_responses(responses: Mapping[str, list[Row]], language: str) -> dict[str, list[Row]]:
    """Return Rasa's ``responses`` in ``language``; one without words stays as it is."""
    words = response_words(language)
    return {
        key: [in_words_of(row, words[key], language) for row in rows] if key in words else rows
        for key, rows in responses.items()
    }


def response_words(language: str) -> dict[str, Row]:
    """Return the words of Rasa's responses in ``language``, by the response's name."""
    paths = sorted((_HERE / language / "responses").glob("*.yml"))
    return {
        key: row
        for path in paths
        for key, row in _words(language, f"responses/{path.name}").items()
    }


def in_words_of(row: Row, words: Row, language: str) -> Row:
    """Return the Dutch ``row`` with the words of ``language``: its buttons do the same."""
    metadata = {name: words.get(name) for name in ("approved_by", "approved_on")}
    said = {**row, "text": words["text"]}
    said["metadata"] = {**row.get("metadata", {}), **metadata, "language": language}
    if row.get("buttons"):
        titles = words["buttons"]
        said["buttons"] = [
            {**button, "title": title} for button, title in zip(row["buttons"], titles, strict=True)
        ]
    return said


@cache
def _words(language: str, name: str) -> dict[str, Row]:
    path = _HERE / language / name
    read: dict[str, Row] = yaml.safe_load(path.read_text("utf-8")) if path.exists() else {}
    return read
