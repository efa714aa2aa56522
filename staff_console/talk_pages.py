"""One conversation: what was said, what is known, and what a colleague can do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect

from casework.decisions import Decision
from staff_console import desk_work
from staff_console.console import REFUSALS, Console
from staff_console.errors import NotThere
from staff_console.guard import colleague_of, opens
from staff_console.rendering import Page, page
from storage.unit_of_work import UnitOfWork
from web.forms import read_form

AnyRequest = Request[Any, Any, Any]
Answer = Response[Any]
_AT = "/gesprek/{talk_id:str}"


@get(_AT, opt=opens("talk"))
async def show_talk(request: AnyRequest, console: Console, talk_id: str) -> Page:
    """Show the conversation with what is known in the case."""
    return await _talk(request, console, talk_id)


@get(f"{_AT}/berichten", opt=opens("talk", looks_by_itself=True))
async def show_lines(request: AnyRequest, console: Console, talk_id: str) -> Page:
    """Show the messages only, for a page that is open."""
    colleague = colleague_of(request)
    lines = await console.look(lambda unit: desk_work.lines_of(console, unit, colleague, talk_id))
    return page(console, request, "lines.html", lines=lines)


@post(f"{_AT}/nemen", opt=opens("talk_take"), status_code=303)
async def take(request: AnyRequest, console: Console, talk_id: str) -> Answer:
    """Take the conversation."""
    return await _do(
        request,
        console,
        talk_id,
        lambda unit, fields: desk_work.take(console, unit, colleague_of(request), talk_id),
    )


@post(f"{_AT}/zeg", opt=opens("talk_say"), status_code=303)
async def say(request: AnyRequest, console: Console, talk_id: str) -> Answer:
    """Say something to the person."""
    return await _do(
        request,
        console,
        talk_id,
        lambda unit, fields: desk_work.say(
            console, unit, colleague_of(request), talk_id, fields.get("text", "")
        ),
    )


@post(f"{_AT}/notitie", opt=opens("talk_note"), status_code=303)
async def note(request: AnyRequest, console: Console, talk_id: str) -> Answer:
    """Keep a note for colleagues."""
    return await _do(
        request,
        console,
        talk_id,
        lambda unit, fields: desk_work.keep_note(
            console, unit, colleague_of(request), talk_id, fields.get("text", "")
        ),
    )


@post(f"{_AT}/teruggeven", opt=opens("talk_give_back"), status_code=303)
async def give_back(request: AnyRequest, console: Console, talk_id: str) -> Answer:
    """Give the conversation back to the assistant, with or without a note."""
    return await _do(
        request,
        console,
        talk_id,
        lambda unit, fields: desk_work.give_back(
            console, unit, colleague_of(request), talk_id, fields.get("text", "")
        ),
    )


@post(f"{_AT}/gevaar-voorbij", opt=opens("talk_clear_danger"), status_code=303)
async def clear_danger(request: AnyRequest, console: Console, talk_id: str) -> Answer:
    """Take the flag of danger away."""
    return await _do(
        request,
        console,
        talk_id,
        lambda unit, fields: desk_work.clear_danger(console, unit, colleague_of(request), talk_id),
    )


@post(f"{_AT}/besluit", opt=opens("question_decide"), status_code=303)
async def decide(request: AnyRequest, console: Console, talk_id: str) -> Answer:
    """Decide about a proposal, a complaint, a dispute and so on."""

    def work(unit: UnitOfWork, fields: dict[str, str]) -> None:
        kind, _, row_id = fields.get("about", "").partition(":")
        decision = Decision(kind, row_id)  # type: ignore[arg-type]
        outcome, reason = fields.get("outcome", ""), fields.get("reason", "")
        colleague = colleague_of(request)
        desk_work.decide_on(console, unit, colleague, talk_id, decision, outcome, reason)

    return await _do(request, console, talk_id, work)


async def _do(
    request: AnyRequest,
    console: Console,
    talk_id: str,
    work: Callable[[UnitOfWork, dict[str, str]], None],
) -> Answer:
    """Do one thing and show the conversation again; what was refused is said above it."""
    fields = dict(await read_form(request, console.origins, console.cookie_name))
    try:
        await console.do(lambda unit: work(unit, fields))
    except NotThere:
        raise
    except REFUSALS as refused:
        return await _talk(request, console, talk_id, refused, fields.get("text", ""))
    return Redirect(f"/gesprek/{talk_id}", status_code=303)


async def _talk(
    request: AnyRequest,
    console: Console,
    talk_id: str,
    refused: Exception | None = None,
    typed: str = "",
) -> Page:
    colleague = colleague_of(request)
    shown = await console.look(lambda unit: desk_work.talk_page(console, unit, colleague, talk_id))
    error = _reason(console, refused) if refused else ""
    status = 409 if refused else 200
    values = {"shown": shown, "error": error, "typed": typed}
    return page(console, request, "talk.html", status=status, **values)


def _reason(console: Console, refused: Exception) -> str:
    texts: dict[str, str] = console.texts["refused"]
    return texts.get(getattr(refused, "text_key", ""), texts["went_wrong"])


ROUTES = (show_talk, show_lines, take, say, note, give_back, clear_danger, decide)
