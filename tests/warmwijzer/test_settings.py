"""A wrong or missing setting stops the start, with its name and an example."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from staff_console.ways_in.identity_provider import WaysIn
from warmwijzer.settings import PREFIX, Settings, SettingWrong, load_env_file, read_settings
from warmwijzer.ways_in import ways_in

EXAMPLE = Path(__file__).parents[2] / ".env.example"


def test_the_example_file_names_every_setting_and_no_other():
    lines = EXAMPLE.read_text("utf-8").splitlines()
    named = {line.partition("=")[0] for line in lines if line and not line.startswith("#")}
    assert named == {PREFIX + field.name.upper() for field in fields(Settings)}


def test_the_example_file_holds_the_defaults(monkeypatch):
    for field in fields(Settings):
        monkeypatch.delenv(PREFIX + field.name.upper(), raising=False)
    without = read_settings()
    load_env_file(EXAMPLE)
    assert read_settings() == without


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://x"),
        ("DATABASE_KEY", "geheim"),
        ("PORT", "tachtig"),
        ("PORT", "-1"),
        ("PUBLIC_URL", "mijn-site"),
        ("DIALOGUE_WORKERS", "veel"),
        ("TELEGRAM_TOKEN", "123"),
        ("TELEGRAM_MODE", "duif"),
        ("EMBED_ON", "http://onveilig.example.org"),
        ("OIDC_ISSUER", "http://onveilig.example.org"),
        ("OIDC_ISSUER", "https://inloggen.example.org/?x=1"),
        ("OWN_LOG_IN", "misschien"),
    ],
)
def test_a_wrong_setting_is_named_with_an_example(name, value):
    with pytest.raises(SettingWrong, match=PREFIX + name) as raised:
        read_settings({PREFIX + name: value})
    assert "For example" in str(raised.value)
    assert value not in str(raised.value) or len(value) < 4


def test_a_setting_that_does_not_exist_stops_the_start():
    with pytest.raises(SettingWrong, match="WARMWIJZER_DATABSE_URL"):
        read_settings({"WARMWIJZER_DATABSE_URL": "sqlite:///x.db"})


def test_a_webhook_without_its_secret_stops_the_start():
    with pytest.raises(SettingWrong, match="WARMWIJZER_TELEGRAM_WEBHOOK_SECRET"):
        read_settings(
            {
                "WARMWIJZER_TELEGRAM_MODE": "webhook",
                "WARMWIJZER_TELEGRAM_TOKEN": "123456:" + "a" * 35,
            }
        )


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"OIDC_ISSUER": "https://inloggen.example.org"}, "OIDC_CLIENT_ID"),
        ({"OWN_LOG_IN": "no"}, "OIDC_ISSUER"),
    ],
)
def test_no_way_in_is_closed_before_another_is_open(given, missing):
    with pytest.raises(SettingWrong, match=f"WARMWIJZER_{missing} is missing"):
        read_settings({PREFIX + name: value for name, value in given.items()})


def test_the_organisations_log_in_is_made_from_the_settings():
    assert ways_in(read_settings({})) == WaysIn()
    given = {"OIDC_ISSUER": "https://inloggen.example.org", "OIDC_CLIENT_ID": "warmwijzer"}
    given |= {"OIDC_AMR": "mfa hwk", "OWN_LOG_IN": "no"}
    ways = ways_in(read_settings({PREFIX + name: value for name, value in given.items()}))
    assert not ways.has_own
    assert ways.provider is not None
    assert ways.provider.issuer == "https://inloggen.example.org"
