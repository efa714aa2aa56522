"""What the handlers of the HSDS API share: parameters, pages, ETags and errors."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Any, Literal, TypeVar

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter

from api.problems import Refused, problem_spec
from referral_directory import CurrentDirectory, Directory
from referral_directory.register import Document
from storage.database import Database

_HEADERS = {"cache-control": "public, max-age=300", "access-control-allow-origin": "*"}
_NDJSON = "application/x-ndjson"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")
PROBLEMS = {
    400: problem_spec("A parameter is not what this address understands"),
    404: problem_spec("Nothing published has this id"),
    429: problem_spec("Too many requests in a minute"),
}

Asked = Request[Any, Any, Any]
Answer = Response[bytes]
Item = TypeVar("Item")
Kept = NamedDependency[Database]
Current = NamedDependency[CurrentDirectory]
Entry = FromPath[str]
Flag = FromQuery[bool]
Search = Annotated[
    str | None, QueryParameter(description="Words in the name or a description.", max_length=200)
]
PageNumber = Annotated[int, QueryParameter(description="Which page, from 1.", ge=1, le=1_000_000)]
PerPage = Annotated[int, QueryParameter(description="How many on a page.", ge=1, le=500)]
Format = Annotated[
    Literal["json", "ndjson"],
    QueryParameter(description="ndjson: everything, one object on a line."),
]
Id = Annotated[str | None, QueryParameter(max_length=64)]
ModifiedAfter = Annotated[
    str | None,
    QueryParameter(
        description="Only what was changed at this moment or later: 2026-11-22T09:00:00Z.",
        schema_extra={"format": "date-time"},
    ),
]
Postcode = Annotated[
    str | None,
    QueryParameter(
        pattern=r"^[1-9][0-9]{3} ?([A-Za-z]{2})?$",
        description="Only what surely works there. 3011, 3011AB or 3011 AB.",
    ),
]
Proximity = Annotated[
    str | None,
    QueryParameter(pattern=r"^[0-9]{1,6}$", description="Within so many metres of the postcode."),
]


def directory_now(database: Database, current: CurrentDirectory) -> tuple[Directory, datetime]:
    """Return the directory as it is now, and the moment that is."""
    with database.unit() as unit:
        return current.at(unit), unit.now


def moment(text: str | None) -> datetime | None:
    """Return the moment that an RFC 3339 text names; raises :class:`Refused` (400) for another."""
    if text is None:
        return None
    if _MOMENT.fullmatch(text):
        # A leap second is a second that Python does not know.
        with suppress(ValueError):
            return datetime.fromisoformat(text.upper().replace(":60", ":59"))
    detail = "modified_after is no moment, so nothing was looked up. Write 2026-11-22T09:00:00Z."
    raise Refused(400, "no_moment", detail)


def missing() -> Refused:
    """Return the refusal of an id that nothing published has."""
    detail = "Nothing published has this id. Ask for the list to see what there is."
    return Refused(404, "not_found", detail)


def singles(document: Document, *names: str) -> Document:
    """Return the fields of which there is one, and the single objects that are named."""
    return {
        name: value
        for name, value in document.items()
        if not isinstance(value, list | dict) or name in names
    }


def listed(
    request: Asked,
    found: Sequence[Item],
    shown: Callable[[Item], Document],
    page: int,
    per_page: int,
    form: str,
) -> Answer:
    """Answer with one page of what was found, or with all of it as lines."""
    if form == "ndjson":
        lines = "".join(json.dumps(shown(each), ensure_ascii=False) + "\n" for each in found)
        return _answered(request, lines.encode(), _NDJSON)
    pages = -(-len(found) // per_page)
    contents = [shown(each) for each in found[(page - 1) * per_page : page * per_page]]
    contents_of_page = {
        "total_items": len(found),
        "total_pages": pages,
        "page_number": page,
        "size": len(contents),
        "first_page": page == 1,
        "last_page": page >= pages,
        "empty": not contents,
        "contents": contents,
    }
    return answer(request, contents_of_page)


def answer(request: Asked, document: Document) -> Answer:
    """Answer with one document."""
    return _answered(request, json.dumps(document, ensure_ascii=False).encode(), "application/json")


def _answered(request: Asked, body: bytes, media_type: str) -> Answer:
    """Answer with an ETag; with 304 and no body when the asker has this already."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {**_HEADERS, "etag": tag}
    known = [each.strip() for each in request.headers.get("if-none-match", "").split(",")]
    if tag in known:
        return Response(b"", status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)
