"""Reads the explanations and puts each together as one text: what it is, what to do, the source."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from babel.dates import format_date


@cache
def explanations() -> dict[str, dict[str, Any]]:
    """Return every explanation by its key, as ``explanations.yml`` has it."""
    rows: dict[str, dict[str, Any]] = _file()["explanations"]
    return rows


def explanation_texts() -> dict[str, dict[str, Any]]:
    """Return the text of each explanation, with its source and the day on which it was read."""
    file = _file()
    return {key: _text(file, row) for key, row in file["explanations"].items()}


def _text(file: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    read_on: date = row.get("read_on", file["read_on"])
    source = file["source_lines"].get(row["source"], file["source_lines"]["named"])
    shown = source.format(source=row["source"], read_on=format_date(read_on, "d MMMM y", "nl"))
    metadata = {"serves": ["rights_explained"], "source": row["source"], "read_on": read_on}
    return {
        "text": "\n".join(filter(None, (row["text"], row["now"], shown))),
        "metadata": {**metadata, "approved_by": row.get("approved_by"), "approved_on": None},
    }


@cache
def _file() -> dict[str, Any]:
    path = Path(__file__).with_name("explanations.yml")
    file: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return file
