"""A provider that signs whatever a test asks, right or forged, and can change its keys."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey


@dataclass
class ForgingProvider:
    """``claims`` replace those of a good token; None takes one away."""

    issuer: str = ""
    client_id: str = "console"
    key: ECKey = field(default_factory=lambda: _new_key("first"))
    claims: dict[str, Any] = field(default_factory=dict)
    describes: dict[str, Any] = field(default_factory=dict)
    signs_with: ECKey | None = None
    token: str | None = None
    nonce: str = ""
    asked_for_keys: int = 0

    def change_key(self, name: str) -> None:
        """Sign with a new key from now on, and publish that one only."""
        self.key = _new_key(name)

    def id_token(self) -> str:
        """Return a token as the fields say."""
        now = int(time.time())
        good = {"iss": self.issuer, "aud": self.client_id, "sub": "s-anna", "nonce": self.nonce}
        good |= {"iat": now, "exp": now + 60, "email": "anna@example.org", "email_verified": True}
        claims = {name: value for name, value in (good | self.claims).items() if value is not None}
        key = self.signs_with or self.key
        return jwt.encode({"alg": "ES256", "kid": self.key.kid}, claims, key)

    def answer(self, path: str) -> dict[str, Any]:
        """Return what the provider says at ``path``."""
        if path == "/.well-known/openid-configuration":
            names = ("authorization", "token", "userinfo", "end_session")
            found = {f"{name}_endpoint": f"{self.issuer}/{name}" for name in names}
            return found | {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/k"} | self.describes
        if path == "/k":
            self.asked_for_keys += 1
            return {"keys": [self.key.as_dict(private=False)]}
        if path == "/token":
            token = self.id_token() if self.token is None else self.token
            return {"access_token": "a", "token_type": "Bearer", "id_token": token}
        return {"sub": "s-somebody-else", "email": "anna@example.org"}


def _new_key(name: str) -> ECKey:
    return ECKey.generate_key("P-256", {"kid": name, "use": "sig"})


@contextmanager
def forging_provider() -> Iterator[ForgingProvider]:
    """Serve one on a port of this machine."""
    provider = ForgingProvider()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(provider.answer(self.path)).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            self.do_GET()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
