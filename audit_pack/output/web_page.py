"""Writes a static web page: no script, nothing from elsewhere, readable on a phone and on paper."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from audit_pack.output.pdf import TEMPLATES, made_readable


def write_page(path: Path, template: str, data: Mapping[str, Any]) -> None:
    """Write ``path`` from ``templates/<template>``; every value is escaped."""
    shown = _templates().get_template(template).render(**made_readable(data))
    path.write_text(shown, "utf-8")


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
