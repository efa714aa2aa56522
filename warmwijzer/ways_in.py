"""How colleagues log in, from the settings."""

from __future__ import annotations

from staff_console.provider_pages import BACK
from staff_console.ways_in.identity_provider import IdentityProvider, ProviderSettings, WaysIn
from warmwijzer.settings import Settings


def ways_in(settings: Settings) -> WaysIn:
    """Return the ways in that the settings name; nothing is asked of the network yet."""
    if settings.oidc_issuer is None or settings.oidc_client_id is None:
        return WaysIn()
    provider = IdentityProvider(
        ProviderSettings(
            issuer=settings.oidc_issuer,
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret,
            claim=settings.oidc_claim,
            acr=settings.oidc_acr,
            amr=settings.oidc_amr,
        ),
        f"{settings.console_url}{BACK}",
    )
    return WaysIn(provider, settings.own_log_in)
