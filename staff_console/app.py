"""Builds the console: pages, socket.io and headers, as one ASGI application."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable
from types import ModuleType
from typing import Any

from litestar import Litestar, Request, Response
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.response import Redirect

from casework.current_organisation import CurrentOrganisation
from casework.errors import NotYours
from casework.organisation import Organisation
from staff_console import (
    account_pages,
    audit_pages,
    calculator_pages,
    canned_text_pages,
    code_app_pages,
    directory_pages,
    fact_pages,
    help_pages,
    log_in_pages,
    passkey_pages,
    people_pages,
    phone_pages,
    preference_pages,
    provider_pages,
    queue_pages,
    referral_pages,
    settings_pages,
    suggestion_pages,
    talk_pages,
    team_pages,
    training_pages,
    wording_pages,
)
from staff_console.audit_desk import AuditDesk
from staff_console.console import Console
from staff_console.errors import NotThere
from staff_console.guard import FromElsewhere, LogInNeeded, guard, opens
from staff_console.live import SOCKET_PATH, LiveDesk
from staff_console.ports import Assistance, Talks, Telephone
from staff_console.preferences import hold_preferences
from staff_console.rendering import STATIC, page
from staff_console.ways_in.identity_provider import WaysIn
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from web.asgi import App, Receive, Scope, Send, headers_of
from web.security import Origins, SecurityHeaders
from web.static_files import static_router

log = logging.getLogger(__name__)
MOST_FORM_BYTES = 65_536


def build_console(
    *,
    database: Database,
    organisation: Organisation,
    current: CurrentOrganisation | None = None,
    url: str,
    talks: Talks,
    telephone: Telephone,
    assistance: Assistance,
    make_link: Callable[[UnitOfWork, str], str],
    wake_senders: Callable[[], None],
    public_url: str,
    audits: AuditDesk,
    ways_in: WaysIn | None = None,
) -> tuple[App, LiveDesk]:
    """Return the ASGI application of the console at ``url``, and what tells its pages of changes.

    ``current`` is the organisation as the turns see it, so that a large register is in memory
    once. ``talks`` are the conversations, ``telephone`` the calls among them, and ``assistance``
    the understanding and the fixed texts; ``make_link`` returns a link that continues a
    conversation in the web chat; ``wake_senders`` is called when there may be something to
    send. ``audits`` has what auditors ask for; ``ways_in`` how colleagues log in.
    """
    console = Console(
        database,
        current or CurrentOrganisation(organisation),
        Origins(url),
        talks,
        telephone,
        assistance,
        make_link,
        wake_senders,
        public_url,
        audits,
        ways_in=ways_in or WaysIn(),
    )
    live = LiveDesk(console)
    pages, socket = _pages(console), live.app()

    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            hold_preferences(headers_of(scope))
        is_socket = scope["type"] != "lifespan" and scope["path"].startswith(f"{SOCKET_PATH}/")
        await (socket if is_socket else pages)(scope, receive, send)

    return SecurityHeaders(served, console.origins, has_trusted_types=False), live


def page_modules() -> tuple[ModuleType, ...]:
    """Return the modules with pages, each with its ``ROUTES``: what is not here is not served."""
    return (
        log_in_pages,
        passkey_pages,
        provider_pages,
        account_pages,
        code_app_pages,
        queue_pages,
        talk_pages,
        calculator_pages,
        fact_pages,
        suggestion_pages,
        canned_text_pages,
        help_pages,
        training_pages,
        phone_pages,
        people_pages,
        directory_pages,
        team_pages,
        audit_pages,
        preference_pages,
        settings_pages,
        wording_pages,
        referral_pages,
    )


def _pages(console: Console) -> App:
    async def begin(app: Litestar) -> None:
        app.state.reading_ahead = asyncio.create_task(team_pages.read_facts_ahead(console))

    return Litestar(
        route_handlers=[
            *(route for module in page_modules() for route in module.ROUTES),
            static_router(STATIC, opens("static")),
        ],
        guards=[guard],
        dependencies={"console": Provide(lambda: console, sync_to_thread=False)},
        exception_handlers={
            FromElsewhere: _go_on,
            LogInNeeded: _to_log_in,
            NotThere: _not_there,
            NotYours: _not_there,
            Exception: _problem,
        },
        request_max_body_size=MOST_FORM_BYTES,
        openapi_config=None,
        logging_config=None,
        on_startup=[begin],
        state=State({"console": console}),
    )


def _go_on(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """Ask the same again from a page of ours; the cookie that may be there is left alone."""
    query = f"?{request.url.query}" if request.url.query else ""
    to = f"/{request.url.path.lstrip('/')}{query}"
    return page(request.app.state.console, request, "go_on.html", to=to)


def _to_log_in(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    colleague = request.scope["state"].get("colleague")
    to = "/inloggen/code" if colleague is not None and not colleague.is_complete else "/inloggen"
    if "hx-request" in request.headers:  # a part of a page: the whole page must go, not its part
        return Response(b"", status_code=401, headers={"HX-Redirect": to})
    return Redirect(to, status_code=303)


def _not_there(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    console: Console = request.app.state.console
    state = request.scope["state"]
    if "colleague" not in state:  # there is no such address, so no guard stood before it
        token = console.token_in(dict(request.headers))
        state["colleague"] = console.colleague_at_once(token, is_use=False)
        if state["colleague"] is None or not state["colleague"].is_complete:
            return _to_log_in(request, error)
    return page(console, request, "problem.html", status=404, kind="404", number="")


def _problem(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """Show what happened; only the error's type is logged, never its words."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 404:
        return _not_there(request, error)
    number = secrets.token_hex(4)
    if status >= 500:
        log.error("error %s: %s", number, type(error).__name__)
    kind = str(status) if str(status) in ("403", "413") else "500"
    console = request.app.state.console
    return page(console, request, "problem.html", status=status, kind=kind, number=number)
