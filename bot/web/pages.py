"""The chat as plain pages and forms: everything works without JavaScript."""

from __future__ import annotations

import asyncio
import time
from hashlib import sha256
from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect

from bot.continue_link import hashed, use_link
from bot.history import PERSON, Line, lines, waits_for_answer
from bot.texts.texts import render
from bot.web.errors import problem_page
from bot.web.live import LiveChat
from bot.web.rendering import Page, keep_cookie, page
from bot.web.site import Refusal, Site
from bot.web_sessions import CHANNEL, NewVisit, Visit, open_session
from storage.unit_of_work import UnitOfWork
from web.forms import FormRefused, read_form

WAIT_SECONDS = 3.0
_LOOK_AGAIN_SECONDS = 0.1
_LAST_MESSAGE = "/#laatste"
_ONE_LINK_AT_A_TIME = 4_117
AnyRequest = Request[Any, Any, Any]
Answer = Response[Any]


@get("/")
async def show(request: AnyRequest, site: Site) -> Page:
    """Show the conversation of this browser, or how to begin one."""
    visit = await _visit(request, site)
    if visit is None:
        language = await _language(request, site, None)
        return page(site, request, "closed.html", language=language, start="", has_visit=False)
    chat_page = await _chat_page(request, site, visit)
    token = site.cookie_in(dict(request.headers))
    if token:
        keep_cookie(site, chat_page, token, site.session_days)
    return chat_page


@get("/k/{token:str}")
async def show_personal_link(request: AnyRequest, site: Site, token: str) -> Page:
    """Show how to begin a conversation about the claims of a personal link; nothing is used up."""
    has_visit = await _visit(request, site) is not None
    start, language = token[:128], await _language(request, site, None)
    return page(site, request, "closed.html", language=language, start=start, has_visit=has_visit)


@post("/begin")
async def begin(request: AnyRequest, site: Site, live: LiveChat) -> Answer:
    """Begin a conversation; a browser that has one goes on with it, unless by a personal link."""
    fields = await read_form(request, site.origins, site.cookie_name)
    start = fields.get("start", "")[:128]
    language = await site.language_for(None, fields.get("lang"))
    visit = await _visit(request, site)
    answer: Answer = Redirect(_LAST_MESSAGE, status_code=303)
    if visit is None or start:
        if not site.new_chats.take(request.client.host if request.client else "unknown"):
            help_now = render("safeguards:emergency", language=language).text
            return page(
                site, request, "limit.html", status=429, language=language, help_now=help_now
            )
        opened = await site.open_visit()
        await _leave(site, live, visit)
        visit = opened.visit
        keep_cookie(site, answer, opened.token, site.session_days)
        await site.start(visit, start, language)
    if fields.get("text"):
        await site.take(visit, fields["text"], _message_id(fields["message_id"], fields["text"]))
    await _wait_for_answer(site, visit)
    return answer


@post("/bericht")
async def receive(request: AnyRequest, site: Site) -> Answer:
    """Receive a message or a pressed button, and show the conversation with the answer."""
    fields = await read_form(request, site.origins, site.cookie_name)
    text = fields.get("button") or fields.get("text", "")
    visit = await _visit(request, site)
    if visit is None:
        raise FormRefused(text)
    refusal: Refusal | None = Refusal.EMPTY
    if text.strip():
        message_id = _message_id(fields.get("message_id", ""), text)
        refusal = await site.take(visit, text, message_id)
    if refusal is not None:
        return await _chat_page(request, site, visit, refusal, fields.get("text", ""))
    await _wait_for_answer(site, visit)
    return Redirect(_LAST_MESSAGE, status_code=303)


@post("/sluiten")
async def close(request: AnyRequest, site: Site, live: LiveChat) -> Answer:
    """Close the conversation on this device: nobody who comes later finds it here."""
    await read_form(request, site.origins, site.cookie_name)
    await _leave(site, live, await _visit(request, site))
    answer: Answer = Redirect("/", status_code=303)
    keep_cookie(site, answer, "", days=0)  # Secure again, or a browser ignores it
    return answer


