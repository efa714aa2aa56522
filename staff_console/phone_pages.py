"""Telephone mode: a colleague on the phone types or picks what the caller says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect

from casework.errors import CaseworkError
from staff_console import desk_work
from staff_console.console import Console
from staff_console.desk_work import TextRefused
from staff_console.errors import NotThere
from staff_console.guard import colleague_of, opens
from staff_console.letter import letter_pdf
from staff_console.ports import Line
from staff_console.rendering import Page, page
from web.forms import read_form

AnyRequest = Request[Any, Any, Any]
Answer = Response[Any]
_AT = "/telefoon/{talk_id:str}"


@post("/telefoon", opt=opens("phone_begin"), status_code=303)
async def begin(request: AnyRequest, console: Console) -> Answer:
    """Begin a call."""
    await read_form(request, console.origins, console.cookie_name)
    return Redirect(f"/telefoon/{await console.telephone.begin()}", status_code=303)


@get(_AT, opt=opens("phone"))
async def show_call(request: AnyRequest, console: Console, talk_id: str) -> Page:
    """Show what to say to the caller, and take what the caller says."""
    return await _call(request, console, talk_id)


@get(f"{_AT}/deel", opt=opens("phone", looks_by_itself=True))
async def show_answers(request: AnyRequest, console: Console, talk_id: str) -> Page:
    """Show what to say now, for a page that is open."""
    colleague = colleague_of(request)
    lines = await console.look(lambda unit: desk_work.lines_of(console, unit, colleague, talk_id))
    at = f"/telefoon/{talk_id}"
    return page(console, request, "phone_part.html", answers=_answers(lines), at=at)


@post(f"{_AT}/beller", opt=opens("phone_hear"), status_code=303)
async def hear(request: AnyRequest, console: Console, talk_id: str) -> Answer:
    """Take what the caller said, typed or picked."""
    fields = await read_form(request, console.origins, console.cookie_name)
    await _check(request, console, talk_id)
    choice, words = fields.get("choice", ""), fields.get("text", "").strip()
    if not (choice or words) or len(words) > desk_work.MOST_CHARACTERS:
        refused = TextRefused("Nothing, or far too much, was typed.")
        return await _call(request, console, talk_id, refused.text_key)
    try:
        await console.telephone.hear(talk_id, choice or words, bool(choice))
    except CaseworkError:
        return await _call(request, console, talk_id, "went_wrong")
    return Redirect(f"/telefoon/{talk_id}#laatste", status_code=303)


@get(f"{_AT}/brief", opt=opens("phone_letter"))
async def show_letter(request: AnyRequest, console: Console, talk_id: str) -> Answer:
    """Return the letter for the caller: what was agreed, from the decisions themselves."""
    shown = await _check(request, console, talk_id)
    said = (line.text for line in shown.lines if line.key.startswith("decision:"))
    decided = list(dict.fromkeys(said))
    pdf = await console.look(lambda unit: letter_pdf(console.name, decided, unit.now.date()))
    name = f"brief-{talk_id[:8]}.pdf"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(pdf, media_type="application/pdf", headers=headers)


@post(f"{_AT}/link", opt=opens("phone_link"), status_code=200)
async def make_link(request: AnyRequest, console: Console, talk_id: str) -> Page:
    """Show a link with which the caller goes on in the web chat; it works once, for a day."""
    await read_form(request, console.origins, console.cookie_name)
    await _check(request, console, talk_id)
    link = await console.look(lambda unit: console.make_link(unit, talk_id))
    return await _call(request, console, talk_id, link=link)


async def _check(request: AnyRequest, console: Console, talk_id: str) -> desk_work.TalkPage:
    colleague = colleague_of(request)
    shown = await console.look(lambda unit: desk_work.talk_page(console, unit, colleague, talk_id))
    if desk_work.PHONE not in shown.talk.channels:
        raise NotThere("This conversation is not held on the telephone.")
    return shown


async def _call(
    request: AnyRequest, console: Console, talk_id: str, refusal: str = "", link: str = ""
) -> Page:
    shown = await _check(request, console, talk_id)
    error = console.texts["refused"][refusal] if refusal else ""
    values = {"shown": shown, "answers": _answers(shown.lines), "error": error, "link": link}
    return page(console, request, "phone.html", status=409 if refusal else 200, **values)


def _answers(lines: Sequence[Line]) -> Sequence[Line]:
    """What was said since the caller last spoke."""
    spoke = (place for place, line in enumerate(lines) if line.author == "person")
    return lines[max(spoke, default=-1) + 1 :]


ROUTES = (begin, show_call, show_answers, hear, show_letter, make_link)
