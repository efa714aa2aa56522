"""The queue: what waits for a person, most urgent first."""

from __future__ import annotations

from typing import Any

from litestar import Request, get

from staff_console.console import Console
from staff_console.desk_work import questions_for
from staff_console.guard import colleague_of, opens
from staff_console.presence import left_alone
from staff_console.rendering import Page, page
from storage.unit_of_work import UnitOfWork

AnyRequest = Request[Any, Any, Any]


@get("/wachtrij", opt=opens("queue"))
async def show_queue(request: AnyRequest, console: Console) -> Page:
    """Show the queue."""
    return await _queue(request, console, "queue.html")


@get("/wachtrij/deel", opt=opens("queue", looks_by_itself=True))
async def show_queue_part(request: AnyRequest, console: Console) -> Page:
    """Show the queue's own part of the page, for a page that is open."""
    return await _queue(request, console, "queue_part.html")


async def _queue(request: AnyRequest, console: Console, template: str) -> Page:
    colleague = colleague_of(request)

    def look(unit: UnitOfWork) -> dict[str, Any]:
        questions = questions_for(unit, colleague)
        mine = console.talks.taken_by(unit, colleague.id)
        left = left_alone(unit, console.talks.all_taken(unit))
        return {"questions": questions, "mine": mine, "left": left, "now": unit.now}

    return page(console, request, template, **await console.look(look))


ROUTES = (show_queue, show_queue_part)
