"""The words of the console."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def texts() -> dict[str, Any]:
    """Return the texts by section and name."""
    found: dict[str, Any] = yaml.safe_load(
        Path(__file__).with_name("texts_nl.yml").read_text("utf-8")
    )
    return found


def label(section: str, code: str) -> str:
    """Return the words for a code; a code without words is shown as it is, so nothing hides."""
    words: str = texts()[section].get(code, code.replace("_", " "))
    return words
