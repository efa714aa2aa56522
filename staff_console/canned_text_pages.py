"""Canned texts beside the chat: the fixed texts to search in, to send as they stand."""

from __future__ import annotations

from typing import Any

from litestar import get

from staff_console import desk_work
from staff_console.console import Console
from staff_console.guard import colleague_of, opens
from staff_console.rendering import Page, page
from staff_console.talk_view import AT, AnyRequest
from storage.unit_of_work import UnitOfWork

MOST_TEXTS = 12


@get(f"{AT}/teksten", opt=opens("canned_texts"))
async def show_canned_texts(
    request: AnyRequest, console: Console, talk_id: str, zoek: str = ""
) -> Page:
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
        return page(console, request, "canned_texts.html", **values)

    return await console.try_out(look)


def _has_all(wanted: list[str], *texts: str) -> bool:
    whole = " ".join(texts).casefold()
    return all(word in whole for word in wanted)


ROUTES = (show_canned_texts,)
