"""Errors as RFC 9457 problem details: one shape for every answer that is not a success."""

from __future__ import annotations

import json
import logging
import secrets
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.openapi.datastructures import ResponseSpec

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
_DETAILS = {
    400: "The question is not as GET /api/openapi.json describes it, so nothing was done.",
    404: "Nothing is served at this address. GET /api/openapi.json lists what is.",
    405: "This address does not take that method. GET /api/openapi.json tells which it takes.",
    413: "The body is larger than 64 kB, so it was not read. Ask one question at a time.",
}


@dataclass(frozen=True)
class Problem:
    """What every error answers with. ``code`` names the error for a program.

    ``detail`` says what happened, why that matters and what to do; ``errors`` holds each problem by
    itself; ``instance`` finds the line in our log, for an error of ours.
    """

    status: int
    title: str
    detail: str
    code: str
    type: str = "about:blank"
    instance: str | None = None
    errors: tuple[str, ...] | None = None


class Refused(HTTPException):
    """A request that a named error refuses. ``code`` and ``errors`` are the problem's."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        errors: Sequence[str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail=detail, status_code=status, headers=headers)
        self.code = code
        self.errors = tuple(errors) if errors else None


def problem_spec(description: str) -> ResponseSpec:
    """Return how an error is described in OpenAPI, for a handler's ``responses``."""
    return ResponseSpec(Problem, description=description, media_type=MEDIA_TYPE)


def answer_with_problem(_: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Return the problem for ``error``; of one that is ours only its type and place are logged."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    phrase = HTTPStatus(status).phrase
    code = getattr(error, "code", phrase.lower().replace(" ", "_").replace("-", "_"))
    if status >= 500:
        number = _log(error)
        detail = f"The error is ours. Try again later, or tell us the number {number}."
        problem = Problem(status, phrase, detail, code, instance=f"urn:warmwijzer:error:{number}")
    else:
        detail = getattr(error, "detail", phrase)
        if not isinstance(error, Refused):
            detail = _DETAILS.get(status, detail)
        errors = getattr(error, "errors", None) or _wrong_parameters(error)
        problem = Problem(status, phrase, detail, code, errors=errors)
    content = {name: value for name, value in vars(problem).items() if value is not None}
    headers = error.headers if isinstance(error, HTTPException) else None
    return Response(
        json.dumps(content, ensure_ascii=False).encode(),
        status_code=status,
        media_type=MEDIA_TYPE,
        headers=headers,
    )


def _wrong_parameters(error: Exception) -> tuple[str, ...] | None:
    """Return what is wrong with each parameter, when that is why a request was refused."""
    extra = error.extra if isinstance(error, ValidationException) else None
    if not isinstance(extra, list):
        return None
    return tuple(f"{each.get('key')}: {each.get('message')}" for each in extra)


def _log(error: Exception) -> str:
    number = secrets.token_hex(4)
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "unknown"
    log.error("error %s: %s at %s", number, type(error).__name__, place)
    return number
