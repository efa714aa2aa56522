"""Passkeys: made on one's own page or at the first log-in, and used as second or only step.

A page's script (``static/passkey.js``) asks for options, lets the device answer them, and posts
the answer as a form.
"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from litestar import Request, Response, post
from litestar.response import Redirect

from staff_console import log_in, second_factor
from staff_console.account_pages import ACCOUNT, account_page, with_own_keys, with_password
from staff_console.accounts import record_change
from staff_console.attempts import ONE_AT_A_TIME
from staff_console.console import Console
from staff_console.errors import AccountRefused, LogInRefused, NotThere
from staff_console.guard import LogInNeeded, colleague_of, opens, visitor_of
from staff_console.log_in import Entry
from staff_console.log_in_facts import failed_unknown
from staff_console.log_in_pages import code_page, log_in_page
from staff_console.rendering import keep_entry, page
from staff_console.sessions import Colleague
from staff_console.ways_in import passkeys
from staff_console.ways_in.passkeys import Site
from storage.unit_of_work import UnitOfWork
from web.forms import read_form

AnyRequest = Request[Any, Any, Any]
Answer = Response[Any]


@post("/inloggen/passkey/vraag", opt=opens("passkey_ask"), status_code=200)
async def ask_passkey(request: AnyRequest, console: Console) -> Answer:
    """Return what the browser needs to use a passkey."""
    await read_form(request, console.origins, console.cookie_name)
    half = _half(request)
    staff_id = half.id if half else None
    browser, site = _browser(request, console), site_of(console)
    asked = console.look(lambda unit: passkeys.ask(unit, site, browser, staff_id))
    return await options_answer(console, asked)


@post("/inloggen/passkey", opt=opens("passkey_log_in"), status_code=303)
async def use_passkey(request: AnyRequest, console: Console) -> Answer:
    """Let somebody in with a passkey: as second step, or as the only one."""
    fields = await read_form(request, console.origins, console.cookie_name)
    credential, half, site = fields.get("credential", ""), _half(request), site_of(console)
    visitor = visitor_of(request, console)

    def come_in(unit: UnitOfWork) -> Entry:
        unit.lock(ONE_AT_A_TIME)
        staff_id = passkeys.owner_of(unit, site, credential, challenge)
        if half is not None and half.id != staff_id:
            raise LogInRefused("wrong_passkey")
        how = "passkey_alone" if half is None else "passkey"
        return log_in.enter(unit, log_in.member_of(unit, staff_id), visitor, how, half=half)

    try:
        challenge = await challenge_of(request, console, credential, passkeys.USE)
        entry = await console.look(come_in)
    except LogInRefused as refused:
        error = console.texts["log_in"][refused.text_key]
        await failed_unknown(console, visitor, "passkey")
        if half is not None:
            return await code_page(console, request, half, error, status=403)
        return log_in_page(console, request, error, status=403)
    answer: Answer = Redirect("/", status_code=303)
    keep_entry(console, answer, entry)
    return answer


@post("/passkeys/vraag", opt=opens("passkey_new_ask"), status_code=200)
async def ask_new_passkey(request: AnyRequest, console: Console) -> Answer:
    """Return what the browser needs to make a passkey; once one is in, the password is asked."""
    fields = await read_form(request, console.origins, console.cookie_name)
    colleague, browser, site = _who_may_add(request), _browser(request, console), site_of(console)

    def ask(unit: UnitOfWork) -> str:
        if colleague.is_complete:
            log_in.confirm(unit, colleague, fields.get("password", ""))
        return passkeys.ask_new(unit, site, log_in.member_of(unit, colleague.id), browser)

    is_in = colleague.is_complete
    asked = with_password(request, console, ask) if is_in else console.look(ask)
    return await options_answer(console, asked)


@post("/passkeys", opt=opens("passkey_new"), status_code=303)
async def add_passkey(request: AnyRequest, console: Console) -> Answer:
    """Keep a new passkey; at the first log-in it is the second factor, and one is in."""
    fields = await read_form(request, console.origins, console.cookie_name)
    colleague, credential = _who_may_add(request), fields.get("credential", "")
    site, visitor = site_of(console), visitor_of(request, console)

    def keep(unit: UnitOfWork) -> tuple[Entry | None, list[str]]:
        unit.lock(ONE_AT_A_TIME)
        member = log_in.member_of(unit, colleague.id)
        name = fields.get("passkey_name", "")
        passkeys.keep_new(unit, site, member, credential, challenge, name)
        record_change(unit, "passkey_added", member, by=member.id)
        if colleague.is_complete:
            return None, []
        codes = second_factor.new_recovery_codes(unit, member)
        return log_in.enter(unit, member, visitor, "passkey", half=colleague), codes

    try:
        challenge = await challenge_of(request, console, credential, passkeys.NEW)
        entry, codes = await console.look(keep)
    except LogInRefused as refused:
        if colleague.is_complete:
            return await account_page(console, request, refused.text_key)
        error = console.texts["log_in"][refused.text_key]
        return await code_page(console, request, colleague, error, status=403)
    if entry is None:
        return Redirect(f"{ACCOUNT}?gelukt=passkey_added", status_code=303)
    answer = page(console, request, "recovery_codes.html", codes=codes)
    keep_entry(console, answer, entry)
    return answer


@post("/mijn-account/passkeys/{passkey_id:str}", opt=opens("passkey_remove"), status_code=303)
async def remove_passkey(request: AnyRequest, console: Console, passkey_id: str) -> Answer:
    """Remove one's own passkey."""
    fields = await read_form(request, console.origins, console.cookie_name)
    colleague = with_own_keys(request)

    def remove(unit: UnitOfWork) -> None:
        member = log_in.confirm(unit, colleague, fields.get("password", ""))
        if not passkeys.remove(unit, member, passkey_id):
            raise NotThere("This passkey does not exist, so nothing was changed.")
        record_change(unit, "passkey_removed", member, by=member.id)

    try:
        await with_password(request, console, remove)
    except (AccountRefused, LogInRefused) as refused:
        return await account_page(console, request, refused.text_key)
    return Redirect(f"{ACCOUNT}?gelukt=passkey_removed", status_code=303)


async def options_answer(console: Console, asked: Awaitable[str]) -> Answer:
    """Return the options as JSON, or why there are none."""
    try:
        return Response(await asked, media_type="application/json")
    except (AccountRefused, LogInRefused) as refused:
        problem = {"problem": console.texts["refused"][refused.text_key]}
        return Response(problem, status_code=409)


async def challenge_of(
    request: AnyRequest, console: Console, credential: str, purpose: str
) -> bytes:
    """Return the challenge that ``credential`` answers; it works once."""
    browser = _browser(request, console)
    return await console.look(
        lambda unit: passkeys.take_challenge(unit, credential, browser=browser, purpose=purpose)
    )


def _who_may_add(request: AnyRequest) -> Colleague:
    colleague = colleague_of(request)
    if colleague.is_complete:
        return with_own_keys(request)
    if not colleague.must_enrol:
        raise LogInNeeded
    return colleague


def _half(request: AnyRequest) -> Colleague | None:
    colleague: Colleague | None = request.scope["state"].get("colleague")
    return colleague if colleague is not None and not colleague.is_complete else None


def _browser(request: AnyRequest, console: Console) -> str:
    return console.token_in(dict(request.headers)) or ""


def site_of(console: Console) -> Site:
    """Return where passkeys of this console belong."""
    return Site(console.origins.public_url, console.name)


ROUTES = (ask_passkey, use_passkey, ask_new_passkey, add_passkey, remove_passkey)
