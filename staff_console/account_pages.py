"""One's own account: password and recovery codes. Keys change only when the password is given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from litestar import Request, Response, get, post
from litestar.response import Redirect

from staff_console import log_in
from staff_console.accounts import record_change
from staff_console.attempts import forget_attempts
from staff_console.console import Console
from staff_console.errors import AccountRefused, LogInRefused, NotThere
from staff_console.guard import colleague_of, opens, visitor_of
from staff_console.log_in_facts import failed, may_try
from staff_console.rendering import Page, keep_cookie, page
from staff_console.second_factor import new_recovery_codes
from staff_console.sessions import Colleague
from staff_console.store import recovery_codes_left
from staff_console.ways_in.store import passkeys_of
from storage.unit_of_work import UnitOfWork
from web.forms import read_form

AnyRequest = Request[Any, Any, Any]
Answer = Response[Any]
Found = TypeVar("Found")
ACCOUNT = "/mijn-account"
DONE = frozenset({"password_changed", "passkey_added", "passkey_removed", "app_set"})
"""What the account page can say that it did."""


@get("/mijn-account", opt=opens("account"))
async def show_account(request: AnyRequest, console: Console) -> Page:
    """Show who one is here, and with what one logs in."""
    done = request.query_params.get("gelukt", "")
    return await account_page(console, request, done=done if done in DONE else "")


@post("/mijn-account/wachtwoord", opt=opens("account_password"), status_code=303)
async def change_password(request: AnyRequest, console: Console) -> Answer:
    """Keep a new password; every other browser must log in again."""
    fields = await read_form(request, console.origins, console.cookie_name)
    colleague, new = with_own_keys(request), fields.get("new", "")
    try:
        if new != fields.get("again"):
            raise AccountRefused("password_again", "The new password was typed in two ways.")
        token = await with_password(
            request,
            console,
            lambda unit: log_in.change_password(unit, colleague, fields.get("password", ""), new),
        )
    except (AccountRefused, LogInRefused) as refused:
        return await account_page(console, request, refused.text_key)
    answer: Answer = Redirect(f"{ACCOUNT}?gelukt=password_changed", status_code=303)
    keep_cookie(console, answer, token)
    return answer


@post("/mijn-account/herstelcodes", opt=opens("account_codes"), status_code=200)
async def renew_codes(request: AnyRequest, console: Console) -> Answer:
    """Show fresh recovery codes, once; the earlier ones stop working."""
    fields = await read_form(request, console.origins, console.cookie_name)
    colleague = with_own_keys(request)

    def renew(unit: UnitOfWork) -> list[str]:
        member = log_in.confirm(unit, colleague, fields.get("password", ""))
        record_change(unit, "recovery_codes_renewed", member, by=member.id)
        return new_recovery_codes(unit, member)

    try:
        codes = await with_password(request, console, renew)
    except (AccountRefused, LogInRefused) as refused:
        return await account_page(console, request, refused.text_key)
    return page(console, request, "recovery_codes.html", codes=codes)


async def account_page(
    console: Console, request: AnyRequest, refusal: str = "", done: str = ""
) -> Page:
    """Return the account page, with what was refused or done."""
    colleague = colleague_of(request)

    def look(unit: UnitOfWork) -> dict[str, Any]:
        return {
            "codes_left": recovery_codes_left(unit, colleague.id),
            "passkeys": passkeys_of(unit, colleague.id),
            "has_app": log_in.member_of(unit, colleague.id).totp_secret is not None,
        }

    values = await console.look(look)
    error = console.texts["refused"][refusal] if refusal else ""
    values |= {"error": error, "done": done}
    return page(console, request, "account.html", status=409 if error else 200, **values)


async def with_password(
    request: AnyRequest, console: Console, work: Callable[[UnitOfWork], Found]
) -> Found:
    """Return what ``work`` returns, which asks the password: a guess here counts as everywhere."""
    name, visitor = colleague_of(request).login_name, visitor_of(request, console)
    await may_try(console, name, visitor)

    def judged(unit: UnitOfWork) -> Found:
        found = work(unit)
        forget_attempts(unit, name, visitor)
        return found

    try:
        return await console.judge(judged)
    except AccountRefused as refused:
        if refused.text_key == "password_wrong":
            await failed(console, name, "again")
        raise


def with_own_keys(request: AnyRequest) -> Colleague:
    """Return the colleague; one who came in by the organisation has no keys of ours to change."""
    colleague = colleague_of(request)
    if colleague.way != "own":
        raise NotThere("This account is kept by the organisation's own log-in.")
    return colleague


ROUTES = (show_account, change_password, renew_codes)
