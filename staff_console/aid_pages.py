"""Beside the chat: fixed texts to search in, and places to go near a postcode or municipality."""

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

MOST_TEXTS = 12
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


@get(f"{AT}/teksten", opt=opens("texts"))
async def show_texts(request: AnyRequest, console: Console, talk_id: str, zoek: str = "") -> Page:
    """Show the fixed texts in which every word that was typed occurs, with how plain they are."""
    colleague = colleague_of(request)
    wanted = zoek[:80].casefold().split()

    def look(unit: UnitOfWork) -> Page:
        _, turn = desk_work.own_talk(console, unit, colleague, talk_id)
        language = turn.case.language
        # A colleague may know the Dutch words of an English text.
        dutch = {text.key: text.words for text in console.assistance.texts(turn.today)}
        found = [
            text
            for text in console.assistance.texts(turn.today, language)
            if wanted and _has_all(wanted, text.key, text.words, dutch.get(text.key, ""))
        ]
        values: dict[str, Any] = {"found": found[:MOST_TEXTS], "more": len(found) - MOST_TEXTS}
        values |= {"wanted": wanted, "language": language}
        return page(console, request, "found_texts.html", **values)

    return await console.try_out(look)


def _has_all(wanted: list[str], *texts: str) -> bool:
    whole = " ".join(texts).casefold()
    return all(word in whole for word in wanted)


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


ROUTES = (show_texts, show_help)
