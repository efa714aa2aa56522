"""The page of a receiving organisation: read the hand-over note, and answer once."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post

from bot.web.rendering import Page, page
from bot.web.site import Site
from casework.errors import LinkNotUsable
from casework.referrals.note import answer_link, read_link
from web.forms import read_form

ANSWERS = {"accept": True, "decline": False}
AnyRequest = Request[Any, Any, Any]


@get("/doorverwijzing/{token:str}")
async def show_note(request: AnyRequest, site: Site, token: str) -> Page:
    """Show the note and the two answers; looking changes nothing and uses nothing up."""
    try:
        note = await site.read(lambda unit: read_link(unit, token[:128]))
    except LinkNotUsable:
        return _not_usable(site, request)
    taxonomy = site.organisation.latest.directory.taxonomy
    needs = [taxonomy[code].name for code in note.needs if code in taxonomy]
    return page(site, request, "receiver.html", note=note, needs=needs, token=token[:128])


@post("/doorverwijzing")
async def answer(request: AnyRequest, site: Site) -> Page:
    """Note the receiver's answer, once."""
    fields = await read_form(request, site.origins, site.cookie_name)
    accepts = ANSWERS.get(fields.get("answer", ""))
    if accepts is None:
        return _not_usable(site, request)
    try:
        await site.read(
            lambda unit: answer_link(
                unit,
                fields.get("token", ""),
                site.organisation.at(unit),
                accepts=accepts,
            )
        )
    except LinkNotUsable:
        return _not_usable(site, request)
    words = site.texts["receiver"]
    return _told(site, request, words["thanks"], words["accepted" if accepts else "declined"], 200)


def _not_usable(site: Site, request: AnyRequest) -> Page:
    words = site.texts["receiver"]
    return _told(site, request, words["title"], words["not_usable"], 410)


def _told(site: Site, request: AnyRequest, title: str, text: str, status: int) -> Page:
    values = {"title": title, "text": text, "typed": "", "number": ""}
    return page(site, request, "problem.html", status=status, **values)


ROUTES = (show_note, answer)
