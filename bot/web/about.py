"""The pages and services beside the chat: texts, health, and Telegram's webhook."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException

from bot.history import outbox_backlog
from bot.web.rendering import Page, page
from bot.web.site import Site

log = logging.getLogger(__name__)
MOST_WEBHOOK_BYTES = 1_048_576
_HEALTH_SECONDS = 2.0


@get("/privacy")
async def privacy(request: Request[Any, Any, Any], site: Site) -> Page:
    """Tell what is kept, why, and what a person may ask."""
    return await _article(request, site, "privacy")


@get("/toegankelijkheid")
async def accessibility(request: Request[Any, Any, Any], site: Site) -> Page:
    """Tell what was done for everybody to be able to use the chat, and what was not tested."""
    return await _article(request, site, "accessibility")


async def _article(request: Request[Any, Any, Any], site: Site, name: str) -> Page:
    visit = await site.visit(site.cookie_in(dict(request.headers)))
    language = await site.language_for(visit, request.query_params.get("lang"))
    article = site.texts_in(language)[name]
    return page(site, request, "text.html", language=language, article=article)


@get("/health")
async def health(site: Site) -> Response[dict[str, Any]]:
    """Return whether the parts work (200, or 503): database, dialogue, messages that wait."""
    found: dict[str, Any] = {"database": "ok", "dialogue": "unknown", "outbox_waiting": None}
    try:
        async with asyncio.timeout(_HEALTH_SECONDS):
            found["outbox_waiting"] = await site.read(outbox_backlog)
    except Exception as error:
        log.error("health: database: %s", type(error).__name__)
        found["database"] = "failing"
    if site.is_dialogue_ready is not None:
        found["dialogue"] = "ok" if site.is_dialogue_ready() else "failing"
    return Response(found, status_code=503 if "failing" in found.values() else 200)


@post("/telegram", request_max_body_size=MOST_WEBHOOK_BYTES)
async def telegram(request: Request[Any, Any, Any], site: Site) -> Response[None]:
    """Hand a webhook call to the Telegram channel, which checks its secret."""
    if site.telegram_webhook is None:
        raise NotFoundException
    secret = request.headers.get("x-telegram-bot-api-secret-token")
    status = await site.telegram_webhook(secret, await request.body())
    return Response(None, status_code=status)


ROUTES = (privacy, accessibility, health, telegram)
