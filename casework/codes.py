"""Codes that come from outside a use case: short, lower case, never free text."""

from __future__ import annotations

import re

from casework.errors import BadRequest

_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


def checked_code(name: str, value: str) -> str:
    """Return ``value`` when it is a code; raise :class:`casework.errors.BadRequest` otherwise."""
    if not _CODE.fullmatch(value):
        raise BadRequest(
            f"{name} must be a code such as 'too_high' (lower case, at most 40 characters), so "
            "that no free text reaches the tables. Map the answer to a code first."
        )
    return value


def checked_choice(name: str, value: str, choices: tuple[str, ...]) -> str:
    """Return ``value`` when it is one of ``choices``; raise ``BadRequest`` otherwise."""
    if value not in choices:
        raise BadRequest(
            f"{name} is {value!r}, which nothing is decided for. Use one of: {', '.join(choices)}."
        )
    return value
