"""Builds the web chat: pages, socket.io and headers, as one ASGI application."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

import socketio
from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State
from litestar.di import Provide

from bot.web import about, agenda, pages, receiver
from bot.web.channel import WebChannel
from bot.web.door import SOCKET_PATH, SocketDoor
from bot.web.errors import error_page
from bot.web.limits import NewChatLimit
from bot.web.live import LiveChat
from bot.web.rendering import STATIC
from bot.web.site import Receiver, Site, WebSettings
from casework.current_organisation import CurrentOrganisation
from casework.organisation import Organisation
from storage.database import Database
from web.asgi import App, Receive, Scope, Send
from web.security import Origins, SecurityHeaders
from web.static_files import static_router

API_PATH = "/api"
MOST_FORM_BYTES = 262_144
_NOT_COMPRESSED = "not_compressed"
ROUTES = (*pages.ROUTES, *about.ROUTES, *agenda.ROUTES, *receiver.ROUTES)
"""Every address of the person's side but the files; tests/bot/web/test_every_link.py attacks it."""


def build_web_app(
    *,
    database: Database,
    gateway: Receiver,
    organisation: Organisation,
    settings: WebSettings,
    current: CurrentOrganisation | None = None,
    telegram_webhook: Callable[[str | None, bytes], Awaitable[int]] | None = None,
    is_dialogue_ready: Callable[[], bool] | None = None,
    api: App | None = None,
) -> tuple[App, WebChannel]:
    """Return the ASGI application of the web chat and the channel that sends over it.

    ``telegram_webhook`` gets the secret header and the body of ``POST /telegram`` and returns the
    status to answer; without it that address does not exist. ``is_dialogue_ready`` is what
    ``/health`` tells about the dialogue service. ``api`` answers what is under ``/api``.
    """
    site = Site(
        database=database,
        receiver=gateway,
        organisation=current or CurrentOrganisation(organisation),
        origins=Origins(settings.public_url, settings.embed_on),
        new_chats=NewChatLimit(settings.new_chats_per_hour),
        telegram_webhook=telegram_webhook,
        is_dialogue_ready=is_dialogue_ready,
    )
    live = LiveChat(site)
    door = SocketDoor(socketio.ASGIApp(live.server), site)
    served = _Served(_pages(site, live), {SOCKET_PATH: door} | ({API_PATH: api} if api else {}))
    return SecurityHeaders(served, site.origins), WebChannel(live.server)


def _pages(site: Site, live: LiveChat) -> Litestar:
    return Litestar(
        route_handlers=[
            *ROUTES,
            static_router(STATIC, {_NOT_COMPRESSED: False}),
        ],
        dependencies={
            "site": Provide(lambda: site, sync_to_thread=False),
            "live": Provide(lambda: live, sync_to_thread=False),
        },
        exception_handlers={Exception: error_page},
        # Pages hold a form token beside words that a person chose, so only files are compressed.
        compression_config=CompressionConfig("gzip", exclude_opt_key=_NOT_COMPRESSED),
        opt={_NOT_COMPRESSED: True},
        request_max_body_size=MOST_FORM_BYTES,
        openapi_config=None,
        logging_config=None,
        state=State({"site": site}),
    )


class _Served:
    """Sends each request to the application under its path, and all others to the pages."""

    def __init__(self, pages: App, others: Mapping[str, App]) -> None:
        self._pages = pages
        self._others = others

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        path = scope["path"] if scope["type"] != "lifespan" else ""
        found = (app for start, app in self._others.items() if path.startswith(f"{start}/"))
        await next(found, self._pages)(scope, receive, send)
