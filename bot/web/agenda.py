"""The days of an arrangement for the person's own calendar, behind a link of their own."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get

from bot.agenda import calendar_behind, hashed_for_agenda
from bot.web.errors import problem_page
from bot.web.site import Site

AnyRequest = Request[Any, Any, Any]


@get("/agenda/{token:str}")
async def agenda(request: AnyRequest, site: Site, token: str) -> Response[Any]:
    """Return the days as an iCalendar file; a link that is old or unknown leads nowhere (404)."""
    file = await site.read(lambda unit: calendar_behind(unit, token))
    if file is None:
        language = await site.language_of_link(hashed_for_agenda(token), dict(request.headers))
        words = site.texts_in(language)["problem"]
        return problem_page(site, request, 404, language, words["title_404"], words["text_404"])
    headers = {"content-disposition": 'attachment; filename="agenda.ics"'}
    return Response(file, media_type="text/calendar", headers=headers)


ROUTES = (agenda,)
