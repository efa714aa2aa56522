"""How the fake Bot API answers, and how it breaks."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from aiohttp import web


@dataclass
class Fault:
    """What goes wrong with ``method``: with chance ``p``, ``times`` times, for one chat or for all.

    ``kind``: 429, 400, 403, 500, 502_html, reset_before (not accepted), reset_after (accepted),
    hang_after (accepted, never answered).
    """

    method: str
    kind: str
    p: float = 1.0
    times: int | None = None
    chat: int | None = None
    retry_after: int = 1


def ok(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def failed(code: int, description: str, **parameters: int) -> web.Response:
    body = {"ok": False, "error_code": code, "description": description}
    if parameters:
        body["parameters"] = parameters
    return web.json_response(body, status=code)


def broken(fault: Fault) -> web.Response:
    if fault.kind == "429":
        return failed(429, "Too Many Requests", retry_after=fault.retry_after)
    if fault.kind == "502_html":
        return web.Response(status=502, text="<html>Bad Gateway</html>", content_type="text/html")
    return failed(int(fault.kind), f"a fault: {fault.kind}")


def reset(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    raise asyncio.CancelledError
