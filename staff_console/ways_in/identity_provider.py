"""The organisation's own log-in: OpenID Connect Core 1.0, authorization code with PKCE (RFC 7636).

What comes back is checked whole: signature by a key of the issuer, issuer, audience, expiry, nonce,
and how strongly somebody was recognised when the settings ask that. Nothing is taken from a token
that failed one of these.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from staff_console.errors import LogInRefused

ALGORITHMS = ("RS256", "PS256", "ES256", "Ed25519", "EdDSA")
"""What a token may be signed with: never ``none``, never a secret that both sides have."""
TIMEOUT_SECONDS = 10
KEPT_SECONDS = 3_600
LEEWAY_SECONDS = 30
_LOCAL = ("http://127.0.0.1:", "http://localhost:")
_FAILED = (AuthlibBaseError, JoseError, requests.RequestException, ValueError, KeyError, TypeError)


@dataclass(frozen=True)
class ProviderSettings:
    """``claim``: what a colleague is known by here, as log-in name.

    ``acr`` and ``amr``: one of these must be in the token, when there are any.
    """

    issuer: str
    client_id: str
    client_secret: str | None
    claim: str = "email"
    acr: tuple[str, ...] = ()
    amr: tuple[str, ...] = ()


@dataclass(frozen=True)
class Identity:
    """Who somebody is: ``subject`` never changes at the provider, ``name`` is the claim's value."""

    subject: str
    name: str


