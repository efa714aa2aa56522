"""Payment arrangements for the creditor's own systems: ask, and compute a receipt again.

Stateless: nothing of a question or its answer is kept or logged.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, Router, post
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.openapi.spec import SecurityScheme

from api.given_schema import JSON, operation_with
from api.problems import Refused, answer_with_problem, problem_spec
from casework.organisation import Organisation
from payment_arrangement import (
    ArrangementError,
    RequestRefused,
    answer,
    answer_schema_of,
    canonical,
    read_json,
    replay,
    schema_of,
)

BEARER = {"bearer": SecurityScheme(type="http", scheme="bearer")}
_PATHS = {
    "propose": "/proposals",
    "costs": "/costs",
    "interest": "/interest",
    "letter": "/letters",
}
_REPLAY_SCHEMA = {
    "type": "object",
    "description": "an answer of ours with its receipt, or a receipt alone",
    "minProperties": 1,
}
_REPLAY_ANSWER_SCHEMA = {
    "type": "object",
    "required": ["is_same", "differences", "document"],
    "properties": {
        "is_same": {"type": "boolean"},
        "differences": {"type": "array", "items": {"type": "string"}},
        "document": {"type": "object", "description": "what was computed again"},
    },
}
_PROBLEMS = {
    401: problem_spec("The bearer token is missing or wrong"),
    413: problem_spec("The body is larger than 64 kB"),
    415: problem_spec("The body is not application/json"),
    422: problem_spec(
        "The question cannot be read (`errors` names every problem), or the rules have no answer"
    ),
}
AnyRequest = Request[Any, Any, Any]
Answer = Response[bytes]


def arrangement_routes(token: str) -> Router:
    """Return the routes under ``/arrangements``, open to whoever has ``token``."""

    def has_token(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        kind, _space, given = connection.headers.get("authorization", "").partition(" ")
        is_token = hmac.compare_digest(given.strip().encode(), token.encode())
        if kind.lower() != "bearer" or not is_token:
            raise Refused(
                401,
                "unauthorized",
                "The bearer token is missing or wrong, so nothing was computed. "
                "Send the header Authorization: Bearer with the token of the organisation.",
                headers={"WWW-Authenticate": "Bearer"},
            )

    return Router(
        path="/arrangements",
        route_handlers=[*(_question(name) for name in _PATHS), _replays],
        guards=[has_token],
        exception_handlers={ArrangementError: _refuse},
        security=[{"bearer": []}],
        tags=["arrangements"],
    )


def _question(question: str) -> HTTPRouteHandler:
    schema = schema_of(question)

    @post(
        _PATHS[question],
        status_code=200,
        operation_id=question,
        operation_class=operation_with(schema, answer_schema_of(question), schema["summary"]),
        summary=schema["summary"],
        responses=_PROBLEMS,
        media_type=JSON,
    )
    async def ask(request: AnyRequest, organisation: Organisation) -> Answer:
        asked = await _body(request)
        if not isinstance(asked, Mapping):
            raise RequestRefused("The question", ["right would be a JSON object"])
        found = await asyncio.to_thread(answer, question, asked, organisation.policy)
        return Response(canonical(found), media_type=JSON)

    return ask


@post(
    "/replays",
    status_code=200,
    operation_id="replay",
    operation_class=operation_with(_REPLAY_SCHEMA, _REPLAY_ANSWER_SCHEMA, "Computed again"),
    summary="The outcome of a receipt once more, and where it differs.",
    responses=_PROBLEMS,
    media_type=JSON,
)
async def _replays(request: AnyRequest) -> Answer:
    again = await asyncio.to_thread(replay, await _body(request))
    found = {
        "is_same": not again.differences,
        "differences": list(again.differences),
        "document": again.document,
    }
    return Response(canonical(found), media_type=JSON)


async def _body(request: AnyRequest) -> Any:
    if request.content_type[0] != JSON:
        raise Refused(
            415, "unsupported_media_type", f"The body was not read: send it as {JSON}, in UTF-8."
        )
    return read_json(await request.body(), "The body")


def _refuse(request: AnyRequest, error: ArrangementError) -> Response[bytes]:
    """Return the problem for an error of the rules: its cause and its remedy."""
    code = error.text_key.removeprefix("payment_arrangement_")
    errors = getattr(error, "problems", None)
    return answer_with_problem(request, Refused(422, code, str(error), errors))
