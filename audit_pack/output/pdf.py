"""Typesets a template with data as PDF/A-2a that is also PDF/UA-1: tagged, with its fonts in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from audit_pack.words import readable

TEMPLATES = Path(__file__).parents[1] / "templates"


def write_pdf(path: Path, template: str, data: Mapping[str, Any], made_at: datetime) -> None:
    """Write ``path`` from ``templates/<template>``, which reads ``data`` as JSON.

    Only the fonts that come with the typesetter are used, so the file is the same everywhere.
    """
    page = typst.compile(
        str(TEMPLATES / template),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(made_readable(data), ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=made_at.replace(microsecond=0),
    )
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
