"""The page of a conversation, and the way in which every form on it does its work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from litestar import Request, Response
from litestar.response import Redirect

from staff_console import desk_work
from staff_console.console import REFUSALS, Console
from staff_console.errors import NotThere
from staff_console.guard import colleague_of
from staff_console.rendering import Page, page
from storage.unit_of_work import UnitOfWork
from web.forms import read_form

AnyRequest = Request[Any, Any, Any]
Answer = Response[Any]
AT = "/gesprek/{talk_id:str}"


async def do_in_talk(
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
        return await talk_response(request, console, talk_id, refused, fields.get("text", ""))
    return Redirect(f"/gesprek/{talk_id}", status_code=303)


async def talk_response(
    request: AnyRequest,
    console: Console,
    talk_id: str,
    refused: Exception | None = None,
    typed: str = "",
) -> Page:
    """Return the page of a conversation, with what was refused and what had been typed."""
    colleague = colleague_of(request)
    shown = await console.look(lambda unit: desk_work.talk_page(console, unit, colleague, talk_id))
    error = reason_of(console, refused) if refused else ""
    status = 409 if refused else 200
    words = {"shown": shown, "error": error, "typed": typed}
    values = words | {"outcomes_of": desk_work.outcomes_of}
    return page(console, request, "talk.html", status=status, **values)


def reason_of(console: Console, refused: Exception) -> str:
    """Return in words why something was refused."""
    texts: dict[str, str] = console.texts["refused"]
    return texts.get(getattr(refused, "text_key", ""), texts["went_wrong"])
