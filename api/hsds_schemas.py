"""What the directory's answers look like, for OpenAPI: the tables of HSDS 3.0 as components."""

from __future__ import annotations

from dataclasses import dataclass

from litestar import Litestar
from litestar.openapi.spec import Components, OpenAPIMediaType, Operation, Reference, Schema
from litestar.openapi.spec.enums import OpenAPIFormat, OpenAPIType

from referral_directory.exchange.tables import FieldKind, Table, hsds_tables

_FORMATS = {
    "uuid": OpenAPIFormat.UUID,
    "uri": OpenAPIFormat.URI,
    "email": OpenAPIFormat.EMAIL,
    "date": OpenAPIFormat.DATE,
    "moment": OpenAPIFormat.DATE_TIME,
}
# One object nested in a row that the tables name by its id only.
_NESTED_TOO = {
    "service": {"organization": "organization"},
    "service_at_location": {"service": "service"},
}
_LISTED_TOO = {"organization": {"services": "service"}}
_PAGE = ("total_items", "total_pages", "page_number", "size")
_PAGE_FLAGS = ("first_page", "last_page", "empty")


def describe_hsds(app: Litestar) -> None:
    """Add a schema for each table of HSDS, named `hsds_<table>`, to the app's OpenAPI.

    Litestar makes the components from the types of handlers only, so these are added afterwards.
    """
    components = app.openapi_schema.components
    assert isinstance(components, Components)  # noqa: S101 (a list is joined before this)
    found = {f"hsds_{table.name}": _schema(table) for table in hsds_tables().values()}
    components.schemas = {**(components.schemas or {}), **found}


def _schema(table: Table) -> Schema:
    ones = {**table.ones, **_NESTED_TOO.get(table.name, {})}
    lists = {**table.lists, **_LISTED_TOO.get(table.name, {})}
    properties: dict[str, Schema | Reference] = {
        name: _field(kind) for name, kind in table.fields.items()
    }
    properties |= {name: _reference(child) for name, child in ones.items()}
    properties |= {
        name: Schema(type=OpenAPIType.ARRAY, items=_reference(child))
        for name, child in lists.items()
    }
    return Schema(type=OpenAPIType.OBJECT, properties=properties, required=list(table.required))


def _field(kind: FieldKind) -> Schema:
    if isinstance(kind, tuple):
        return Schema(type=OpenAPIType.STRING, enum=list(kind))
    if kind == "number":
        return Schema(type=OpenAPIType.NUMBER)
    return Schema(type=OpenAPIType.STRING, format=_FORMATS.get(kind))


def _reference(table: str) -> Reference:
    return Reference(ref=f"#/components/schemas/hsds_{table}")


def _page(table: str) -> Schema:
    numbers = {name: Schema(type=OpenAPIType.INTEGER) for name in _PAGE}
    flags = {name: Schema(type=OpenAPIType.BOOLEAN) for name in _PAGE_FLAGS}
    item: Schema | Reference = _reference(table)
    if table == "service":
        minimal = Schema(
            type=OpenAPIType.OBJECT,
            properties={"id": _field("uuid"), "modified_date": _field("moment")},
            required=["id"],
        )
        item = Schema(any_of=[item, minimal])
    contents = {"contents": Schema(type=OpenAPIType.ARRAY, items=item)}
    return Schema(
        type=OpenAPIType.OBJECT,
        properties={**numbers, **flags, **contents},
        required=[*numbers, *flags, "contents"],
    )


def answers_with(table: str, *, paged: bool = False) -> type[Operation]:
    """Return the kind of operation whose answer is a row of `table`, or a page of them."""

    @dataclass
    class Answering(Operation):
        def __post_init__(self) -> None:
            answer = (self.responses or {}).get("200")
            if answer is None or isinstance(answer, Reference):
                return
            schema = _page(table) if paged else _reference(table)
            answer.content = {"application/json": OpenAPIMediaType(schema=schema)}
            if paged:
                text = Schema(type=OpenAPIType.STRING)
                answer.content["application/x-ndjson"] = OpenAPIMediaType(schema=text)

    return Answering
