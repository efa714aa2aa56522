"""JSON Schemas of our own, from files, in the OpenAPI description."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from litestar.openapi.spec import OpenAPIMediaType, OpenAPIResponse, Operation, RequestBody, Schema

JSON = "application/json"


@dataclass
class GivenSchema(Schema):
    """A schema that is written as it was given."""

    given: Mapping[str, Any] = field(default_factory=dict)

    def to_schema(self) -> dict[str, Any]:
        """Return the schema as it was given."""
        return dict(self.given)


def operation_with(
    request: Mapping[str, Any], answer: Mapping[str, Any], description: str
) -> type[Operation]:
    """Return the kind of operation whose body and answer have these schemas.

    The answer is that of status 200; examples stand in the schemas.
    """

    @dataclass
    class GivenOperation(Operation):
        def __post_init__(self) -> None:
            self.request_body = RequestBody(
                content={JSON: OpenAPIMediaType(schema=GivenSchema(given=request))}, required=True
            )
            content = {JSON: OpenAPIMediaType(schema=GivenSchema(given=answer))}
            if self.responses is not None:
                self.responses["200"] = OpenAPIResponse(description, content=content)

    return GivenOperation
