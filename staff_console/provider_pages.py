"""The organisation's own log-in: out to its provider, and back."""

from __future__ import annotations

import asyncio
import secrets
from typing import Any

from litestar import Request, Response, get
from litestar.response import Redirect

from staff_console import log_in
from staff_console.console import Console
from staff_console.errors import LogInRefused, NotThere
from staff_console.guard import opens, visitor_of
from staff_console.log_in import Entry
from staff_console.log_in_facts import failed_unknown
from staff_console.log_in_pages import log_in_page
from staff_console.rendering import Page, keep_cookie, keep_entry, page
from staff_console.ways_in import provider_accounts
from staff_console.ways_in.identity_provider import IdentityProvider
from storage.unit_of_work import UnitOfWork

AnyRequest = Request[Any, Any, Any]
Answer = Response[Any]
BACK = "/inloggen/organisatie/terug"
"""Where the provider sends browsers: register this address there."""
_LONGEST = 2_048


@get("/inloggen/organisatie", opt=opens("provider_begin"))
async def leave_for_provider(request: AnyRequest, console: Console) -> Answer:
    """Send the browser to the provider."""
    provider = _provider(console)
    known = console.token_in(dict(request.headers))
    browser = known or secrets.token_urlsafe(32)
    asked = await console.look(lambda unit: provider_accounts.begin(unit, browser))
    try:
        address = await asyncio.to_thread(provider.address, *asked)
    except LogInRefused as refused:
        return _refused(console, request, refused)
    answer: Answer = Redirect(address, status_code=303)
    if known is None:
        keep_cookie(console, answer, browser)
    return answer


@get(BACK, opt=opens("provider_back"))
async def come_in(request: AnyRequest, console: Console) -> Answer:
    """Let in whom the provider recognised and who has an account here."""
    provider, visitor = _provider(console), visitor_of(request, console)
    browser = console.token_in(dict(request.headers)) or ""
    state, code = _given(request, "state"), _given(request, "code")

    try:
        nonce, verifier = await console.look(
            lambda unit: provider_accounts.come_back(unit, state, browser)
        )
        if not code or _given(request, "iss") not in ("", provider.issuer):
            raise LogInRefused("provider_refused")
        identity = await asyncio.to_thread(provider.who, code, nonce, verifier)

        def enter(unit: UnitOfWork) -> Entry:
            member = provider_accounts.member_for(unit, identity)
            return log_in.enter(unit, member, visitor, "organisation", way="organisation")

        entry = await console.look(enter)
    except LogInRefused as refused:
        if refused.text_key != "provider_away":
            await failed_unknown(console, visitor, "organisation")
        return _refused(console, request, refused)
    answer: Answer = Redirect("/", status_code=303)
    keep_entry(console, answer, entry)
    return answer


@get("/uitgelogd", opt=opens("logged_out"))
async def show_logged_out(request: AnyRequest, console: Console) -> Page:
    """Say that one is out here, and how to log out at the organisation too."""
    provider = _provider(console)
    back = f"{console.origins.public_url}/inloggen"
    to = await asyncio.to_thread(provider.log_out_address, back)
    return page(console, request, "logged_out.html", to=to)


def _refused(console: Console, request: AnyRequest, refused: LogInRefused) -> Page:
    return log_in_page(console, request, console.texts["log_in"][refused.text_key], status=403)


def _provider(console: Console) -> IdentityProvider:
    if console.ways_in.provider is None:
        raise NotThere("There is no log-in of the organisation.")
    return console.ways_in.provider


def _given(request: AnyRequest, name: str) -> str:
    return str(request.query_params.get(name, ""))[:_LONGEST]


ROUTES = (leave_for_provider, come_in, show_logged_out)
