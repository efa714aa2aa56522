"""The JSON Schemas of questions and answers, each complete in itself."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "data"


@cache
def schema_of(question: str) -> Mapping[str, Any]:
    """The schema of what may be asked, with a summary and examples (`data/questions.yml`).

    >>> schema_of("interest")["required"]
    ['principal_cents', 'default_from_on', 'until_on']
    """
    return _schema("questions", question)


@cache
def answer_schema_of(question: str) -> Mapping[str, Any]:
    """The schema of an answer: the question's name and its outcome (`data/answers.yml`)."""
    return {
        "type": "object",
        "required": ["question", "outcome"],
        "properties": {
            "question": {"const": question},
            "outcome": _schema("answers", question),
        },
    }


def _schema(kind: str, question: str) -> Mapping[str, Any]:
    file = yaml.safe_load((FOLDER / f"{kind}.yml").read_text(encoding="utf-8"))
    schema: Mapping[str, Any] = _resolved(file[kind][question], file["$defs"])
    return schema


def _resolved(part: Any, definitions: Mapping[str, Any]) -> Any:
    """`part` with what it refers to written out."""
    if isinstance(part, list):
        return [_resolved(item, definitions) for item in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return _resolved(definitions[part["$ref"].rpartition("/")[2]], definitions)
    return {key: _resolved(value, definitions) for key, value in part.items()}
