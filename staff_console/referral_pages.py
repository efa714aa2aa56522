"""Referrals: all that run, and beside the chat those of one person."""

from __future__ import annotations

from typing import Any

from litestar import get, post

from casework.referrals import note as notes
from staff_console import desk_work, referral_work
from staff_console.console import REFUSALS, Console
from staff_console.errors import NotThere
from staff_console.guard import colleague_of, opens
from staff_console.help_pages import NEEDS
from staff_console.rendering import Page, page
from staff_console.talk_view import AT, Answer, AnyRequest, do_in_talk, talk_response
from storage.unit_of_work import UnitOfWork
from web.forms import read_form


@get("/verwijzingen", opt=opens("referrals"))
async def show_referrals(request: AnyRequest, console: Console) -> Page:
    """Show every referral that was chosen: what it waits for, and how it ended."""
    colleague = colleague_of(request)
    found = await console.look(lambda unit: referral_work.running(unit, colleague))
    return page(console, request, "referrals.html", found=found)


@get(f"{AT}/verwijzingen", opt=opens("talk_referrals"))
async def show_of_talk(request: AnyRequest, console: Console, talk_id: str) -> Page:
    """Show the referrals of one person, with the note that a receiver would read."""
    colleague = colleague_of(request)

    def look(unit: UnitOfWork) -> Page:
        talk, turn = desk_work.open_talk(console, unit, colleague, talk_id)
        values: dict[str, Any] = {
            "found": referral_work.of_case(turn),
            "is_mine": (talk.owner, talk.colleague) == ("colleague", colleague.id),
            "needs": NEEDS,
            "ask_words": referral_work.ask_words,
            "language": turn.case.language,
            "outcomes": referral_work.OUTCOMES,
            "said_by": referral_work.SAID_BY,
        }
        return page(console, request, "talk_referrals.html", talk_id=talk_id, **values)

    return await console.try_out(look)


@post(f"{AT}/verwijzing-zoeken", opt=opens("referral_find"), status_code=303)
async def find(request: AnyRequest, console: Console, talk_id: str) -> Answer:
    """Offer services for a need, as referrals of this person."""
    colleague = colleague_of(request)

    def work(unit: UnitOfWork, fields: dict[str, str]) -> None:
        _, turn = desk_work.own_talk(console, unit, colleague, talk_id)
        referral_work.find(turn, fields.get("need", ""), fields.get("postcode", ""))

    return await do_in_talk(request, console, talk_id, work)


@post(f"{AT}/verwijzing", opt=opens("referral_do"), status_code=303)
async def do(request: AnyRequest, console: Console, talk_id: str) -> Answer:
    """Keep a yes, note that contact was made, or how it ended."""
    colleague = colleague_of(request)

    def work(unit: UnitOfWork, fields: dict[str, str]) -> None:
        what = fields.get("what", "")
        if what == "agree":
            _, turn = desk_work.own_talk(console, unit, colleague, talk_id)
            referral_work.agree_to_share(turn, colleague, fields)
            return
        _, turn = desk_work.open_talk(console, unit, colleague, talk_id)
        if what == "sent":
            referral_work.mark_sent(turn, colleague, fields.get("referral", ""))
        elif what == "close":
            referral_work.close(turn, colleague, fields)
        else:
            raise NotThere("There is no such thing to do with a referral.")

    return await do_in_talk(request, console, talk_id, work)


@post(f"{AT}/verwijzing-link", opt=opens("referral_link"), status_code=200)
async def make_link(request: AnyRequest, console: Console, talk_id: str) -> Answer:
    """Make a link for the receiver and show it once: only its hash is kept."""
    fields = await read_form(request, console.origins, console.cookie_name)
    colleague = colleague_of(request)

    def work(unit: UnitOfWork) -> tuple[str, Any]:
        _, turn = desk_work.open_talk(console, unit, colleague, talk_id)
        referral_id = fields.get("referral", "")
        token = notes.make_link(turn, referral_id)
        return token, notes.note_of(turn, referral_id)

    try:
        token, note = await console.do(work)
    except NotThere:
        raise
    except REFUSALS as refused:
        return await talk_response(request, console, talk_id, refused)
    link = f"{console.public_url}/doorverwijzing/{token}"
    values: dict[str, Any] = {
        "link": link,
        "note": note,
        "days": notes.VALID.days,
        "talk_id": talk_id,
    }
    return page(console, request, "referral_link.html", **values)


ROUTES = (show_referrals, show_of_talk, find, do, make_link)
