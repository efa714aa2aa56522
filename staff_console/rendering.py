"""Makes the console's pages from their templates, with the formats of their language."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Request
from litestar.enums import MediaType
from litestar.response import Response

from audit_pack.words import percent
from staff_console.access import may_open
from staff_console.console import Console
from staff_console.log_in import Entry
from staff_console.preferences import preferences
from staff_console.shortcuts import keyed, shortcuts
from staff_console.texts import label, texts
from staff_console.ways_in.known_browsers import KNOWN_FOR
from web.security import NONCE, form_token
from web.static_files import static_address

_HERE = Path(__file__).parent
STATIC = _HERE / "static"
_LOCAL = ZoneInfo("Europe/Amsterdam")
_LOCALES = {"nl": "nl", "en": "en_GB"}
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


def in_dutch(value: Any, name: str = "") -> str:
    """Return a value as who is answered now expects it, by the ending of its name.

    >>> in_dutch(6000, "instalment_cents")
    '€ 60,00'
    """
    locale = _LOCALES[preferences().language]
    if name.endswith("_cents"):
        return format_currency(value / 100, "EUR", "¤ #,##0.00", locale).replace("\xa0", " ")
    if isinstance(value, datetime):
        return format_datetime(value.astimezone(_LOCAL), "d MMM y HH:mm", locale=locale)
    if isinstance(value, date):
        return format_date(value, "EEE d MMM y", locale)
    if isinstance(value, list | tuple):
        return ", ".join(in_dutch(each, name) for each in value)
    if isinstance(value, str) and name in _CODED:
        return label("codes", value)
    return str(value)


def in_minutes(minutes: int) -> str:
    """Return a wait in its two largest units.

    >>> in_minutes(1_530)
    '1 dag 1 uur'
    """
    words = texts()["durations"]
    days, hours = minutes // 1440, minutes % 1440 // 60
    parts = (("days", days), ("hours", hours), ("minutes", minutes % 60))
    said = [_number_of(words[name], number) for name, number in parts if number]
    return " ".join(said[:2]) or _number_of(words["minutes"], 0)


def _number_of(words: dict[str, str], number: int) -> str:
    return f"{number} {words['one' if number == 1 else 'more']}"


_CODED = {
    "kind",
    "state",
    "urgency",
    "reason_code",
    "route",
    "frequency",
    "theme_code",
    "fields",
    "needs",
}


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
    environment.filters["in_dutch"] = in_dutch
    environment.filters["as_day"] = date.fromisoformat
    environment.filters["in_minutes"] = in_minutes
    environment.filters["in_percent"] = percent
    environment.filters["label_of"] = lambda code, section: label(section, code)
    return environment
