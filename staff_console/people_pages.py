"""The colleagues who may come in, for an administrator."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect

from staff_console import accounts, store
from staff_console.access import Role
from staff_console.console import Console
from staff_console.errors import AccountRefused
from staff_console.guard import colleague_of, opens
from staff_console.rendering import Page, page
from staff_console.store import StaffMember
from storage.unit_of_work import UnitOfWork
from web.forms import read_form

AnyRequest = Request[Any, Any, Any]
Answer = Response[Any]


@get("/collegas", opt=opens("people"))
async def show_people(request: AnyRequest, console: Console) -> Page:
    """Show every account."""
    return await _people(request, console)


@post("/collegas", opt=opens("people_add"), status_code=303)
async def add(request: AnyRequest, console: Console) -> Answer:
    """Make an account."""
    fields = dict(await read_form(request, console.origins, console.cookie_name))
    by = colleague_of(request).id
    try:
        await console.look(
            lambda unit: accounts.add_member(
                unit,
                login_name=fields.get("login_name", ""),
                display_name=fields.get("display_name", ""),
                password=fields.get("password", "") if console.ways_in.has_own else None,
                role=fields.get("role", ""),
                may_see_employees=fields.get("may_see_employees") == "yes",
                by=by,
            )
        )
    except AccountRefused as refused:
        return await _people(request, console, refused.text_key, fields)
    return Redirect("/collegas", status_code=303)


@post("/collegas/{staff_id:str}", opt=opens("people_change"), status_code=303)
async def change(request: AnyRequest, console: Console, staff_id: str) -> Answer:
    """Change what a colleague may do, or let the second factor be set up again."""
    fields = dict(await read_form(request, console.origins, console.cookie_name))
    by = colleague_of(request).id
    try:
        if fields.get("what") == "second_factor":
            await console.look(lambda unit: accounts.reset_second_factor(unit, staff_id, by))
        else:
            await console.look(
                lambda unit: accounts.change_member(
                    unit,
                    staff_id,
                    role=fields.get("role", ""),
                    may_see_employees=fields.get("may_see_employees") == "yes",
                    is_active=fields.get("is_active") == "yes",
                    by=by,
                )
            )
    except AccountRefused as refused:
        return await _people(request, console, refused.text_key)
    return Redirect("/collegas", status_code=303)


async def _people(
    request: AnyRequest, console: Console, refusal: str = "", typed: dict[str, str] | None = None
) -> Page:
    members, has_talks = await console.look(lambda unit: _members(console, unit))
    error = console.texts["refused"][refusal] if refusal else ""
    values: dict[str, Any] = {"members": members, "roles": list(Role), "has_talks": has_talks}
    values |= {"error": error, "typed": typed or {}, "has_own": console.ways_in.has_own}
    return page(console, request, "people.html", status=409 if error else 200, **values)


def _members(console: Console, unit: UnitOfWork) -> tuple[list[StaffMember], dict[str, int]]:
    members = store.all_members(unit)
    return members, {each.id: len(console.talks.taken_by(unit, each.id)) for each in members}


ROUTES = (show_people, add, change)
