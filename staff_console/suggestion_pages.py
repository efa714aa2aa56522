"""Suggestions beside the message field: shown, used in a message, or rejected with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import get, post

from casework.context import Turn
from staff_console import desk_work
from staff_console.console import Console
from staff_console.errors import NotThere
from staff_console.guard import colleague_of, opens
from staff_console.ports import Line
from staff_console.rendering import Page, page
from staff_console.sessions import Colleague
from staff_console.suggesting import Suggestions, suggest
from staff_console.talk_view import AT, Answer, AnyRequest, do_in_talk
from staff_console.training import note_choice
from storage.unit_of_work import UnitOfWork


@get(f"{AT}/suggesties", opt=opens("suggestions", looks_by_itself=True))
async def show_suggestions(request: AnyRequest, console: Console, talk_id: str) -> Page:
    """Show up to three things to answer or do after the last message of the person."""
    colleague = colleague_of(request)

    def look(unit: UnitOfWork) -> Page:
        talk, turn = desk_work.open_talk(console, unit, colleague, talk_id)
        # An open page asks again when somebody just gave the conversation back.
        is_mine = (talk.owner, talk.colleague) == ("colleague", colleague.id)
        line = _last(console.talks.transcript(unit, talk_id)) if is_mine else None
        language = turn.case.language
        found = suggest(console.assistance, line, turn.today, language) if line else None
        values: dict[str, Any] = {"found": found, "talk_id": talk_id, "language": language}
        return page(console, request, "suggestions.html", **values)

    return await console.try_out(look)


@post(f"{AT}/suggestie-afwijzen", opt=opens("suggestion_reject"), status_code=303)
async def reject(request: AnyRequest, console: Console, talk_id: str) -> Answer:
    """Note that a suggestion does not fit, and why."""
    colleague = colleague_of(request)

    def work(unit: UnitOfWork, fields: dict[str, str]) -> None:
        reason = fields.get("reason", "")
        if reason not in console.texts["rejections"]:
            raise NotThere("This is not one of the reasons.")
        _note(console, unit, colleague, talk_id, fields, "rejected", reason)

    return await do_in_talk(request, console, talk_id, work)


@post(f"{AT}/suggestie-doen", opt=opens("suggestion_do"), status_code=303)
async def do_suggested(request: AnyRequest, console: Console, talk_id: str) -> Answer:
    """Note that a suggested action was taken; the tool itself opens in the page."""
    colleague = colleague_of(request)

    def work(unit: UnitOfWork, fields: dict[str, str]) -> None:
        _note(console, unit, colleague, talk_id, fields, "used")

    return await do_in_talk(request, console, talk_id, work)


@post(f"{AT}/zeg", opt=opens("talk_say"), status_code=303)
async def say(request: AnyRequest, console: Console, talk_id: str) -> Answer:
    """Say something to the person; when it began as a suggestion, note whether it was edited."""
    colleague = colleague_of(request)

    def work(unit: UnitOfWork, fields: dict[str, str]) -> None:
        desk_work.say(console, unit, colleague, talk_id, fields.get("text", ""))
        if fields.get("suggestion"):
            _note(console, unit, colleague, talk_id, fields, "used")

    return await do_in_talk(request, console, talk_id, work)


def _note(
    console: Console,
    unit: UnitOfWork,
    colleague: Colleague,
    talk_id: str,
    fields: dict[str, str],
    choice: str,
    reason: str | None = None,
) -> None:
    """Note a choice about a suggestion; it must really follow from the message it names."""
    _, turn = desk_work.own_talk(console, unit, colleague, talk_id)
    found = _for_message(console, turn, fields.get("message", ""))
    chosen = found.named(fields.get("suggestion", "")) if found else None
    if found is None or chosen is None:
        if choice == "used":
            return
        raise NotThere("This suggestion does not belong to this message.")
    if choice == "used":
        sent = " ".join(fields.get("text", "").split())
        words = " ".join(chosen.text.words.split()) if chosen.text else sent
        choice = "accepted" if sent == words else "edited"
    note_choice(turn, colleague, found, chosen, choice, reason)


def _for_message(console: Console, turn: Turn, at: str) -> Suggestions | None:
    for line in console.talks.transcript(turn.unit, turn.conversation_id):
        if line.author == "person" and line.at.isoformat() == at:
            return suggest(console.assistance, line, turn.today, turn.case.language)
    return None


def _last(lines: Sequence[Line]) -> Line | None:
    said = [line for line in lines if line.author == "person" and line.text]
    return said[-1] if said else None


ROUTES = (show_suggestions, reject, do_suggested, say)
