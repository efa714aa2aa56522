"""The code app on one's own account: set up or replaced by who proves anew who they are.

With the password, or with a passkey: who logs in with a passkey only may not know it any more.
"""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect

from staff_console import log_in
from staff_console.account_pages import ACCOUNT, with_own_keys, with_password
from staff_console.attempts import ONE_AT_A_TIME
from staff_console.console import Console
from staff_console.errors import AccountRefused, LogInRefused
from staff_console.guard import opens
from staff_console.log_in_facts import failed
from staff_console.passkey_pages import challenge_of, options_answer, site_of
from staff_console.rendering import Page, keep_cookie, page
from staff_console.second_factor import new_secret, picture_of
from staff_console.ways_in import passkeys
from staff_console.ways_in.store import passkeys_of
from storage.unit_of_work import UnitOfWork
from web.forms import read_form

AnyRequest = Request[Any, Any, Any]
Answer = Response[Any]
ADDRESS = f"{ACCOUNT}/code-app"


@get(ADDRESS, opt=opens("account_app"))
async def show_app(request: AnyRequest, console: Console) -> Page:
    """Show a new secret for the app."""
    return await _page(console, request, new_secret())


@post(f"{ADDRESS}/vraag", opt=opens("account_app"), status_code=200)
async def ask_own_passkey(request: AnyRequest, console: Console) -> Answer:
    """Return what the browser needs to prove with a passkey who this is."""
    await read_form(request, console.origins, console.cookie_name)
    colleague = with_own_keys(request)
    browser, site = console.token_in(dict(request.headers)) or "", site_of(console)
    asked = console.look(lambda unit: passkeys.ask(unit, site, browser, colleague.id))
    return await options_answer(console, asked)


@post(ADDRESS, opt=opens("account_app"), status_code=303)
async def set_app(request: AnyRequest, console: Console) -> Answer:
    """Keep the app when its code is right; every other browser must log in again."""
    fields = await read_form(request, console.origins, console.cookie_name)
    colleague, credential, site = with_own_keys(request), fields.get("credential"), site_of(console)
    secret, code = fields.get("secret", "")[:64], fields.get("code", "")[:40]

    def keep(unit: UnitOfWork) -> str:
        unit.lock(ONE_AT_A_TIME)
        if credential is None:
            member = log_in.confirm(unit, colleague, fields.get("password", ""))
        elif passkeys.owner_of(unit, site, credential, challenge) == colleague.id:
            member = log_in.member_of(unit, colleague.id)
        else:
            raise LogInRefused("wrong_passkey")
        return log_in.change_app(unit, colleague, member, secret, code)

    try:
        if credential is not None:
            challenge = await challenge_of(request, console, credential, passkeys.USE)
        token = await with_password(request, console, keep)
    except (AccountRefused, LogInRefused) as refused:
        if refused.text_key in ("wrong_code", "wrong_passkey"):
            await failed(console, colleague.login_name, "again")
        return await _page(console, request, secret, refused.text_key)
    answer: Answer = Redirect(f"{ACCOUNT}?gelukt=app_set", status_code=303)
    keep_cookie(console, answer, token)
    return answer


async def _page(console: Console, request: AnyRequest, secret: str, refusal: str = "") -> Page:
    colleague = with_own_keys(request)

    def look(unit: UnitOfWork) -> dict[str, Any]:
        has_app = log_in.member_of(unit, colleague.id).totp_secret is not None
        return {"has_app": has_app, "has_passkey": bool(passkeys_of(unit, colleague.id))}

    values = await console.look(look)
    try:
        picture = picture_of(secret, colleague.login_name)
    except (ValueError, TypeError):
        secret = new_secret()
        picture = picture_of(secret, colleague.login_name)
    words = console.texts["log_in"] | console.texts["refused"] | console.texts["app_page"]
    values |= {"secret": secret, "picture": picture, "error": words[refusal] if refusal else ""}
    return page(console, request, "account_code_app.html", status=409 if refusal else 200, **values)


ROUTES = (show_app, ask_own_passkey, set_app)
