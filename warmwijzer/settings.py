"""Settings from the environment, checked at the start. ``.env.example`` lists them all."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

PREFIX = "WARMWIJZER_"
_FOR_TESTS = "WARMWIJZER_TEST_"
# Read by the crash tests and by Rasa's own commands, not by the product.
_BESIDE_SETTINGS = {"WARMWIJZER_CRASH_AT", "WARMWIJZER_MODEL"}


class SettingWrong(Exception):
    """A setting is missing or wrong; the process does not start."""


@dataclass(frozen=True)
class Settings:
    """Every setting. A field's name in capitals behind ``WARMWIJZER_`` is its variable."""

    database_url: str
    database_key: str | None
    evidence_folder: Path | None
    evidence_wrapping_key: str | None
    evidence_copies: tuple[str, ...]
    evidence_mail_server: str | None
    evidence_mail_from: str | None
    evidence_time_stamps: str | None
    evidence_time_stamp_certificate: Path | None
    organisation: Path
    host: str
    port: int
    public_url: str
    dialogue_workers: int
    cache: Path
    telegram_token: str | None
    telegram_mode: str
    telegram_webhook_secret: str | None
    telegram_api_url: str | None
    console_port: int
    console_url: str
    own_log_in: bool
    oidc_issuer: str | None
    oidc_client_id: str | None
    oidc_client_secret: str | None
    oidc_claim: str
    oidc_acr: tuple[str, ...]
    oidc_amr: tuple[str, ...]
    new_chats_per_hour: int
    embed_on: tuple[str, ...]
    arrangements_token: str | None


def _path(value: str) -> Path:
    return Path(value).expanduser()


def _positive(value: str) -> int:
    number = int(value)
    if number < 0:
        raise ValueError
    return number


