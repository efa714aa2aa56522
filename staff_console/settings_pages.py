"""The settings that colleagues change: what they are, what waits for approval, and the history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import get, post
from litestar.response import Redirect

from casework.opening import WEEKDAYS
from casework.settings.change import change_settings, decide_settings
from casework.settings.store import WAITING, version_with, versions
from casework.settings.values import SettingsRefused, settings_of
from payment_arrangement import policy_checks
from staff_console import settings_form
from staff_console.console import REFUSALS, Console
from staff_console.errors import NotThere
from staff_console.guard import colleague_of, opens
from staff_console.rendering import Page, page
from staff_console.store import all_members
from staff_console.talk_view import Answer, AnyRequest, reason_of
from storage.unit_of_work import UnitOfWork
from web.forms import read_form

MOST_DIGITS = 9


@get("/instellingen", opt=opens("settings"))
async def show_settings(request: AnyRequest, console: Console) -> Page:
    """Show every setting, the policy with its checks, and every change."""
    return await _settings(request, console)


@post("/instellingen", opt=opens("settings_change"), status_code=303)
async def change(request: AnyRequest, console: Console) -> Answer:
    """Change the settings of one form of the page, or propose that."""
    fields = await read_form(request, console.origins, console.cookie_name)
    colleague = colleague_of(request)

    def work(unit: UnitOfWork) -> None:
        settings = settings_of(console.organisation.with_settings(unit))
        names = settings_form.parts(settings).get(fields.get("part", ""), ())
        change_settings(
            unit,
            console.organisation.from_file,
            settings_form.values_in(fields, names),
            fields.get("reason", ""),
            settings_form.moment_in(fields.get("valid_from", "")),
            colleague.id,
        )

    try:
        await console.do(work)
    except REFUSALS as refused:
        return await _settings(request, console, refused, fields)
    return Redirect("/instellingen#geschiedenis", status_code=303)


@post("/instellingen/{number:str}", opt=opens("settings_decide"), status_code=303)
async def decide(request: AnyRequest, console: Console, number: str) -> Answer:
    """Approve a change of limits, refuse it, or take back one's own."""
    fields = await read_form(request, console.origins, console.cookie_name)
    colleague = colleague_of(request)
    accepts = fields.get("what") == "accept"

    def work(unit: UnitOfWork) -> None:
        is_number = number.isascii() and number.isdecimal() and len(number) < MOST_DIGITS
        if not is_number or version_with(unit, int(number)) is None:
            raise NotThere("There is no change with this number.")
        from_file = console.organisation.from_file
        decide_settings(unit, from_file, int(number), colleague.id, accepts=accepts)

    try:
        await console.do(work)
    except NotThere:
        raise
    except REFUSALS as refused:
        return await _settings(request, console, refused)
    return Redirect("/instellingen#geschiedenis", status_code=303)


async def _settings(
    request: AnyRequest,
    console: Console,
    refused: Exception | None = None,
    typed: Mapping[str, str] | None = None,
) -> Page:
    def look(unit: UnitOfWork) -> dict[str, Any]:
        organisation = console.organisation.with_settings(unit)
        settings = settings_of(organisation)
        found = versions(unit)
        return {
            "settings": settings,
            "parts": settings_form.parts(settings),
            "fields": settings_form.typed_of(settings) | dict(typed or {}),
            "waiting": [row for row in found if row.state == WAITING],
            "history": [row for row in found if row.state != WAITING],
            "names": {member.id: member.display_name for member in all_members(unit)},
            "policy": organisation.policy,
            "checks": policy_checks(organisation.policy),
            "needs_second_person": organisation.second_person_for_limits,
            "now": unit.now,
        }

    wrong = refused.names if isinstance(refused, SettingsRefused) else ()
    values: dict[str, Any] = {
        **await console.look(look),
        "error": reason_of(console, refused) if refused else "",
        "wrong": wrong,
        "problems": refused.problems if isinstance(refused, SettingsRefused) else (),
        "is_contradiction": isinstance(refused, SettingsRefused) and refused.is_contradiction,
        "typed": typed or {},
        "kind_of": settings_form.kind_of,
        "shown": settings_form.shown,
        "short_name": settings_form.short_name,
        "weekdays": WEEKDAYS,
        "asks_second_person": settings_form.needs_second_person,
    }
    return page(console, request, "settings.html", status=409 if refused else 200, **values)


ROUTES = (show_settings, change, decide)
