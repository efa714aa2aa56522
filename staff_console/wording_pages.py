"""The fixed texts: how plain each is, who approved it, and better wordings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Response, get, post
from litestar.response import Redirect

from staff_console.console import REFUSALS, Console
from staff_console.errors import NotThere
from staff_console.guard import colleague_of, opens
from staff_console.rendering import Page, page
from staff_console.store import all_members
from staff_console.talk_view import Answer, AnyRequest, reason_of
from staff_console.wording import approving
from storage.unit_of_work import UnitOfWork
from web.forms import read_form

PER_PAGE = 20


@get("/teksten", opt=opens("wordings"))
async def show_texts(
    request: AnyRequest, console: Console, welke: str = "all", zoek: str = "", blad: str = "1"
) -> Page:
    """Show the fixed texts that pass a filter, with their figures and approval."""
    number = max(int(blad), 1) if blad.isascii() and blad.isdecimal() and len(blad) < 5 else 1
    which = welke if welke in approving.FILTERS else "all"

    def look(unit: UnitOfWork) -> dict[str, Any]:
        found = approving.listed(unit, console.assistance, which, zoek)
        first = (number - 1) * PER_PAGE
        return {
            "found": found[first : first + PER_PAGE],
            "total": len(found),
            "pages": -(-len(found) // PER_PAGE),
            "names": _names(unit),
        }

    values = await console.try_out(look)
    shown: dict[str, Any] = {
        "which": which,
        "wanted": zoek[:80],
        "number": number,
        "filters": approving.FILTERS,
    }
    return page(console, request, "wordings.html", **values, **shown)


@get("/teksten/bestand", opt=opens("wording_file"))
async def download(request: AnyRequest, console: Console) -> Answer:
    """Return the wordings that were proposed, for who edits the data files."""
    found = await console.look(lambda unit: approving.proposals_file(unit, console.assistance))
    headers = {"content-disposition": 'attachment; filename="betere-teksten.yml"'}
    return Response(found, media_type="application/yaml", headers=headers)


@get("/teksten/{key:str}", opt=opens("wording"))
async def show_text(request: AnyRequest, console: Console, key: str) -> Page:
    """Show one text with its versions, approvals and proposed wordings."""
    return await _text(request, console, key)


@post("/teksten/{key:str}/oordeel", opt=opens("wording_approve"), status_code=303)
async def judge(request: AnyRequest, console: Console, key: str) -> Answer:
    """Approve the words that were shown, or take that back."""
    fields = await read_form(request, console.origins, console.cookie_name)
    colleague = colleague_of(request)
    act = approving.approve if fields.get("what") == "approve" else approving.withdraw
    text_hash = fields.get("version", "")
    try:
        await console.do(lambda unit: act(unit, console.assistance, colleague, key, text_hash))
    except NotThere:
        raise
    except REFUSALS as refused:
        return await _text(request, console, key, refused)
    return Redirect(f"/teksten/{key}", status_code=303)


@post("/teksten/{key:str}/voorstel", opt=opens("wording_propose"), status_code=303)
async def propose(request: AnyRequest, console: Console, key: str) -> Answer:
    """Measure a better wording, or keep it for the list."""
    fields = await read_form(request, console.origins, console.cookie_name)
    if fields.get("what") == "measure":
        return await _text(request, console, key, typed=fields)
    colleague, words, reason = colleague_of(request), fields.get("words", ""), fields.get("why", "")
    try:
        await console.do(
            lambda unit: approving.propose(unit, console.assistance, colleague, key, words, reason)
        )
    except NotThere:
        raise
    except REFUSALS as refused:
        return await _text(request, console, key, refused, fields)
    return Redirect(f"/teksten/{key}", status_code=303)


@post("/teksten/voorstel/{proposal_id:str}/weg", opt=opens("wording_drop"), status_code=303)
async def drop(request: AnyRequest, console: Console, proposal_id: str) -> Answer:
    """Drop a wording from the list."""
    await read_form(request, console.origins, console.cookie_name)
    colleague = colleague_of(request)
    key = await console.do(lambda unit: approving.drop(unit, colleague, proposal_id))
    return Redirect(f"/teksten/{key}", status_code=303)


async def _text(
    request: AnyRequest,
    console: Console,
    key: str,
    refused: Exception | None = None,
    typed: Mapping[str, str] | None = None,
) -> Page:
    def look(unit: UnitOfWork) -> dict[str, Any]:
        shown = approving.text_page(unit, console.assistance, key)
        words = (typed or {}).get("words", "")[: approving.LONGEST_WORDS]
        is_measured = bool(words.strip()) and shown.listed.text.language == "nl"
        figures = console.assistance.measure(key, words) if is_measured else None
        return {"shown": shown, "measured": figures, "names": _names(unit)}

    values = await console.try_out(look)
    error = reason_of(console, refused) if refused else ""
    status = 409 if refused else 200
    typed = dict(typed or {})
    return page(console, request, "wording.html", status=status, error=error, typed=typed, **values)


def _names(unit: UnitOfWork) -> dict[str, str]:
    return {member.id: member.display_name for member in all_members(unit)}


ROUTES = (show_texts, download, show_text, judge, propose, drop)
