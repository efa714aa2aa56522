"""Typesets a template with data as PDF/A-2a that is also PDF/UA-1: tagged, with its fonts in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from audit_pack.errors import TextNotSet
from audit_pack.words import readable

TEMPLATES = Path(__file__).parents[1] / "templates"


def write_pdf(
    path: Path, template: str, data: Mapping[str, Any], made_at: datetime, is_archive: bool = True
) -> None:
    """Write ``path`` from ``templates/<template>``, which reads ``data`` as JSON.

    An archive uses only the fonts that come with the typesetter, so it is the same everywhere; it
    cannot hold a character that is in none of them. Without it (``is_archive`` false) any text
    people wrote can be set, with the fonts of the system. Raises
    :class:`audit_pack.errors.TextNotSet` when a text cannot be set.
    """
    try:
        page = typst.compile(
            str(TEMPLATES / template),
            ignore_system_fonts=is_archive,
            sys_inputs={"data": json.dumps(made_readable(data), ensure_ascii=False)},
            pdf_standards=["a-2a", "ua-1"] if is_archive else [],
            timestamp=made_at.replace(microsecond=0),
        )
    except typst.TypstError as error:
        raise TextNotSet(
            f"{path.name} could not be typeset ({error}), so nothing was kept. Look for a sign in "
            "your own files (name, self-assessment, numbering) that no usual font has."
        ) from error
    path.write_bytes(page)


def made_readable(data: Any) -> Any:
    """Return ``data`` with every text fit to be shown."""
    if isinstance(data, str):
        return readable(data)
    if isinstance(data, Mapping):
        return {key: made_readable(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [made_readable(value) for value in data]
    return data
