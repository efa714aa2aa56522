"""The auditor's pages: the log, samples, packs. They read only; each look is on the log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect

from audit_pack import LOCAL_TIME, last_two_years, timeline
from evidence_log import LogEntry, record
from staff_console import auditing
from staff_console.audit_desk import DrawOrder
from staff_console.console import REFUSALS, Console
from staff_console.errors import NotThere
from staff_console.guard import colleague_of, opens
from staff_console.periods import own_period
from staff_console.rendering import Page, page
from staff_console.talk_view import reason_of
from storage.unit_of_work import UnitOfWork
from web.forms import read_form

AnyRequest = Request[Any, Any, Any]
Answer = Response[Any]
_AT = "/controle"
_WORK = f"{_AT}/werk/{{work_id:str}}"


@get(_AT, opt=opens("audit"))
async def show_audit(request: AnyRequest, console: Console) -> Page:
    """Show how the log stands, what was drawn, checked and exported, and the forms."""
    return await _overview(request, console)


@post(f"{_AT}/steekproef", opt=opens("audit_draw"), status_code=303)
async def draw_sample(request: AnyRequest, console: Console) -> Answer:
    """Draw files; the draw is on the log before anybody sees it."""
    colleague = colleague_of(request)

    async def work(order: DrawOrder) -> str:
        draw_id = await console.do(lambda unit: auditing.note_draw(unit, colleague, order))
        return f"{_AT}/steekproef/{draw_id}"

    return await _ordered(request, console, work)


@get(f"{_AT}/steekproef/{{draw_id:str}}", opt=opens("audit_sample"))
async def show_sample(request: AnyRequest, console: Console, draw_id: str) -> Page:
    """Show the files of a draw, by pseudonym."""
    colleague = colleague_of(request)
    drawn = await console.look(lambda unit: auditing.drawn(unit, colleague, draw_id))
    return page(console, request, "audit_sample.html", drawn=drawn)


@get(f"{_AT}/steekproef/{{draw_id:str}}/{{place:str}}", opt=opens("audit_file"))
async def show_file(request: AnyRequest, console: Console, draw_id: str, place: str) -> Page:
    """Show the steps of one file: codes and a pseudonym, no words and no names."""
    colleague = colleague_of(request)
    found = await console.look(lambda unit: auditing.drawn_file(unit, colleague, draw_id, place))
    values: dict[str, Any] = {
        "file": found,
        "steps": timeline(found.facts),
        "draw_id": draw_id,
        "place": place,
    }
    return page(console, request, "audit_file.html", **values)


@post(f"{_AT}/pakket", opt=opens("audit_make"), status_code=303)
async def make_pack(request: AnyRequest, console: Console) -> Answer:
    """Begin to make a pack."""
    colleague = colleague_of(request)

    async def work(order: DrawOrder) -> str:
        return f"{_AT}/werk/{auditing.begin_pack(console, colleague, order)}"

    return await _ordered(request, console, work)


@post(f"{_AT}/logboek", opt=opens("audit_verify"), status_code=303)
async def verify(request: AnyRequest, console: Console) -> Answer:
    """Begin to compute the whole log again."""
    await read_form(request, console.origins, console.cookie_name)
    try:
        check_id = auditing.begin_check(console, colleague_of(request))
    except REFUSALS as refused:
        return await _overview(request, console, reason_of(console, refused))
    return Redirect(f"{_AT}/werk/{check_id}", status_code=303)


@get(_WORK, opt=opens("audit_work"))
async def show_work(request: AnyRequest, console: Console, work_id: str) -> Page:
    """Show how far long work is, and what came of it."""
    return await _work(request, console, work_id, "audit_work.html")


@get(f"{_WORK}/deel", opt=opens("audit_work", looks_by_itself=True))
async def show_work_part(request: AnyRequest, console: Console, work_id: str) -> Page:
    """Show that part of the page only, for a page that is open."""
    return await _work(request, console, work_id, "audit_work_part.html")


@get(f"{_AT}/pakket/{{pack_id:str}}/bestand", opt=opens("audit_download"))
async def download(request: AnyRequest, console: Console, pack_id: str) -> Answer:
    """Return a pack as one file."""
    path = console.audits.packs().get(pack_id)
    if path is None:
        raise NotThere("There is no such pack, or it was kept long enough.")
    colleague = colleague_of(request)
    codes = {"what": auditing.PACK, "by": colleague.id, "reason": pack_id}
    await console.look(lambda unit: record(unit, "viewed", None, codes))
    name = f"{console.texts['audit']['file_name']}-{pack_id[:8]}.zip"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(path.read_bytes(), media_type="application/zip", headers=headers)


async def _ordered(
    request: AnyRequest, console: Console, work: Callable[[DrawOrder], Any]
) -> Answer:
    """Do ``work`` with what the form orders, and go where it says."""
    fields = await read_form(request, console.origins, console.cookie_name)
    today = await console.look(_today)
    try:
        to = await work(auditing.read_order(own_period(fields, today), fields))
    except REFUSALS as refused:
        return await _overview(request, console, reason_of(console, refused), dict(fields))
    return Redirect(to, status_code=303)


async def _overview(
    request: AnyRequest, console: Console, error: str = "", typed: dict[str, str] | None = None
) -> Page:
    colleague = colleague_of(request)

    def look(unit: UnitOfWork) -> dict[str, Any]:
        record(unit, "viewed", None, {"what": "audit", "by": colleague.id})
        today = _today(unit)
        return {
            "log": console.audits.status(unit),
            "draws": auditing.acts(unit, "sample_drawn"),
            "checks": auditing.acts(unit, "log_verified"),
            "exports": auditing.acts(unit, "exported"),
            "packs": console.audits.packs(),
            "running": console.work.running,
            "today": today,
            "period": last_two_years(today.replace(day=1)),
            "most": auditing.MOST_FILES,
        }

    values = await console.look(look) | {"error": error, "typed": typed or {}}
    return page(console, request, "audit.html", status=409 if error else 200, **values)


async def _work(request: AnyRequest, console: Console, work_id: str, template: str) -> Page:
    job = console.work.find(work_id)
    # First whether it goes on, then what came of it: the other way round it could end in between.
    is_running, percent = (not job.is_over, job.percent) if job else (False, 0)

    def look(unit: UnitOfWork) -> LogEntry | None:
        found = auditing.check_with(unit, work_id)
        if found is None and job is None:
            auditing.check_export(unit, work_id)
        return found

    values: dict[str, Any] = {
        "work_id": work_id,
        "is_running": is_running,
        "percent": percent,
        "check": await console.look(look),
        "pack_is_there": work_id in console.audits.packs(),
    }
    return page(console, request, template, **values)


def _today(unit: UnitOfWork) -> date:
    return unit.now.astimezone(LOCAL_TIME).date()


ROUTES = (
    show_audit,
    draw_sample,
    show_sample,
    show_file,
    make_pack,
    verify,
    show_work,
    show_work_part,
    download,
)
