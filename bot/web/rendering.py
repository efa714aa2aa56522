"""Makes the pages from their templates."""

from __future__ import annotations

import secrets
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Request
from litestar.enums import MediaType
from litestar.response import Response

from bot.history import direction_of
from bot.web.links_in_text import parts_of
from bot.web.site import BUTTON_PREFIX, Site
from casework.locales import DUTCH, LOCALES
from web.security import NONCE, form_token
from web.static_files import static_address

_HERE = Path(__file__).parent
STATIC = _HERE / "static"
COOKIE_BYTES = 24
Page = Response[str]


def page(
    site: Site,
    request: Request[Any, Any, Any],
    template: str,
    status: int = 200,
    language: str = DUTCH,
    **values: Any,
) -> Page:
    """Return a page made from ``template`` in ``language``; a browser without our cookie gets one.

    The cookie of a browser without a session gives access to nothing: it only ties the form to it.
    """
    cookie = site.cookie_in(dict(request.headers))
    fresh = None if cookie else secrets.token_urlsafe(COOKIE_BYTES)
    html = (
        _environment()
        .get_template(template)
        .render(
            t=site.texts_in(language),
            language=language,
            others=[each for each in LOCALES if each != language],
            nonce=request.scope["state"][NONCE],
            form_token=form_token(cookie or fresh or ""),
            message_id=secrets.token_hex(16),
            **values,
        )
    )
    response = Response(html, media_type=MediaType.HTML, status_code=status)
    if fresh:
        keep_cookie(site, response, fresh, days=None)
    return response


def keep_cookie(site: Site, response: Response[Any], token: str, days: int | None) -> None:
    """Let the browser keep ``token`` for ``days``; None: until it is closed.

    Lax, not Strict: somebody who follows a link to the chat must find their own conversation.
    """
    response.set_cookie(
        key=site.cookie_name,
        value=token,
        max_age=None if days is None else days * 86_400,
        path="/",
        secure=site.origins.is_https,
        httponly=True,
        samesite="lax",
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(static=partial(static_address, STATIC), BUTTON_PREFIX=BUTTON_PREFIX)
    environment.filters.update(parts=parts_of, direction=direction_of)
    return environment
