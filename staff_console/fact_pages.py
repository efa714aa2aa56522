"""Facts about the person beside the chat: shown with where they came from, and corrected."""

from __future__ import annotations

from litestar import post

from casework.correct_facts import correct_fact
from staff_console import desk_work
from staff_console.console import Console
from staff_console.guard import colleague_of, opens
from staff_console.talk_view import AT, Answer, AnyRequest, do_in_talk
from storage.unit_of_work import UnitOfWork


@post(f"{AT}/feit", opt=opens("fact_correct"), status_code=303)
async def correct(request: AnyRequest, console: Console, talk_id: str) -> Answer:
    """Keep what a colleague knows better; what was known before stays with it."""
    colleague = colleague_of(request)

    def work(unit: UnitOfWork, fields: dict[str, str]) -> None:
        _, turn = desk_work.own_talk(console, unit, colleague, talk_id)
        name, value = fields.get("fact", ""), fields.get("value", "")
        reason = fields.get("reason", "")
        if reason not in console.texts["correcting_reasons"]:
            reason = "person_said"
        correct_fact(turn, name, value, colleague.id, reason)

    return await do_in_talk(request, console, talk_id, work)


ROUTES = (correct,)
