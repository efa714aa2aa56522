"""Headers on every answer, the check of where a request comes from, and the form's token.

The tests hold these to OWASP ASVS 5.0: 3.3 (cookies), 3.4 (headers), 3.5 (origins), 4.4.2.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from web.asgi import App, Message, Receive, Scope, Send

NONCE = "csp_nonce"
HSTS_SECONDS = 63_072_000
_TRUSTED_TYPES = "require-trusted-types-for 'script'"
_LOOPBACK = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d+)?")
_UNUSED_FEATURES = (
    "accelerometer camera display-capture geolocation gyroscope microphone payment usb"
)


@dataclass(frozen=True)
class Origins:
    """Where this chat is served: its own address, and the sites that may show it in a frame."""

    public_url: str
    embed_on: tuple[str, ...] = ()

    @property
    def is_https(self) -> bool:
        """Whether browsers reach the chat over https."""
        return self.public_url.startswith("https://")

    def is_own(self, origin: str, host: str) -> bool:
        """Whether ``origin`` is the chat's own; on this machine every local name of it counts."""
        if origin == self.public_url:
            return True
        return _LOOPBACK.fullmatch(host) is not None and origin == f"http://{host}"

    def allows_form(self, headers: Mapping[str, str]) -> bool:
        """Whether a form comes from our own page: the browser says so in one of two headers."""
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site not in (None, "same-origin"):
            return False
        if origin is None:
            return site == "same-origin"
        return self.is_own(origin, headers.get("host", ""))

    def allows_socket(self, headers: Mapping[str, str], has_cookie: bool) -> bool:
        """Whether a socket may be opened: never for another site.

        A client that is no browser sends neither header; it may come in without a cookie only.
        """
        if "origin" not in headers and "sec-fetch-site" not in headers:
            return not has_cookie
        return self.allows_form(headers)


class SecurityHeaders:
    """Puts the security headers on every HTTP answer of ``app``, also on errors.

    ``has_trusted_types``: no script makes HTML from words. htmx does, from our own templates only.
    """

    def __init__(self, app: App, origins: Origins, has_trusted_types: bool = True) -> None:
        self._app = app
        self._origins = origins
        self._has_trusted_types = has_trusted_types

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; a page finds its nonce in the scope's state."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})[NONCE] = nonce

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = [(name.encode(), value.encode()) for name, value in self._headers(nonce)]
                names = {name for name, _ in own}
                kept = [pair for pair in message["headers"] if pair[0].lower() not in names]
                message["headers"] = [*kept, *own, *_not_stored(kept)]
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _headers(self, nonce: str) -> Iterable[tuple[str, str]]:
        policy = content_security_policy(self._origins, nonce)
        if self._has_trusted_types:
            policy += f"; {_TRUSTED_TYPES}"
        yield "content-security-policy", policy
        yield "x-content-type-options", "nosniff"
        # Not no-referrer: then browsers send "Origin: null" with our own forms. Others get nothing.
        yield "referrer-policy", "same-origin"
        yield "cross-origin-opener-policy", "same-origin"
        yield "cross-origin-resource-policy", "same-origin"
        yield "permissions-policy", ", ".join(f"{name}=()" for name in _UNUSED_FEATURES.split())
        if not self._origins.embed_on:
            yield "x-frame-options", "DENY"
        if self._origins.is_https:
            yield "strict-transport-security", f"max-age={HSTS_SECONDS}; includeSubDomains"


def content_security_policy(origins: Origins, nonce: str) -> str:
    """Return the policy: only our own files, scripts only with this answer's ``nonce``."""
    socket = urlsplit(origins.public_url)._replace(scheme="wss" if origins.is_https else "ws")
    frames = " ".join(origins.embed_on) or "'none'"
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'nonce-{nonce}'",
            "style-src 'self'",
            "img-src 'self'",
            f"connect-src 'self' {socket.geturl()}",
            "form-action 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            f"frame-ancestors {frames}",
        )
    )


def form_token(cookie: str) -> str:
    """Return the token that a form of the browser with ``cookie`` must carry."""
    return hmac.digest(cookie.encode("utf-8", "replace"), b"form", "sha256").hex()


def is_form_token(cookie: str, token: str) -> bool:
    """Whether ``token`` is the form token of the browser with ``cookie``."""
    return hmac.compare_digest(form_token(cookie).encode(), token.encode("utf-8", "replace"))


def _not_stored(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    if any(name.lower() == b"cache-control" for name, _ in headers):
        return []
    return [(b"cache-control", b"no-store")]
