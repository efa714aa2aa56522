"""The page of a receiving organisation: read the hand-over note, and answer once."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post

from bot.web.errors import problem_page
from bot.web.rendering import Page, page
from bot.web.site import Site
from casework.errors import LinkNotUsable
from casework.locales import DUTCH, LOCALES
from casework.referrals.note import answer_link, read_link
from web.forms import read_form

ANSWERS = {"accept": True, "decline": False}
AnyRequest = Request[Any, Any, Any]


@get("/doorverwijzing/{token:str}")
async def show_note(request: AnyRequest, site: Site, token: str) -> Page:
    """Show the note and the two answers; looking changes nothing and uses nothing up."""
    language = _language(request.query_params.get("lang"))
    try:
        note = await site.read(lambda unit: read_link(unit, token[:128]))
    except LinkNotUsable:
        return _not_usable(site, request, language)
    taxonomy = site.organisation.latest.directory.taxonomy
    needs = [taxonomy[code].name for code in note.needs if code in taxonomy]
    values: dict[str, Any] = {"note": note, "needs": needs, "token": token[:128]}
    return page(site, request, "receiver.html", language=language, **values)


@post("/doorverwijzing")
async def answer(request: AnyRequest, site: Site) -> Page:
    """Note the receiver's answer, once."""
    fields = await read_form(request, site.origins, site.cookie_name)
    language = _language(fields.get("lang"))
    accepts = ANSWERS.get(fields.get("answer", ""))
    if accepts is None:
        return _not_usable(site, request, language)
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
        return _not_usable(site, request, language)
    words = site.texts_in(language)["receiver"]
    said = words["accepted" if accepts else "declined"]
    return problem_page(site, request, 200, language, words["thanks"], said)


def _not_usable(site: Site, request: AnyRequest, language: str) -> Page:
    words = site.texts_in(language)["receiver"]
    return problem_page(site, request, 410, language, words["title"], words["not_usable"])


def _language(asked: str | None) -> str:
    """Return the language of the page: that of who receives, whatever the person speaks."""
    return asked if asked in LOCALES else DUTCH


ROUTES = (show_note, answer)
