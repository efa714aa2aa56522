"""The pages with which a colleague comes in and goes out."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect

from staff_console import log_in
from staff_console.access import may_open
from staff_console.attempts import TooOften
from staff_console.console import Console
from staff_console.errors import LogInRefused
from staff_console.guard import LogInNeeded, colleague_of, opens, visitor_of
from staff_console.log_in_facts import failed, may_try
from staff_console.rendering import Page, forget_cookie, keep_cookie, keep_entry, page
from staff_console.second_factor import new_secret, picture_of
from staff_console.sessions import Colleague
from staff_console.ways_in.store import passkeys_of
from storage.unit_of_work import UnitOfWork
from web.forms import read_form

AnyRequest = Request[Any, Any, Any]
Answer = Response[Any]


@get("/inloggen", opt=opens("log_in"))
async def show_log_in(request: AnyRequest, console: Console) -> Answer:
    """Show the form; somebody who is in goes to the queue, somebody half way goes on."""
    colleague: Colleague | None = request.scope["state"].get("colleague")
    if colleague is not None:
        return Redirect("/" if colleague.is_complete else "/inloggen/code", status_code=303)
    return log_in_page(console, request)


@post("/inloggen", opt=opens("log_in_password"), status_code=303)
async def take_password(request: AnyRequest, console: Console) -> Answer:
    """Check name and password; then the second factor is asked."""
    fields = await read_form(request, console.origins, console.cookie_name)
    name, password = fields.get("name", "")[:200], fields.get("password", "")
    try:
        visitor = visitor_of(request, console)
        await may_try(console, name, visitor)
        token = await console.judge(lambda unit: log_in.give_password(unit, name, password))
    except LogInRefused as refused:
        if not isinstance(refused, TooOften):
            await failed(console, name, "password")
        error = console.texts["log_in"][refused.text_key]
        return log_in_page(console, request, error, name, status=403)
    answer: Answer = Redirect("/inloggen/code", status_code=303)
    keep_cookie(console, answer, token)
    return answer


@get("/inloggen/code", opt=opens("log_in_code"))
async def show_code(request: AnyRequest, console: Console) -> Page:
    """Ask for the code, or help to set up the app the first time."""
    return await code_page(console, request, colleague_of(request))


@post("/inloggen/code", opt=opens("log_in_code"), status_code=303)
async def take_code(request: AnyRequest, console: Console) -> Answer:
    """Check the code; then the colleague is in, with a new session."""
    fields = await read_form(request, console.origins, console.cookie_name)
    colleague, code = colleague_of(request), fields.get("code", "")[:40]
    if colleague.is_complete:
        return Redirect("/", status_code=303)
    visitor = visitor_of(request, console)
    try:
        await may_try(console, colleague.login_name, visitor)
        if not colleague.must_enrol:
            entry = await console.look(
                lambda unit: log_in.give_code(unit, colleague, code, visitor)
            )
            codes: list[str] = []
        else:
            secret = fields.get("secret", "")[:64]
            entry, codes = await console.look(
                lambda unit: log_in.enrol(unit, colleague, secret, code, visitor)
            )
    except LogInRefused as refused:
        if not isinstance(refused, TooOften):
            await failed(console, colleague.login_name, "code")
        error = console.texts["log_in"][refused.text_key]
        return await code_page(console, request, colleague, error, fields.get("secret"), status=403)
    answer: Answer = Redirect("/", status_code=303)
    if codes:
        answer = page(console, request, "recovery_codes.html", codes=codes)
    keep_entry(console, answer, entry)
    return answer


@post("/uitloggen", opt=opens("log_out"), status_code=303)
async def leave(request: AnyRequest, console: Console) -> Answer:
    """End the session; who came in by the organisation reads how to end that one too."""
    await read_form(request, console.origins, console.cookie_name)
    colleague = colleague_of(request)
    await console.look(lambda unit: log_in.log_out(unit, colleague))
    to = "/inloggen" if colleague.way == "own" else "/uitgelogd"
    answer: Answer = Redirect(to, status_code=303)
    forget_cookie(console, answer)
    return answer


@get("/", opt=opens("home"))
async def go_home(request: AnyRequest) -> Answer:
    """Go to the first page that is for this role."""
    role = colleague_of(request).role
    first = {
        "queue": "/wachtrij",
        "people": "/collegas",
        "directory": "/sociale-kaart",
        "audit": "/controle",
    }
    to = next((path for name, path in first.items() if may_open(name, role)), "/mijn-account")
    return Redirect(to, status_code=303)


def log_in_page(
    console: Console, request: AnyRequest, error: str = "", typed: str = "", status: int = 200
) -> Page:
    """Return the page with every way in."""
    values = {"error": error, "typed": typed, "ways_in": console.ways_in}
    return page(console, request, "log_in.html", status=status, **values)


async def code_page(
    console: Console,
    request: AnyRequest,
    colleague: Colleague,
    error: str = "",
    secret: str | None = None,
    status: int = 200,
) -> Page:
    """Return the page that asks for the second factor, or sets one up the first time."""
    if colleague.is_complete:
        raise LogInNeeded
    if not colleague.must_enrol:
        has_app, has_passkey = await console.look(lambda unit: _second_keys(unit, colleague))
        values = {"error": error, "has_app": has_app, "has_passkey": has_passkey}
        return page(console, request, "log_in_code.html", status=status, **values)
    secret = secret or new_secret()
    try:
        picture = picture_of(secret, colleague.login_name)
    except (ValueError, TypeError):
        secret = new_secret()
        picture = picture_of(secret, colleague.login_name)
    return page(
        console, request, "enrol.html", status=status, error=error, secret=secret, picture=picture
    )


def _second_keys(unit: UnitOfWork, colleague: Colleague) -> tuple[bool, bool]:
    """Whether there is a code app, and whether there is a passkey."""
    member = log_in.member_of(unit, colleague.id)
    return member.totp_secret is not None, bool(passkeys_of(unit, member.id))


ROUTES = (show_log_in, take_password, show_code, take_code, leave, go_home)
