"""Files that an organisation fills in: read against a schema, with every problem at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from audit_pack.errors import FormRefused
from payment_arrangement import yaml_source

SCHEMAS = Path(__file__).with_name("schemas")


def read_form(path: Path, schema: str, more_problems: Callable[[Any], list[str]]) -> Any:
    """Return the data in ``path``.

    ``more_problems`` is asked once the file fits its schema. Raises
    :class:`audit_pack.errors.FormRefused` with every problem: line, place and what is right.
    """
    try:
        source = yaml_source.parse(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise FormRefused(path.name, [f"not readable as YAML: {error}"]) from error
    rules = yaml.safe_load((SCHEMAS / schema).read_text("utf-8"))
    problems = yaml_source.problems(source, rules) or more_problems(source.data)
    if problems:
        raise FormRefused(path.name, problems)
    return source.data
