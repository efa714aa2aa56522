"""The words of the console, in the language of who is answered now."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from staff_console.preferences import preferences


def texts() -> dict[str, Any]:
    """Return the texts by section and name, for who is answered now."""
    return texts_in(preferences().language)


@cache
def texts_in(language: str) -> dict[str, Any]:
    """Return the texts by section and name, in one language of the console."""
    file = Path(__file__).with_name(f"texts_{language}.yml")
    found: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    return found


def label(section: str, code: str) -> str:
    """Return the words for a code; a code without words is shown as it is, so nothing hides."""
    words: str = texts()[section].get(code, code.replace("_", " "))
    return words
