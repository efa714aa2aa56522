"""How a colleague wants the console: its language, and its keys."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect

from staff_console.console import Console
from staff_console.errors import NotThere
from staff_console.guard import opens
from staff_console.preferences import CHOICES, KEPT_SECONDS
from staff_console.rendering import Page, page
from web.forms import read_form

AnyRequest = Request[Any, Any, Any]


@get("/sneltoetsen", opt=opens("shortcuts"))
async def show_shortcuts(request: AnyRequest, console: Console) -> Page:
    """Show every key, and let those that work alone be turned off."""
    return page(console, request, "shortcuts.html")


@post("/voorkeur", opt=opens("preferences"), status_code=303)
async def prefer(request: AnyRequest, console: Console) -> Response[Any]:
    """Keep one choice in the browser, and go back to the page it was made on."""
    fields = await read_form(request, console.origins, console.cookie_name)
    name, value = fields.get("name", ""), fields.get("value", "")
    if value not in CHOICES.get(name, ()):
        raise NotThere("This cannot be chosen.")
    answer: Response[Any] = Redirect(_own_path(fields.get("back", "")), status_code=303)
    answer.set_cookie(
        key=name,
        value=value,
        path="/",
        max_age=KEPT_SECONDS,
        secure=console.origins.is_https,
        httponly=True,
        samesite="strict",
    )
    return answer


def _own_path(path: str) -> str:
    """A path of ours, never another site's address."""
    is_own = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if is_own else "/"


ROUTES = (show_shortcuts, prefer)
