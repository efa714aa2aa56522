"""The words and rules, read once from the YAML files beside this module."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def read(name: str) -> dict[str, Any]:
    """Return ``name``.yml as a dictionary."""
    path = Path(__file__).with_name(f"{name}.yml")
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def words() -> dict[str, Any]:
    """Return the number, month and day words."""
    return read("words")
