"""One conversation: what was said, what is known, and what a colleague can do."""

from __future__ import annotations

from litestar import get, post

from casework.decisions import Decision
from staff_console import desk_work
from staff_console.console import Console
from staff_console.guard import colleague_of, opens
from staff_console.rendering import Page, page
from staff_console.talk_view import AT, Answer, AnyRequest, do_in_talk, talk_response
from storage.unit_of_work import UnitOfWork


@get(AT, opt=opens("talk"))
async def show_talk(request: AnyRequest, console: Console, talk_id: str) -> Page:
    """Show the conversation with what is known in the case."""
    return await talk_response(request, console, talk_id)


@get(f"{AT}/berichten", opt=opens("talk", looks_by_itself=True))
async def show_lines(request: AnyRequest, console: Console, talk_id: str) -> Page:
    """Show the messages only, for a page that is open."""
    colleague = colleague_of(request)
    lines = await console.look(lambda unit: desk_work.lines_of(console, unit, colleague, talk_id))
    return page(console, request, "lines.html", lines=lines)


@post(f"{AT}/nemen", opt=opens("talk_take"), status_code=303)
async def take(request: AnyRequest, console: Console, talk_id: str) -> Answer:
    """Take the conversation."""
    return await do_in_talk(
        request,
        console,
        talk_id,
        lambda unit, fields: desk_work.take(console, unit, colleague_of(request), talk_id),
    )


@post(f"{AT}/notitie", opt=opens("talk_note"), status_code=303)
async def note(request: AnyRequest, console: Console, talk_id: str) -> Answer:
    """Keep a note for colleagues."""
    return await do_in_talk(
        request,
        console,
        talk_id,
        lambda unit, fields: desk_work.keep_note(
            console, unit, colleague_of(request), talk_id, fields.get("text", "")
        ),
    )


@post(f"{AT}/teruggeven", opt=opens("talk_give_back"), status_code=303)
async def give_back(request: AnyRequest, console: Console, talk_id: str) -> Answer:
    """Give the conversation back to the assistant, with or without a note."""
    return await do_in_talk(
        request,
        console,
        talk_id,
        lambda unit, fields: desk_work.give_back(
            console, unit, colleague_of(request), talk_id, fields.get("text", "")
        ),
    )


@post(f"{AT}/gevaar-voorbij", opt=opens("talk_clear_danger"), status_code=303)
async def clear_danger(request: AnyRequest, console: Console, talk_id: str) -> Answer:
    """Take the flag of danger away."""
    return await do_in_talk(
        request,
        console,
        talk_id,
        lambda unit, fields: desk_work.clear_danger(console, unit, colleague_of(request), talk_id),
    )


@post(f"{AT}/besluit", opt=opens("question_decide"), status_code=303)
async def decide(request: AnyRequest, console: Console, talk_id: str) -> Answer:
    """Decide about a proposal, a complaint, a dispute and so on."""

    def work(unit: UnitOfWork, fields: dict[str, str]) -> None:
        kind, _, row_id = fields.get("about", "").partition(":")
        decision = Decision(kind, row_id)  # type: ignore[arg-type]
        outcome, reason = fields.get("outcome", ""), fields.get("reason", "")
        colleague = colleague_of(request)
        desk_work.decide_on(console, unit, colleague, talk_id, decision, outcome, reason)

    return await do_in_talk(request, console, talk_id, work)


ROUTES = (show_talk, show_lines, take, note, give_back, clear_danger, decide)