class IdentityProvider:
    """One provider. Its addresses and keys are fetched when needed, and kept for an hour.

    Every method asks the network and waits; raises :class:`LogInRefused` ``provider_away`` when
    the provider does not answer as one.
    """

    def __init__(self, settings: ProviderSettings, redirect_uri: str) -> None:
        self._settings = settings
        self._redirect_uri = redirect_uri
        self._lock = threading.Lock()
        self._about: tuple[float, dict[str, Any]] | None = None
        self._keys: tuple[float, KeySet] | None = None

    @property
    def issuer(self) -> str:
        """The provider's own name for itself."""
        return self._settings.issuer

    def address(self, state: str, nonce: str, verifier: str) -> str:
        """Return where a browser goes to log in."""
        extra = {"acr_values": " ".join(self._settings.acr)} if self._settings.acr else {}
        found, _ = self._client().create_authorization_url(
            self._endpoint("authorization_endpoint"),
            state=state,
            nonce=nonce,
            code_verifier=verifier,
            **extra,
        )
        return str(found)

    def who(self, code: str, nonce: str, verifier: str) -> Identity:
        """Return who came back with ``code``.

        Raises :class:`LogInRefused`: ``provider_refused`` for a code or token that is not right,
        ``provider_weak`` when somebody was not recognised strongly enough.
        """
        client, endpoint = self._client(), self._endpoint("token_endpoint")
        try:
            found = client.fetch_token(endpoint, code=code, code_verifier=verifier)
            claims = self._claims(found["id_token"], nonce, found.get("access_token"))
            self._check_strength(claims)
            return Identity(claims["sub"], self._name(client, claims))
        except requests.ConnectionError as error:
            raise LogInRefused("provider_away") from error
        except _FAILED as error:
            raise LogInRefused("provider_refused") from error

    def log_out_address(self, back: str) -> str | None:
        """Return where one logs out at the provider too (OIDC RP-Initiated Logout), or None."""
        try:
            endpoint = self._endpoint("end_session_endpoint")
        except LogInRefused:
            return None
        asked = {"client_id": self._settings.client_id, "post_logout_redirect_uri": back}
        return f"{endpoint}?{urlencode(asked)}"

    def _claims(self, token: str, nonce: str, access_token: str | None) -> Mapping[str, Any]:
        try:
            read = jwt.decode(token, self._key_set(), algorithms=list(ALGORITHMS))
        except InvalidKeyIdError:  # the issuer may have a new key
            read = jwt.decode(token, self._key_set(is_new=True), algorithms=list(ALGORITHMS))
        own = self._settings.client_id
        claims = CodeIDToken(
            read.claims,
            read.header,
            {
                "iss": {"essential": True, "value": self._settings.issuer},
                "sub": {"essential": True, "allow_blank": False},
                "aud": {"essential": True, "value": own},
                "nonce": {"essential": True, "value": nonce},
            },
            {"nonce": nonce, "client_id": own, "access_token": access_token},
        )
        claims.validate(leeway=LEEWAY_SECONDS)
        return dict(claims)

    def _check_strength(self, claims: Mapping[str, Any]) -> None:
        acr, amr = self._settings.acr, self._settings.amr
        if acr and claims.get("acr") not in acr:
            raise LogInRefused("provider_weak")
        if amr and not set(amr) & set(claims.get("amr") or ()):
            raise LogInRefused("provider_weak")

    def _name(self, client: OAuth2Session, claims: Mapping[str, Any]) -> str:
        """Return the claim, from the token or else from the provider's page about its user."""
        found = claims
        if self._settings.claim not in claims:
            answer = client.get(self._endpoint("userinfo_endpoint"), allow_redirects=False)
            answer.raise_for_status()
            found = answer.json()
            if found.get("sub") != claims["sub"]:
                raise LogInRefused("provider_refused")
        name = found.get(self._settings.claim)
        is_doubtful = self._settings.claim == "email" and found.get("email_verified") is False
        if not isinstance(name, str) or not name or is_doubtful:
            raise LogInRefused("provider_unknown")
        return name

    def _client(self) -> OAuth2Session:
        methods = self._description().get("token_endpoint_auth_methods_supported", [])
        has_secret = self._settings.client_secret is not None
        by_post = has_secret and "client_secret_post" in methods
        method = "client_secret_post" if by_post and "client_secret_basic" not in methods else None
        return OAuth2Session(
            self._settings.client_id,
            self._settings.client_secret,
            token_endpoint_auth_method=method,
            scope="openid email profile",
            redirect_uri=self._redirect_uri,
            code_challenge_method="S256",
            default_timeout=TIMEOUT_SECONDS,
        )

    def _endpoint(self, name: str) -> str:
        address = self._description().get(name)
        issuer_is_local = self._settings.issuer.startswith(_LOCAL)
        is_safe = isinstance(address, str) and (
            address.startswith("https://") or (issuer_is_local and address.startswith(_LOCAL))
        )
        if not is_safe:
            raise LogInRefused("provider_away")
        return str(address)

    def _description(self) -> dict[str, Any]:
        with self._lock:
            if self._about is None or time.monotonic() - self._about[0] > KEPT_SECONDS:
                issuer = self._settings.issuer
                found = _fetched(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
                if found.get("issuer") != issuer:
                    raise LogInRefused("provider_away")
                self._about = (time.monotonic(), found)
            return self._about[1]

    def _key_set(self, is_new: bool = False) -> KeySet:
        address = self._endpoint("jwks_uri")
        with self._lock:
            is_old = self._keys is None or time.monotonic() - self._keys[0] > KEPT_SECONDS
            if self._keys is None or is_old or is_new:
                keys = KeySet.import_key_set(_fetched(address))  # type: ignore[arg-type]
                self._keys = (time.monotonic(), keys)
            return self._keys[1]


@dataclass(frozen=True)
class WaysIn:
    """How colleagues come in: by keys that are kept here (``has_own``), by a provider, or both."""

    provider: IdentityProvider | None = None
    has_own: bool = True

    def allows(self, way: str) -> bool:
        """Whether a session that began in this way may go on: a way that is closed ends its own."""
        return self.has_own if way == "own" else self.provider is not None


def _fetched(address: str) -> dict[str, Any]:
    try:
        answer = requests.get(address, timeout=TIMEOUT_SECONDS, allow_redirects=False)
        answer.raise_for_status()
        found = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise LogInRefused("provider_away") from error
    if answer.status_code != 200 or not isinstance(found, dict):
        raise LogInRefused("provider_away")
    return found