def _matching(pattern: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if re.fullmatch(pattern, value) is None:
            raise ValueError
        return value

    return check


def _yes(value: str) -> bool:
    return _matching(r"yes|no")(value) == "yes"


def _words(value: str) -> tuple[str, ...]:
    return tuple(value.split())


def _sites(value: str) -> tuple[str, ...]:
    return tuple(_matching(r"https://[\w.:-]+")(site) for site in value.split())


def _places(value: str) -> tuple[str, ...]:
    return tuple(_matching(r"/\S+|https?://\S+|mailto:\S+@\S+")(place) for place in value.split())


# name → (how to read it, default or None when it may be absent, example)
_READERS: dict[str, tuple[Callable[[str], Any], str | None, str]] = {
    "database_url": (
        _matching(r"(sqlite|postgresql)://.+"),
        "sqlite:///var/warmwijzer.db",
        "postgresql://warmwijzer@localhost/warmwijzer",
    ),
    "database_key": (_matching(r"[0-9a-f]{64}"), None, "made with: openssl rand -hex 32"),
    "evidence_folder": (_path, None, "/srv/warmwijzer/evidence"),
    "evidence_wrapping_key": (_matching(r"[0-9a-f]{64}"), None, "made with: openssl rand -hex 32"),
    "evidence_copies": (_places, "", "/mnt/archief mailto:auditor@example.org"),
    "evidence_mail_server": (_matching(r"[\w.-]+(:\d+)?"), None, "mail.example.org:25"),
    "evidence_mail_from": (_matching(r"\S+@\S+"), None, "logboek@example.org"),
    "evidence_time_stamps": (_matching(r"https?://\S+"), None, "https://stamps.example.org"),
    "evidence_time_stamp_certificate": (_path, None, "/etc/warmwijzer/time-stamps.pem"),
    "organisation": (_path, "organisation/example.yml", "organisation/example.yml"),
    "host": (str, "127.0.0.1", "127.0.0.1"),
    "port": (_positive, "8010", "8010"),
    "public_url": (
        _matching(r"https?://[^\s/]+"),
        "http://localhost:8010",
        "https://hulp.example.org",
    ),
    "dialogue_workers": (_positive, "2", "2"),
    "cache": (_path, "~/.cache/warmwijzer", "~/.cache/warmwijzer"),
    "telegram_token": (_matching(r"\d+:[\w-]{30,}"), None, "the token that @BotFather gave"),
    "telegram_mode": (_matching(r"polling|webhook"), "polling", "polling"),
    "telegram_webhook_secret": (
        _matching(r"[\w-]{16,256}"),
        None,
        "made with: openssl rand -hex 32",
    ),
    "telegram_api_url": (_matching(r"https?://\S+"), None, "http://127.0.0.1:8081/bot"),
    "console_port": (_positive, "8011", "8011"),
    "console_url": (
        _matching(r"https?://[^\s/]+"),
        "http://localhost:8011",
        "https://werkplek.example.org",
    ),
    "own_log_in": (_yes, "yes", "yes"),
    "oidc_issuer": (
        _matching(r"https://[^\s?#]+|http://(localhost|127\.0\.0\.1):\d+(/[^\s?#]*)?"),
        None,
        "https://log-in.example.org",
    ),
    "oidc_client_id": (str, None, "warmwijzer"),
    "oidc_client_secret": (str, None, "the secret that the provider gave"),
    "oidc_claim": (_matching(r"[\w.-]+"), "email", "preferred_username"),
    "oidc_acr": (_words, "", "https://refeds.org/profile/mfa"),
    "oidc_amr": (_words, "", "mfa hwk"),
    "new_chats_per_hour": (_positive, "60", "60"),
    "embed_on": (_sites, "", "https://www.example.org"),
    "arrangements_token": (_matching(r"[\w-]{32,256}"), None, "made with: openssl rand -hex 32"),
}


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings in ``environment`` (the process's own by default).

    Raises :class:`SettingWrong` naming the variable with an example for the first wrong one, and
    for a variable behind our prefix that does not exist (a typing error would else go unnoticed).
    """
    found = os.environ if environment is None else environment
    known = {PREFIX + name.upper() for name in _READERS} | _BESIDE_SETTINGS
    for variable in found:
        if (
            variable.startswith(PREFIX)
            and variable not in known
            and not variable.startswith(_FOR_TESTS)
        ):
            raise SettingWrong(
                f"{variable} is not a setting, so it would change nothing. "
                "Look for its right name in .env.example."
            )
    settings = Settings(**{field.name: _read(field.name, found) for field in fields(Settings)})
    if settings.telegram_mode == "webhook" and settings.telegram_token:
        _need(settings.telegram_webhook_secret, "telegram_webhook_secret")
    if any(place.startswith("mailto:") for place in settings.evidence_copies):
        _need(settings.evidence_mail_server, "evidence_mail_server")
        _need(settings.evidence_mail_from, "evidence_mail_from")
    if settings.evidence_time_stamps:
        certificate = settings.evidence_time_stamp_certificate
        _need(str(certificate or "") or None, "evidence_time_stamp_certificate")
    if settings.oidc_issuer:
        _need(settings.oidc_client_id, "oidc_client_id")
    if not settings.own_log_in:
        _need(settings.oidc_issuer, "oidc_issuer")
    return settings


def load_env_file(path: Path) -> None:
    """Put the lines ``NAME=value`` of ``path`` in the environment where they are not set yet."""
    if not path.exists():
        return
    for line in path.read_text("utf-8").splitlines():
        name, is_setting, value = line.partition("=")
        if is_setting and not line.lstrip().startswith("#") and value.strip():
            os.environ.setdefault(name.strip(), value.strip())


def _read(name: str, found: Mapping[str, str]) -> Any:
    reader, default, example = _READERS[name]
    value = found.get(PREFIX + name.upper(), "").strip() or default
    if value is None:
        return None
    try:
        return reader(value)
    except ValueError as error:
        raise SettingWrong(
            f"{PREFIX}{name.upper()} is wrong, so nothing was started. For example: {example}"
        ) from error


def _need(value: str | None, name: str) -> None:
    if value is None:
        raise SettingWrong(
            f"{PREFIX}{name.upper()} is missing, so nothing was started. "
            f"For example: {_READERS[name][2]}"
        )