@get("/verder/{token:str}")
async def ask_to_continue(request: AnyRequest, site: Site, token: str) -> Page:
    """Ask before a one-time link is used: what makes a preview of a link must not use it up."""
    language = await _language_of_link(request, site, token)
    return page(site, request, "continue.html", language=language, token=token[:128])


@post("/verder")
async def go_on(request: AnyRequest, site: Site, live: LiveChat) -> Answer:
    """Use a one-time link: this browser holds the same conversation from now on."""
    fields = await read_form(request, site.origins, site.cookie_name)
    opened = await site.read(lambda unit: _use(unit, fields.get("token", "")))
    if opened is None:
        return await _link_used(request, site, fields.get("token", ""))
    await _leave(site, live, await _visit(request, site))
    await site.start(opened.visit)
    await _wait_for_answer(site, opened.visit)
    answer: Answer = Redirect(_LAST_MESSAGE, status_code=303)
    keep_cookie(site, answer, opened.token, site.session_days)
    return answer


async def _link_used(request: AnyRequest, site: Site, token: str) -> Page:
    language = await _language_of_link(request, site, token)
    title = site.texts_in(language)["continue"]["title"]
    text = render("notices:link_used", language=language).text
    return problem_page(site, request, 410, language, title, text)


async def _language_of_link(request: AnyRequest, site: Site, token: str) -> str:
    return await site.language_of_link(hashed(token), dict(request.headers))


def _use(unit: UnitOfWork, token: str) -> NewVisit | None:
    if not token.isascii():
        return None
    unit.lock(_ONE_LINK_AT_A_TIME)
    conversation_id = use_link(unit, token)
    return open_session(unit, conversation_id) if conversation_id else None


async def _language(request: AnyRequest, site: Site, visit: Visit | None) -> str:
    return await site.language_for(visit, request.query_params.get("lang"))


async def _visit(request: AnyRequest, site: Site) -> Visit | None:
    return await site.visit(site.cookie_in(dict(request.headers)))


async def _leave(site: Site, live: LiveChat, visit: Visit | None) -> None:
    if visit is not None:
        await site.close_visit(visit)
        await live.leave(visit)


async def _chat_page(
    request: AnyRequest, site: Site, visit: Visit, refusal: Refusal | None = None, typed: str = ""
) -> Page:
    said = await site.read(lambda unit: lines(unit, CHANNEL, visit.chat))
    status = {None: 200, Refusal.TOO_MANY: 429}.get(refusal, 422)
    language = await _language(request, site, visit)
    error = site.refusal_text(refusal, language) if refusal else ""
    status_text = await _status_text(site, visit, said, language)
    own = [place for place, line in enumerate(said) if line.author == PERSON]
    return page(
        site,
        request,
        "chat.html",
        status=status,
        language=language,
        lines=said,
        last_said=own[-1] if own else -1,
        status_text=status_text,
        error=error,
        typed=typed,
    )


async def _status_text(site: Site, visit: Visit, said: tuple[Line, ...], language: str) -> str:
    """Return what is told about a message without an answer; nothing when there is none."""
    words = site.texts_in(language)["status"]
    if await site.read(lambda unit: waits_for_answer(unit, CHANNEL, visit.chat)):
        return str(words["waiting"])
    is_last = bool(said) and said[-1].author == PERSON
    if is_last and await site.is_read_by_colleague(visit):
        return str(words["colleague"])
    return ""


async def _wait_for_answer(site: Site, visit: Visit) -> None:
    """Wait shortly, so that the page that follows nearly always holds the answer."""
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until:
        await asyncio.sleep(_LOOK_AGAIN_SECONDS)
        if not await site.read(lambda unit: waits_for_answer(unit, CHANNEL, visit.chat)):
            return


def _message_id(page_id: str, text: str) -> str:
    """Return the id of a form's message: the same form sent twice is one message."""
    return sha256(f"{page_id}:{text}".encode("utf-8", "replace")).hexdigest()[:32]


ROUTES = (show, show_personal_link, begin, receive, close, ask_to_continue, go_on)
