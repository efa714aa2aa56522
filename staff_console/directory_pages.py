"""The directory: what must be phoned next, one entry with its call script, and its history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import get, post
from litestar.response import Redirect

from staff_console import directory_work
from staff_console.console import REFUSALS, Console
from staff_console.directory_work import Heard
from staff_console.errors import NotThere
from staff_console.guard import colleague_of, opens
from staff_console.rendering import Page, page
from staff_console.talk_view import Answer, AnyRequest, reason_of
from storage.unit_of_work import UnitOfWork
from web.forms import read_form


@get("/sociale-kaart", opt=opens("directory"))
async def show_directory(request: AnyRequest, console: Console, zoek: str = "") -> Page:
    """Show what must be phoned, most urgent first, or the entries that were searched for."""

    def look(unit: UnitOfWork) -> Page:
        directory = console.organisation.at(unit).directory
        values: dict[str, Any] = {
            "tasks": directory_work.to_phone(directory, unit.now),
            "found": directory_work.search(directory, zoek),
            "wanted": zoek,
            "total": len(directory.services),
        }
        return page(console, request, "directory.html", **values)

    return await console.try_out(look)


@get("/sociale-kaart/{entry:str}", opt=opens("directory_entry"))
async def show_entry(request: AnyRequest, console: Console, entry: str) -> Page:
    """Show one entry: the script for the call, what to note, and every version of it."""
    return await _entry(request, console, entry)


@post("/sociale-kaart/{entry:str}", opt=opens("directory_phoned"), status_code=303)
async def note_call(request: AnyRequest, console: Console, entry: str) -> Answer:
    """Keep what was heard on the phone as a new version of the entry."""
    fields = await read_form(request, console.origins, console.cookie_name)
    colleague = colleague_of(request)

    def work(unit: UnitOfWork) -> None:
        organisation = console.organisation.at(unit)
        directory_work.note_call(unit, organisation, colleague, entry, _heard(fields))

    try:
        await console.do(work)
    except NotThere:
        raise
    except REFUSALS as refused:
        return await _entry(request, console, entry, reason_of(console, refused), fields)
    return Redirect(f"/sociale-kaart/{entry}", status_code=303)


def _heard(fields: Mapping[str, str]) -> Heard:
    said = {
        fields[f"fact-{name.removeprefix('said-')}"]: answer
        for name, answer in fields.items()
        if name.startswith("said-") and f"fact-{name.removeprefix('said-')}" in fields
    }
    return Heard(
        outcome=fields.get("outcome", ""),
        by=fields.get("by", "").strip(),
        version=fields.get("version", ""),
        wrong=[fact for fact, answer in said.items() if answer == "wrong"],
        confirmed=[fact for fact, answer in said.items() if answer == "right"],
        new_phone=fields.get("new_phone", "").strip(),
    )


async def _entry(
    request: AnyRequest,
    console: Console,
    entry: str,
    error: str = "",
    typed: Mapping[str, str] | None = None,
) -> Page:
    shown = await console.try_out(
        lambda unit: directory_work.entry_page(unit, console.organisation.at(unit), entry)
    )
    values = {"shown": shown, "error": error, "typed": typed or {}}
    return page(console, request, "entry.html", status=409 if error else 200, **values)


ROUTES = (show_directory, show_entry, note_call)
