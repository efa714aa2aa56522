"""Lets somebody through to a page, or not: the session, and the table in ``access.py``."""

from __future__ import annotations

from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.exceptions import HTTPException, NotFoundException
from litestar.handlers import BaseRouteHandler

from staff_console.access import OPEN, OWN_KEYS, may_open
from staff_console.attempts import Visitor
from staff_console.console import Console
from staff_console.sessions import Colleague
from web.forms import cookie_in

_PAGE = "page"
_LOOKS_BY_ITSELF = "looks_by_itself"


def opens(page: str, looks_by_itself: bool = False) -> dict[str, Any]:
    """Return a route's ``opt``: its name in the table of ``access.py``.

    ``looks_by_itself``: an open page asks it by itself, so asking keeps nobody logged in.
    """
    return {_PAGE: page, _LOOKS_BY_ITSELF: looks_by_itself}


class LogInNeeded(HTTPException):
    """Nobody is known here, or the second factor is still to come."""

    status_code = 401


class FromElsewhere(HTTPException):
    """A link on another site led here, so our strict cookie did not come along."""

    status_code = 200


async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Refuse a request that its session may not make.

    Raises :class:`LogInNeeded` without a complete session. For a page that is not for this role
    the answer is the same as for a page that is not there. Raises :class:`FromElsewhere` for who
    may have a session that was not sent: asked again from a page of ours, it is.
    """
    console: Console = connection.app.state.console
    name = page_of(handler)
    token = console.token_in(dict(connection.headers))
    site = connection.headers.get("sec-fetch-site")
    if token is None and site == "cross-site" and connection.scope.get("method") == "GET":
        raise FromElsewhere
    is_use = not handler.opt.get(_LOOKS_BY_ITSELF, False)
    colleague = await console.colleague(token, is_use)
    connection.scope["state"]["colleague"] = colleague
    if "\0" in connection.scope["path"] or b"%00" in connection.scope["query_string"]:
        raise NotFoundException  # nothing has such a name, and PostgreSQL takes no such words
    if name in OWN_KEYS and not console.ways_in.has_own:
        raise NotFoundException
    if name in OPEN:
        return
    if colleague is None or not colleague.is_complete:
        raise LogInNeeded
    if not may_open(name, colleague.role):
        raise NotFoundException


def page_of(handler: BaseRouteHandler) -> str:
    """Return a route's name in the table of ``access.py``; empty when it has none."""
    return str(handler.opt.get(_PAGE, ""))


def colleague_of(request: Request[Any, Any, Any]) -> Colleague:
    """Return who makes this request; there is somebody on every page that is not open."""
    found: Colleague | None = request.scope["state"].get("colleague")
    if found is None:
        raise LogInNeeded
    return found


def visitor_of(request: Request[Any, Any, Any], console: Console) -> Visitor:
    """Return where a request comes from, for whoever counts attempts."""
    address = request.client.host if request.client else ""
    return Visitor(address, cookie_in(dict(request.headers), console.known_cookie_name))
