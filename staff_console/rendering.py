"""Makes the console's pages from their templates, and keeps their cookies."""

from __future__ import annotations

import secrets
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Request
from litestar.enums import MediaType
from litestar.response import Response

from staff_console.access import may_open
from staff_console.console import Console
from staff_console.log_in import Entry
from staff_console.preferences import preferences
from staff_console.shortcuts import keyed, shortcuts
from staff_console.texts import label, texts
from staff_console.values_shown import in_minutes, in_percent, localised
from staff_console.ways_in.known_browsers import KNOWN_FOR
from web.security import NONCE, form_token
from web.static_files import static_address

_HERE = Path(__file__).parent
STATIC = _HERE / "static"
Page = Response[str]


def page(
    console: Console,
    request: Request[Any, Any, Any],
    template: str,
    status: int = 200,
    **values: Any,
) -> Page:
    """Return a page made from ``template``; a browser without our cookie gets one.

    Who comes from another site gets none: there may be one that was not sent along. The cookie of
    a browser without a session gives access to nothing: it only ties the form to it.
    """
    token = console.token_in(dict(request.headers))
    fresh = None if token else secrets.token_urlsafe(32)
    colleague = request.scope["state"].get("colleague")
    html = (
        _environment()
        .get_template(template)
        .render(
            t=texts(),
            preferences=preferences(),
            here=request.url.path,
            organisation=console.name,
            nonce=request.scope["state"][NONCE],
            form_token=form_token(token or fresh or ""),
            colleague=colleague,
            may=partial(_may, colleague),
            **values,
        )
    )
    response = Response(html, media_type=MediaType.HTML, status_code=status)
    if fresh and request.headers.get("sec-fetch-site") != "cross-site":
        keep_cookie(console, response, fresh)
    return response


def keep_cookie(console: Console, response: Response[Any], token: str) -> None:
    """Let the browser keep ``token`` until it is closed."""
    _set_cookie(console, response, console.cookie_name, token)


def keep_entry(console: Console, response: Response[Any], entry: Entry) -> None:
    """Let the browser keep its session, and for longer that it is known."""
    keep_cookie(console, response, entry.token)
    seconds = int(KNOWN_FOR.total_seconds())
    _set_cookie(console, response, console.known_cookie_name, entry.browser, seconds)


def _set_cookie(
    console: Console, response: Response[Any], name: str, value: str, seconds: int | None = None
) -> None:
    response.set_cookie(
        key=name,
        value=value,
        path="/",
        max_age=seconds,
        secure=console.origins.is_https,
        httponly=True,
        samesite="strict",
    )


def forget_cookie(console: Console, response: Response[Any]) -> None:
    """Let the browser forget our cookie, told in the way in which it was kept.

    A browser ignores what is said of a ``__Host-`` cookie without ``Secure``.
    """
    _set_cookie(console, response, console.cookie_name, "", seconds=0)


def _may(colleague: Any, name: str) -> bool:
    return colleague is not None and colleague.is_complete and may_open(name, colleague.role)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        static=partial(static_address, STATIC), label=label, keyed=keyed, shortcuts=shortcuts
    )
    environment.filters["localised"] = localised
    environment.filters["as_day"] = date.fromisoformat
    environment.filters["in_minutes"] = in_minutes
    environment.filters["in_percent"] = in_percent
    environment.filters["label_of"] = lambda code, section: label(section, code)
    return environment
