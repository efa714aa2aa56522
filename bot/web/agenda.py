"""The days of an arrangement for the person's own calendar, behind a link of their own."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.exceptions import NotFoundException

from bot.agenda import calendar_behind
from bot.web.site import Site


@get("/agenda/{token:str}")
async def agenda(site: Site, token: str) -> Response[Any]:
    """Return the days as an iCalendar file; a link that is old or unknown leads nowhere (404)."""
    file = await site.read(lambda unit: calendar_behind(unit, token))
    if file is None:
        raise NotFoundException
    headers = {"content-disposition": 'attachment; filename="agenda.ics"'}
    return Response(file, media_type="text/calendar", headers=headers)


ROUTES = (agenda,)
