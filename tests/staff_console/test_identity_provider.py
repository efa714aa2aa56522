"""What the organisation's log-in gives back is believed only when all of it is right."""

from __future__ import annotations

import hmac
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fakes.forging_provider import ForgingProvider, forging_provider
from fakes.software_passkey import encoded
from joserfc.jwk import ECKey

from staff_console.errors import LogInRefused
from staff_console.ways_in.identity_provider import Identity, IdentityProvider, ProviderSettings

BACK = "http://localhost:8011/inloggen/organisatie/terug"


@pytest.fixture
def provider() -> Iterator[ForgingProvider]:
    """A provider that signs what a test asks."""
    with forging_provider() as served:
        served.nonce = "the-nonce"
        yield served


def settings_for(provider: ForgingProvider, **options) -> ProviderSettings:
    """The settings of a console that trusts this provider."""
    return ProviderSettings(
        issuer=provider.issuer, client_id="console", client_secret="secret", **options
    )


def who(provider: ForgingProvider, **options) -> Identity:
    """Who comes back with a code."""
    ours = IdentityProvider(settings_for(provider, **options), BACK)
    return ours.who("code", "the-nonce", "verifier")


def test_a_good_token_says_who_it_is(provider):
    assert who(provider) == Identity("s-anna", "anna@example.org")
    provider.claims = {"aud": ["console"]}
    assert who(provider).subject == "s-anna"


HOUR = 3_600
FORGED = {
    "another nonce": {"nonce": "of another log-in"},
    "no nonce": {"nonce": None},
    "foreign issuer": {"iss": "https://evil.example"},
    "no issuer": {"iss": None},
    "swapped audience": {"aud": "another-client"},
    "swapped audience, asked for by us": {"aud": "another-client", "azp": "console"},
    "ours among other audiences, for another party": {"aud": ["console", "x"], "azp": "x"},
    "ours among other audiences, for nobody": {"aud": ["console", "x"]},
    "expired": {"exp": int(time.time()) - HOUR},
    "no expiry": {"exp": None},
    "not yet valid": {"nbf": int(time.time()) + HOUR},
    "issued in the future": {"iat": int(time.time()) + HOUR},
    "no subject": {"sub": None},
    "empty subject": {"sub": ""},
    "subject that is no text": {"sub": ["s-anna"]},
    "claim that is no text": {"email": {"a": 1}},
    "address that nobody checked": {"email_verified": False},
    "the page about the user is of another": {"email": None},
}


def test_no_forged_claim_is_believed(provider):
    believed = []
    for name, claims in FORGED.items():
        provider.claims = claims
        try:
            who(provider)
        except LogInRefused:
            continue
        believed.append(name)
    assert believed == []


def _without_signature(token: str) -> str:
    return f"{token.rpartition('.')[0]}."


def test_no_forged_signature_is_believed(provider):
    good = provider.id_token()
    unsigned = "eyJhbGciOiJub25lIn0." + good.split(".")[1] + "."
    for token in (unsigned, _without_signature(good), good[:-8] + "AAAAAAAA", "x", "a.b.c", ""):
        provider.token = token
        with pytest.raises(LogInRefused):
            who(provider)
    provider.token = None
    provider.signs_with = ECKey.generate_key("P-256")
    with pytest.raises(LogInRefused):
        who(provider)
    # a secret that both sides know is no signature of the issuer, nor is its public key as one
    for secret in (b"secret", provider.key.as_pem(private=False)):
        provider.token = _signed_with_secret(good.split(".")[1], secret)
        with pytest.raises(LogInRefused):
            who(provider)


def _signed_with_secret(claims: str, secret: bytes) -> str:
    header = encoded(b'{"alg":"HS256","kid":"first"}')
    signed = f"{header}.{claims}"
    return f"{signed}.{encoded(hmac.digest(secret, signed.encode(), 'sha256'))}"


def test_a_new_key_of_the_issuer_is_fetched_when_it_is_first_used(provider):
    ours = IdentityProvider(settings_for(provider), BACK)
    for name in ("first", "second", "third"):
        provider.change_key(name)
        assert ours.who("code", "the-nonce", "verifier").subject == "s-anna"
    asked = provider.asked_for_keys
    assert asked == 3
    ours.who("code", "the-nonce", "verifier")
    assert provider.asked_for_keys == asked, "keys are kept"


@pytest.mark.parametrize(
    ("options", "claims", "is_in"),
    [
        ({"amr": ("mfa", "hwk")}, {"amr": ["pwd", "mfa"]}, True),
        ({"amr": ("mfa",)}, {"amr": ["pwd"]}, False),
        ({"amr": ("mfa",)}, {}, False),
        ({"acr": ("strong", "stronger")}, {"acr": "stronger"}, True),
        ({"acr": ("strong",)}, {"acr": "weak"}, False),
        ({"acr": ("strong",)}, {}, False),
        ({"acr": ("strong",), "amr": ("mfa",)}, {"acr": "strong", "amr": ["pwd"]}, False),
    ],
)
def test_two_factors_at_the_provider_are_asked_when_the_settings_say_so(
    provider, options, claims, is_in
):
    provider.claims = claims
    if is_in:
        assert who(provider, **options).subject == "s-anna"
    else:
        with pytest.raises(LogInRefused, match="provider_weak"):
            who(provider, **options)


@pytest.mark.parametrize(
    "describes",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"token_endpoint": "file:///etc/passwd"},
        {"jwks_uri": None},
    ],
    ids=str,
)
def test_a_provider_that_describes_itself_wrongly_is_not_asked_on(provider, describes):
    provider.describes = describes
    with pytest.raises(LogInRefused, match="provider_away"):
        who(provider)


def test_a_provider_that_is_away_is_named_so(provider):
    away = replace(settings_for(provider), issuer="http://127.0.0.1:9")
    ours = IdentityProvider(away, BACK)
    with pytest.raises(LogInRefused, match="provider_away"):
        ours.address("state", "nonce", "verifier")
    assert ours.log_out_address("http://localhost:8011/inloggen") is None
