"""Help nearby, beside the chat: places to go for a need near a postcode or municipality."""

from __future__ import annotations

from typing import Any

from litestar import get

import referral_directory as directory
from staff_console import desk_work
from staff_console.access import EMPLOYEE
from staff_console.console import Console
from staff_console.guard import colleague_of, opens
from staff_console.rendering import Page, page
from staff_console.talk_view import AT, AnyRequest
from storage.unit_of_work import UnitOfWork

NEEDS = (
    "debts_and_arrears",
    "municipal_debt_help",
    "eviction",
    "utility_cutoff",
    "food",
    "emergency_fund",
    "legal_letter",
    "paperwork",
    "volunteer_buddy",
    "health_insurance",
    "wage_garnishment",
    "municipal_tax",
    "self_employed",
    "youth",
    "homeless_or_undocumented",
    "employee",
)


@get(f"{AT}/hulp", opt=opens("help"))
async def show_help(
    request: AnyRequest, console: Console, talk_id: str, plaats: str = "", nood: str = ""
) -> Page:
    """Show the places to go for a need near a postcode or municipality; nothing of it is kept."""
    colleague = colleague_of(request)

    def look(unit: UnitOfWork) -> Page:
        _, turn = desk_work.own_talk(console, unit, colleague, talk_id)
        is_postcode = plaats[:1].isdigit()
        need = directory.Need(
            need_codes=(nood,) if nood in NEEDS else (),
            postcode=plaats.strip() if is_postcode else None,
            municipality=plaats.strip()[:80] or None if not is_postcode else None,
            audience="employee" if turn.case.audience == EMPLOYEE else "customer",
            language=turn.case.language,
        )
        found, error = None, ""
        try:
            if nood or plaats:
                found = directory.match(need, turn.organisation.directory, unit.now)
        except (directory.NeedError, directory.PostcodeError):
            error = console.texts["refused"]["place_refused"]
        values: dict[str, Any] = {
            "found": found,
            "error": error,
            "place": plaats,
            "need": nood,
            "needs": NEEDS,
        }
        return page(console, request, "help.html", talk_id=talk_id, **values)

    return await console.try_out(look)


ROUTES = (show_help,)
