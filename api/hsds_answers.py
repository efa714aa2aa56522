"""What the handlers of the HSDS API share: parameters, answers with an ETag, pages, errors."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal, TypeVar

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter

from api.hsds_schemas import answers_with
from api.problems import Refused, problem_spec
from referral_directory import CurrentDirectory, Directory
from referral_directory.listing import Wanted
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


@dataclass(frozen=True)
class Here:
    """One request: the directory as it is now, and how to answer."""

    request: Asked
    directory: Directory
    now: datetime

    def answer(self, document: Document) -> Answer:
        """Answer with one document."""
        return self.send(json.dumps(document, ensure_ascii=False), "application/json")

    def send(self, text: str, media_type: str) -> Answer:
        """Answer with an ETag; with 304 and no body when the asker has this already."""
        body = text.encode()
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        headers = {**_HEADERS, "etag": tag}
        known = self.request.headers.get("if-none-match", "").split(",")
        if tag in [each.strip() for each in known]:
            return Response(b"", status_code=304, headers=headers)
        return Response(body, media_type=media_type, headers=headers)


def here(request: Asked, database: Kept, current_directory: Current) -> Here:
    """Return the request with the directory of this moment."""
    with database.unit() as unit:
        return Here(request, current_directory.at(unit), unit.now)


FromHere = NamedDependency[Here]


@dataclass(frozen=True)
class Pages:
    """Which page of a list is asked for, and in which form."""

    here: Here
    page: int
    per_page: int
    format: str

    def answer(self, found: Sequence[Item], shown: Callable[[Item], Document]) -> Answer:
        """Answer with one page of what was found, or with all of it as lines."""
        if self.format == "ndjson":
            lines = (json.dumps(shown(each), ensure_ascii=False) + "\n" for each in found)
            return self.here.send("".join(lines), _NDJSON)
        pages = -(-len(found) // self.per_page)
        first = (self.page - 1) * self.per_page
        contents = [shown(each) for each in found[first : first + self.per_page]]
        return self.here.answer(
            {
                "total_items": len(found),
                "total_pages": pages,
                "page_number": self.page,
                "size": len(contents),
                "first_page": self.page == 1,
                "last_page": self.page >= pages,
                "empty": not contents,
                "contents": contents,
            }
        )


def pages(
    here: FromHere, page: PageNumber = 1, per_page: PerPage = 50, format: Format = "json"
) -> Pages:
    """Return the page that the parameters of every list ask for."""
    return Pages(here, page, per_page, format)


FromPages = NamedDependency[Pages]


def wanted(
    search: Search = None,
    taxonomy_term_id: Id = None,
    taxonomy_id: Id = None,
    organization_id: Id = None,
    modified_after: ModifiedAfter = None,
    postcode: Postcode = None,
) -> Wanted:
    """Return what the parameters of a list of services ask for."""
    moment = _moment(modified_after)
    return Wanted(search, taxonomy_term_id, taxonomy_id, organization_id, moment, postcode)


FromWanted = NamedDependency[Wanted]


def gives(path: str, operation: str, table: str, *, paged: bool = False) -> Any:
    """Return the decorator of a handler that answers with a row of a table, or a page of them."""
    return get(
        path,
        operation_id=operation,
        operation_class=answers_with(table, paged=paged),
        responses=PROBLEMS,
        sync_to_thread=True,
    )


def _moment(text: str | None) -> datetime | None:
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
